import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { done } from '@duty-room/shared/protocol/http';
import { createApi } from '../live/api.ts';

const { host } = createApi(null);

/** Ends this desk's session and shows the sign-in page. Drafts stay on this machine. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await host.delete('/session', done);
    queries.clear();
    await navigate({ to: '/sign-in' });
  };
}
