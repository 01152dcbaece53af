import { useQuery } from '@tanstack/react-query';
import type { Said } from '@duty-room/shared/protocol/http';
import { personalTexts } from '@duty-room/shared/protocol/http';
import { unwrap } from '../live/api.ts';
import { useRoom } from '../live/room-context.tsx';
import { useDesk } from './desk-context.tsx';

/** What was said about callers and victims in one stream, for those who may read it: event id -> words. */
export function usePersonal(
  stream: string,
  revision: number,
): { readonly texts: Readonly<Record<string, Said>>; readonly failed: boolean; readonly loading: boolean } {
  const { api } = useRoom();
  const { person, room } = useDesk();
  const allowed = person !== null && person.roles.some((role) => role === 'officer' || role === 'leader');
  const query = useQuery({
    queryKey: ['personal', room, stream, revision],
    queryFn: async () => unwrap(await api.room.get('/personal', personalTexts, { stream })),
    enabled: allowed && revision >= 0,
    placeholderData: (before) => before,
    staleTime: Infinity,
  });
  return { texts: query.data?.texts ?? {}, failed: query.isError, loading: allowed && query.isLoading };
}
