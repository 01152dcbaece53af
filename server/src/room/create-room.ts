import type { AccountsState } from '@duty-room/shared/account/events';
import { own } from '@duty-room/shared/kernel/own';
import { accept, refuse } from '@duty-room/shared/kernel/refusal';
import type { Instant, Millis } from '@duty-room/shared/kernel/instant';
import { type Beat, type BeatKeeper, createMemoryBeats } from '../clock/beat.ts';
import type { Clock, Timer } from '../clock/clock.ts';
import type { StartTime } from '../clock/start-time.ts';
import { createTicker } from '../clock/ticker.ts';
import { type ReadSynchronisation, SYNCHRONISATION_UNKNOWN } from '../clock/time-synchronisation.ts';
import { createTrustedTime } from '../clock/trusted-time.ts';
import type { EventStore } from '../event-store/port.ts';
import type { Vault } from '../vault/port.ts';
import { createChores } from './chores.ts';
import { createCommands } from './commands.ts';
import { derivedId } from './ids.ts';
import { createLocks } from './locks.ts';
import { createOwnRecord, type OwnRecord, ROOM } from './own-record.ts';
import type { Packs } from './packs.ts';
import { createPersonalTexts } from './personal-texts.ts';
import type { Random } from './random.ts';
import { createRecorder } from './recorder.ts';
import { resumeWatching, type Unsettled } from './resume-watching.ts';
import type { Room } from './room.ts';
import type { RoomLogger } from './room-logger.ts';
import { openRoomLog } from './room-log.ts';
import { keepBeating, startTimeOf } from './time-keeping.ts';

export type RoomOptions = {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly packs: Packs;
  readonly random: Random;
  readonly log: RoomLogger;
  /** Of the product, for the record of the start. */
  readonly version: string;
  /** The office's people, where they are not in this log: a drill has the same ones. */
  readonly people?: () => AccountsState;
  /** Where the sign of life is kept; without it every start judges time by the log alone. */
  readonly beats?: BeatKeeper;
  readonly readSynchronisation?: ReadSynchronisation;
  /** How often the clocks are compared and lines looked at; a quarter of a second unless a run on virtual time wants fewer. */
  readonly tickMs?: Millis;
};

const TICK_MS: Millis = 250;

/**
 * Opens a room on a log: folds it whole, judges the clocks, records the start and what has passed meanwhile, and begins to tick.
 * Rejects where the log cannot be read. A log that cannot be written does not keep the room from opening: it refuses, and tries on.
 */
export async function createRoom(options: RoomOptions): Promise<Room> {
  const { store, clock, vault, random, log: logger } = options;
  const beats = options.beats ?? createMemoryBeats();
  const readSynchronisation = options.readSynchronisation ?? (async () => SYNCHRONISATION_UNKNOWN);
  const tickMs = options.tickMs ?? TICK_MS;
  const run = random.id();

  const beat = await beats.read();
  const settledBefore = beat !== null && beat.epoch === store.epoch ? beat.settled : null;
  const unsettled: Unsettled = settledBefore === null ? null : new Map<string, number>();
  /** Until the ticker watches, what happens to an incident is noted for it. */
  let touch = (incident: string, revision: number): void => {
    if (unsettled?.has(incident) === false) unsettled.set(incident, revision - 1);
  };
  const log = await openRoomLog({
    store,
    clock,
    log: logger,
    onEvent({ stream, position, revision }) {
      const incident = incidentOf(stream);
      if (incident !== undefined && position > (settledBefore ?? '')) touch(incident, revision);
    },
  });
  const before = log.board();
  const lastRecord = before.position === '' ? null : before.recordedMax;
  const { start, synchronisation } = await startTimeOf({ clock, beat, lastRecord, readSynchronisation });

  const chores = createChores({ clock, log: logger });
  const locks = createLocks();
  const time = createTrustedTime({
    clock,
    start,
    synchronisation,
    readSynchronisation,
    onStep(step) {
      logger.warn(step, 'the wall clock parted from the room’s own time');
      void record.step(step);
    },
    onConfirmed(confirmation) {
      logger.info(confirmation, 'the wall clock counts again');
      // A person's confirmation is a command, and on record as such.
      if (confirmation.by !== 'person') void record.confirmation(confirmation);
    },
  });
  const recorder = createRecorder({ store, log, now: time.now });
  const record = createOwnRecord({ run, log, recorder, locks, chores, now: time.now });
  const commands = createCommands({
    log,
    recorder,
    locks,
    vault,
    packs: options.packs,
    people: options.people ?? (() => log.board().people),
    now: time.now,
    wallClock: clock.wall,
  });
  const ticker = createTicker({
    now: time.now,
    incident: (id) => own(log.board().incidents, id),
    plans: () => log.board().plans,
    whenQuiet: (incident, work) => locks.run(`incident-${incident}`, work),
    record: (incident, passings) => record.passings(incident, passings),
    onError: (incident, error) => logger.error({ incident, err: error }, 'the duties of an incident cannot be watched'),
  });
  // One try is waited for; a log that takes nothing now must not keep the room from showing what it holds.
  recordStart({
    record,
    run,
    version: options.version,
    start,
    beat,
    lastRecord,
    before: before.office,
    wall: clock.wall(),
  });
  await chores.settled();
  resumeWatching(ticker, log.board(), unsettled, time.now());
  touch = ticker.touch;

  let ticking: Timer = clock.setTimer(0, tick);
  function tick(): void {
    // To the next multiple of the interval: what one tick takes does not add up.
    ticking = clock.setTimer(tickMs - (clock.monotonic() % tickMs), tick);
    time.sample();
    ticker.tick();
  }
  const beating = keepBeating({
    clock,
    beats,
    time,
    run,
    epoch: store.epoch,
    log: logger,
    settledBefore: settledBefore ?? '',
    settled: () => (chores.open() === 0 && ticker.settled() === undefined ? log.board().position : null),
  });
  const personal = createPersonalTexts(store, vault);

  const settled = (): Promise<void> | undefined => {
    const under = [ticker.settled(), chores.settled(), log.settled(), beating.settled()].filter(
      (one) => one !== undefined,
    );
    return under.length === 0 ? undefined : Promise.all(under).then(() => undefined);
  };

  return {
    epoch: store.epoch,
    run,
    async execute(command, who) {
      const answer = await commands.execute(command, who);
      if (answer.ok && command.name === 'room.confirm-clock') time.confirm('person');
      return answer;
    },
    async record(stream, drafts, who) {
      const id = random.id();
      const appended = await record.append(stream, () => {
        const wanted = typeof drafts === 'function' ? drafts(log.board()) : accept(drafts);
        if (!wanted.ok) return wanted;
        return accept(
          wanted.value.map((draft, index) => record.prepare(derivedId(id, String(index)), draft, who.account)),
        );
      });
      if (!appended.ok) return appended;
      return appended.value === null ? refuse('nothing-to-do') : accept(appended.value);
    },
    board: log.board,
    subscribe: log.subscribe,
    at: async (at, view) => (view === 'known' ? log.knownAt(at) : log.board()),
    whenProcessed: log.whenProcessed,
    personal: personal.ofStream,
    async numbers(person, who) {
      if (own(log.board().directory.persons, person) === undefined) return refuse('not-found', { what: person });
      const viewed = record.prepare(random.id(), { type: 'room.numbers-viewed', data: { of: person } }, who.account);
      const recorded = await record.append(ROOM, () => accept([viewed]));
      return recorded.ok ? accept(await personal.numbersOf(person)) : recorded;
    },
    time: time.reading,
    health() {
      const failure = log.failure();
      return failure === null ? { ok: true } : { ok: false, reason: failure.message };
    },
    settled,
    async close() {
      ticking.cancel();
      time.close();
      for (let under = settled(); under !== undefined; under = settled()) await under;
      const stopped = record.prepare(derivedId(run, 'stop'), { type: 'room.stopped', data: { run } }, 'system:room');
      const recorded = await record.append(ROOM, () => accept([stopped]));
      if (!recorded.ok) logger.warn({ refusal: recorded }, 'the clean stop could not be recorded');
      await beating.stop();
      chores.close();
      await log.close();
    },
  };
}

/** The start, and what the clocks showed at it. */
function recordStart({
  record,
  run,
  version,
  start,
  beat,
  lastRecord,
  before,
  wall,
}: {
  readonly record: OwnRecord;
  readonly run: string;
  readonly version: string;
  readonly start: StartTime;
  readonly beat: Beat | null;
  readonly lastRecord: Instant | null;
  /** The office as the last run left it. */
  readonly before: { readonly run?: string; readonly startedAt?: Instant };
  readonly wall: Instant;
}): void {
  const lastKnownAlive = Math.max(beat?.own ?? 0, lastRecord ?? 0);
  void record.once('start', {
    type: 'room.started',
    data: {
      run,
      ...(lastKnownAlive > 0 && { lastKnownAlive }),
      cleanStop: before.startedAt !== undefined && before.run === undefined,
      timeTrusted: start.trusted,
      version,
    },
  });
  if (start.stepMs === undefined) return;
  const trusted = wall - start.stepMs;
  void record.step({ wall, trusted, stepMs: start.stepMs });
  if (start.trusted) void record.confirmation({ wall, trusted, by: start.by ?? 'agreement' });
}

function incidentOf(stream: string): string | undefined {
  return stream.startsWith('incident-') ? stream.slice('incident-'.length) : undefined;
}
