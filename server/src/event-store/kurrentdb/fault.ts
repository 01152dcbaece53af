import { StoreUnavailable } from '../port.ts';

/** Our own limit on a call: the client has none that holds. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
  constructor(ms: number) {
    super(`No answer within ${ms} ms`);
  }
}

/** Rejects with `TookTooLong` unless `work` settles in time (ms). What comes later is dropped. */
export function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new TookTooLong(ms)), ms);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

const TRANSIENT = new Set(['unavailable', 'deadline-exceeded', 'cancelled', 'not-leader', 'timeout', 'unknown']);
/** gRPC: cancelled, unknown, deadline exceeded, aborted (consumer too slow), internal (a server that is going down), unavailable. */
const TRANSIENT_CODES = new Set([1, 2, 4, 10, 13, 14]);

/** The client's name for an error: it survives two copies of the package, which instanceof does not. */
export function typeOf(error: unknown): string {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' ? error.type : '';
}

/** Whether the same call may succeed when it is repeated as it is. */
export function isTransient(error: unknown): boolean {
  if (error instanceof TookTooLong) return true;
  const type = typeOf(error);
  if (type !== '') return TRANSIENT.has(type);
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'number') return TRANSIENT_CODES.has(error.code);
  return /Server Is Not Ready|Failed to discover/.test(error.message);
}

/** What the caller is told in the end. */
export function unavailable(error: unknown, doing: string): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
  const text = error instanceof Error && error.message !== '' ? error.message : typeOf(error);
  return new StoreUnavailable(isTransient(error) ? 'unreachable' : 'failed', `KurrentDB, ${doing}: ${text}`, {
    cause: error,
  });
}

/** The stream's revision that a refused append was told, -1 where there is no stream; undefined for any other error. */
export function conflictingRevision(error: unknown): number | undefined {
  if (typeOf(error) !== 'wrong-expected-version') return undefined;
  const actual = error instanceof Error && 'actualState' in error ? error.actualState : undefined;
  return typeof actual === 'bigint' ? Number(actual) : -1;
}
