import { parseDuration } from '@duty-room/shared/kernel/duration';
import { SECOND, type Instant } from '@duty-room/shared/kernel/instant';
import type { Timer } from '../clock/clock.ts';
import type { PacedClock } from '../clock/paced-clock.ts';
import type { Room } from '../room/room.ts';
import type { RoomLogger } from '../room/room-logger.ts';
import { createPlayer } from '../scenario/player.ts';
import type { Scenario, ScenarioStep } from '../scenario/schema.ts';
import { scenarioTime } from '../scenario/scenario-time.ts';

/** The steps of a scenario that a drill plays: commands and steps of the clock. Its server stays up. */
type Played = Exclude<ScenarioStep, { readonly server: string }>;
type Due = { readonly step: Played; readonly index: number; readonly at: Instant };

export type Script = {
  /** Plays what is due up to this instant at once, the clock running ahead to it. */
  readonly playUpTo: (at: Instant, settled: () => Promise<void>) => Promise<void>;
  /** From here on each step comes when the drill's clock reaches it. */
  readonly start: () => void;
  readonly finished: () => boolean;
  readonly close: () => void;
};

/** Plays a scenario in a drill's room while people may act in it too: a step that they have made impossible is left out. */
export function createScript(options: {
  readonly scenario: Scenario;
  readonly room: Room;
  readonly clock: PacedClock;
  readonly log: RoomLogger;
  readonly onChange: () => void;
}): Script {
  const { scenario, room, clock, log, onChange } = options;
  const time = scenarioTime(scenario.start, scenario.timeZone);
  const player = createPlayer(scenario, time);
  const waiting: Due[] = scenario.steps
    .flatMap((step, index): Due[] => {
      if ('server' in step) return [];
      return [{ step, index, at: time.parse('command' in step ? (step.recorded ?? step.at) : step.at) }];
    })
    .toSorted((a, b) => a.at - b.at);
  let timer: Timer | undefined;
  let closed = false;
  /** Nothing of the script moves the clock but its steps, so the time since the start is the scenario's own. */
  const now = (): Instant => time.start + clock.monotonic();

  const play = async ({ step, index }: Due): Promise<void> => {
    if ('clock' in step) {
      const text = step.clock.step;
      const by = parseDuration(text.slice(1)) ?? 0;
      clock.stepWall(text.startsWith('-') ? -by : by);
      return;
    }
    const played = await player.play(room, step, index);
    if (played.kind === 'done' && played.answer.ok) return;
    const why = played.kind === 'impossible' ? played.why : played.answer.ok ? '' : played.answer.code;
    if (why !== step.refused)
      log.info({ step: index, command: step.command, why }, 'a step of the script was left out');
  };
  const playDue = async (): Promise<void> => {
    for (let next = waiting[0]; next !== undefined && next.at <= now() && !closed; next = waiting[0]) {
      waiting.shift();
      await play(next);
    }
  };
  const wait = (): void => {
    const next = waiting[0];
    if (next === undefined || closed) return onChange();
    timer = clock.setTimer(next.at - now(), () => {
      playDue().then(wait, (error: unknown) => {
        log.error({ error }, 'the script has ended by a bug');
        waiting.length = 0;
        onChange();
      });
    });
  };

  return {
    async playUpTo(at, settled) {
      while (now() < at) {
        clock.skip(Math.min(waiting[0]?.at ?? at, at, now() + SECOND) - now());
        await settled();
        await playDue();
        await settled();
      }
    },
    start: wait,
    finished: () => waiting.length === 0,
    close() {
      closed = true;
      timer?.cancel();
    },
  };
}
