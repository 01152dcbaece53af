import type { CommandMeta } from '@duty-room/shared/kernel/decider';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { Instant, Millis } from '@duty-room/shared/kernel/instant';
import type { Outcome } from '@duty-room/shared/kernel/refusal';
import {
  catalogue,
  type CommandAccepted,
  type CommandInput,
  type CommandName,
} from '@duty-room/shared/protocol/catalogue';
import { z } from 'zod';
import { createMemoryBeats } from '../../clock/beat.ts';
import { createManualClock } from '../../clock/manual-clock.ts';
import type { Synchronisation } from '../../clock/time-synchronisation.ts';
import { createMemoryStore } from '../../event-store/memory/memory-store.ts';
import { type EventStore, StoreUnavailable } from '../../event-store/port.ts';
import { createMemoryVault } from '../../vault/memory-vault.ts';
import { createRoom } from '../create-room.ts';
import { createPackTexts } from '../packs.ts';
import type { Room, RoomCommand, Who } from '../room.ts';
import { silentLogger } from '../room-logger.ts';
import { wardPlan } from './ward-plan.ts';

export const NOON = Date.UTC(2026, 0, 15, 4);
export const OFFICER: Who = { account: 'chen', roles: ['officer', 'leader', 'administrator'] };

/** A store as one process sees it: when the process dies, nothing more goes in or comes out through it. */
function mortal(store: EventStore) {
  const fate: {
    dead: boolean;
    refusing: StoreUnavailable['reason'] | null;
    dyingOf: string | null;
    slow: Promise<void> | null;
    waiting: number;
  } = {
    dead: false,
    refusing: null,
    dyingOf: null,
    slow: null,
    waiting: 0,
  };
  const alive = () => {
    if (fate.dead) throw new StoreUnavailable('closed', 'The process is gone');
  };
  const seen: EventStore = {
    epoch: store.epoch,
    async append(stream, expected, events) {
      alive();
      if (fate.refusing !== null) throw new StoreUnavailable(fate.refusing, 'The disk refuses');
      fate.waiting += 1;
      if (fate.slow !== null) await fate.slow;
      fate.waiting -= 1;
      const result = await store.append(stream, expected, events);
      if (fate.dyingOf !== null && events.some(({ type }) => type === fate.dyingOf)) fate.dead = true;
      alive();
      return result;
    },
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: (options) => store.readAll(options),
    async head() {
      alive();
      return store.head();
    },
    subscribe: (after, handlers) =>
      store.subscribe(after, {
        onEvent: (event) => (fate.dead ? undefined : handlers.onEvent(event)),
      }),
    close: async () => undefined,
  };
  return { store: seen, fate };
}

/** Rooms on one log and one machine, with a clock moved by hand. */
export function createNight(options: { readonly wall?: Instant; readonly tickMs?: Millis } = {}) {
  /** What the rooms complained about; a test that expects nothing wrong looks here. */
  const errors: unknown[] = [];
  const clock = createManualClock({ wall: options.wall ?? NOON });
  const log = createMemoryStore({ epoch: 'night' });
  const vault = createMemoryVault();
  const beats = createMemoryBeats();
  let synchronisation: Synchronisation = { state: 'unknown', proof: null };
  let ids = 0;
  let keys = 0;
  const rooms = new Map<Room, ReturnType<typeof mortal>['fate']>();

  const settle = (): Promise<void> | undefined => {
    const under = [...rooms.keys()].map((room) => room.settled()).filter((one) => one !== undefined);
    return under.length === 0 ? undefined : Promise.all(under).then(settle);
  };

  const night = {
    errors,
    clock,
    log,
    vault,
    beats,
    synchronise(next: Synchronisation) {
      synchronisation = next;
    },
    /** Starts a room; a second one stands for a second server on the same log. */
    async start(own: { readonly beats?: typeof beats } = {}): Promise<Room> {
      const { store, fate } = mortal(log);
      const room = await createRoom({
        store,
        clock,
        vault,
        beats: own.beats ?? beats,
        packs: createPackTexts({ ward: wardPlan }),
        random: { id: () => `random-${(ids += 1)}` },
        log: { ...silentLogger, error: (details) => errors.push(details) },
        ...(options.tickMs !== undefined && { tickMs: options.tickMs }),
        version: 'test',
        readSynchronisation: async () => synchronisation,
      });
      rooms.set(room, fate);
      await night.settle();
      return room;
    },
    settle: async () => {
      await settle();
    },
    /** Lets time pass, with everything that a timer begins done at its own instant. */
    advance: (by: Millis) => clock.advance(by, settle),
    /** The process is gone between two instructions; the machine goes on for a while. */
    kill(room: Room, downFor: Millis = 0) {
      const fate = rooms.get(room);
      if (fate !== undefined) fate.dead = true;
      rooms.delete(room);
      if (rooms.size === 0) clock.stopProcess(downFor);
      else clock.advanceNow(downFor);
    },
    async stop(room: Room, downFor: Millis = 0) {
      await room.close();
      night.kill(room, downFor);
    },
    /** The process will die as soon as an event of this type is on the disk, before it learns of it. */
    dieOf(room: Room, type: string) {
      const fate = rooms.get(room);
      if (fate !== undefined) fate.dyingOf = type;
    },
    /** The disk under a room takes its time: no append goes on before the returned function is called. */
    holdAppends(room: Room): () => void {
      const held = Promise.withResolvers<void>();
      const fate = rooms.get(room);
      if (fate !== undefined) fate.slow = held.promise;
      return held.resolve;
    },
    waitingAppends: (room: Room): number => rooms.get(room)?.waiting ?? 0,
    isDead: (room: Room) => rooms.get(room)?.dead ?? true,
    /** What the disk under a room answers to every append from here on. */
    refuseAppends(room: Room, reason: StoreUnavailable['reason'] | null) {
      const fate = rooms.get(room);
      if (fate !== undefined) fate.refusing = reason;
    },
    async command<Name extends CommandName>(
      room: Room,
      name: Name,
      data: CommandInput<Name>,
      meta: Partial<CommandMeta> = {},
      who: Who = OFFICER,
    ): Promise<Outcome<CommandAccepted>> {
      const answer = await room.execute(night.parse(name, data, meta), who);
      await night.settle();
      return answer;
    },
    parse(name: CommandName, data: unknown, meta: Partial<CommandMeta> = {}): RoomCommand {
      keys += 1;
      const parsed = catalogue[name].parse(data);
      return { name, data: parsed, meta: { key: `key-of-a-command-${keys}`, ...meta } } as RoomCommand;
    },
    /** Sets the office up, adopts the plan and reports an incident; gives its id. */
    async report(room: Room, facts: Record<string, number> = {}, occurredAt?: Instant): Promise<string> {
      if (!room.board().office.setUp) {
        mustPass(await night.command(room, 'office.set-up', { name: '值班室', timeZone: 'Asia/Shanghai' }));
        mustPass(await night.command(room, 'plan.adopt', { pack: 'ward' }));
      }
      const meta = occurredAt === undefined ? {} : { occurredAt };
      const accepted = mustPass(
        await night.command(
          room,
          'incident.report',
          { title: '停热', under: [{ plan: 'ward', class: 'fault' }], facts },
          meta,
        ),
      );
      return accepted.stream.slice('incident-'.length);
    },
    async events(): Promise<readonly StoredEvent[]> {
      const events: StoredEvent[] = [];
      for await (const event of log.readAll()) events.push(event);
      return events;
    },
    async eventsOf(...types: readonly string[]): Promise<readonly StoredEvent[]> {
      return (await night.events()).filter(({ type }) => types.includes(type));
    },
    /** What the ticker recorded, in short. */
    async passings(): Promise<readonly Passed[]> {
      const events = await night.eventsOf('clock.at-risk', 'clock.overdue');
      return events.map(({ type, data }) => passed.parse({ ...data, line: type.slice('clock.'.length) }));
    },
  };
  return night;
}
export type Night = ReturnType<typeof createNight>;

const passed = z.object({
  line: z.string(),
  key: z.string(),
  incident: z.string(),
  rule: z.string(),
  dueAt: z.number(),
  passedAt: z.number(),
  detectedAt: z.number(),
  lagMs: z.number(),
  cause: z.string(),
});
export type Passed = z.infer<typeof passed>;

export function mustPass<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`Refused: ${JSON.stringify(outcome)}`);
  return outcome.value;
}
