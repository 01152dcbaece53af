import type { Millis } from '@duty-room/shared/kernel/instant';
import type { Outcome, RefusalCode } from '@duty-room/shared/kernel/refusal';
import type { Clock, Timer } from '../clock/clock.ts';
import type { RoomLogger } from './room-logger.ts';
import { storeRefusal } from './store-refusal.ts';

/** What the room itself has to put on record. Each is tried again until the log has it: a full disk must not lose a fact. */
export type Chores = {
  /** Resolves when it is done, or given up because the room closes. */
  readonly add: (what: string, job: () => Promise<Outcome<unknown>>) => Promise<void>;
  /** How many are not done, waiting ones included. */
  readonly open: () => number;
  /** Resolves when none is being tried; undefined where none is. Those that wait for another try do not count. */
  readonly settled: () => Promise<void> | undefined;
  readonly close: () => void;
};

const TRY_AGAIN_MS: Millis = 1_000;
/** Refusals that another try may not meet. */
const PASSING: ReadonlySet<RefusalCode> = new Set(['storage-full', 'read-only', 'unavailable', 'conflict']);

export function createChores(options: { readonly clock: Clock; readonly log: RoomLogger }): Chores {
  const { clock, log } = options;
  const waiting = new Set<{ readonly timer: Timer; readonly giveUp: () => void }>();
  const trying = new Set<Promise<void>>();
  let open = 0;
  let closed = false;

  const attempt = async (what: string, job: () => Promise<Outcome<unknown>>): Promise<boolean> => {
    try {
      const outcome = await job();
      if (outcome.ok) return true;
      if (!PASSING.has(outcome.code)) {
        log.error({ what, refusal: outcome }, 'the room could not record this');
        return true;
      }
      log.warn({ what, refusal: outcome }, 'not on record yet, trying again');
    } catch (error) {
      if (storeRefusal(error) === undefined) {
        log.error({ what, err: error }, 'the room could not record this');
        return true;
      }
      log.warn({ what, err: error }, 'not on record yet, trying again');
    }
    return false;
  };
  const pause = () =>
    new Promise<void>((resolve) => {
      const entry = { timer: clock.setTimer(TRY_AGAIN_MS, end), giveUp: end };
      function end() {
        waiting.delete(entry);
        resolve();
      }
      waiting.add(entry);
    });

  return {
    async add(what, job) {
      open += 1;
      try {
        while (!closed) {
          const tried = attempt(what, job);
          const done: Promise<void> = tried.then(() => undefined).finally(() => trying.delete(done));
          trying.add(done);
          if (await tried) return;
          if (!closed) await pause();
        }
      } finally {
        open -= 1;
      }
    },
    open: () => open,
    settled: () => (trying.size === 0 ? undefined : Promise.all(trying).then(() => undefined)),
    close() {
      closed = true;
      for (const { timer, giveUp } of waiting) {
        timer.cancel();
        giveUp();
      }
    },
  };
}
