import type { Millis } from '@duty-room/shared/kernel/instant';
import { DEMO_DRILL } from '@duty-room/shared/protocol/http';
import type { RoomLogger } from '../room/room-logger.ts';
import type { Drills } from './drill-host.ts';

const EXAMPLE = { scenario: 'winter-night', speed: 10, id: DEMO_DRILL, openAt: '02:27', keep: false } as const;

const LOOK_EVERY: Millis = 5_000;
/** After its script has run out the room stays for a while, then the night begins anew. */
const REST: Millis = 120_000;

/** Keeps an example drill running: it opens in the middle of a night, and begins again when the night is over. Returns what ends it. */
export async function keepDemonstration(drills: Drills, log: RoomLogger): Promise<() => void> {
  let finishedFor = 0;
  const open = async (): Promise<void> => {
    finishedFor = 0;
    const opened = await drills.open(EXAMPLE);
    if (!opened.ok) log.error({ refusal: opened }, 'the demonstration could not be opened');
  };
  await open();
  let busy = false;
  const look = async (): Promise<void> => {
    const drill = drills.list().find(({ id }) => id === DEMO_DRILL);
    // Between the two nights no room answers to the name for one look, so that every screen starts afresh.
    if (drill === undefined) return open();
    finishedFor = drill.finished ? finishedFor + LOOK_EVERY : 0;
    if (finishedFor > REST) await drills.stop(DEMO_DRILL);
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    look()
      .catch((error: unknown) => log.error({ error }, 'the demonstration could not be looked after'))
      .finally(() => {
        busy = false;
      });
  }, LOOK_EVERY);
  timer.unref();
  return () => clearInterval(timer);
}
