import { refuse, type Refusal } from '@duty-room/shared/kernel/refusal';
import { StoreUnavailable } from '../event-store/port.ts';

/** What a person is told where the log or the vault cannot take anything now; undefined for any other error. */
export function storeRefusal(error: unknown): Refusal | undefined {
  if (!(error instanceof StoreUnavailable)) return undefined;
  switch (error.reason) {
    case 'full':
      return refuse('storage-full');
    case 'read-only':
      return refuse('read-only');
    case 'locked':
    case 'closed':
    case 'unreachable':
    case 'corrupt':
    case 'failed':
      return refuse('unavailable');
  }
}
