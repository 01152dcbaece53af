import { queryOptions, useQuery } from '@tanstack/react-query';
import { sessionView, type SessionView } from '@duty-room/shared/protocol/http';
import { createApi, unwrap } from './api.ts';

const host = createApi(null).host;

/** Who sits here, as the server sees it. Invalidate `['session']` after signing in or out. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<SessionView> => unwrap(await host.get('/session', sessionView)),
  staleTime: 30_000,
});

export function useSession(): SessionView | undefined {
  return useQuery(sessionQuery).data;
}
