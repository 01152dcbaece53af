import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { accept, refuse, type Outcome } from '@duty-room/shared/kernel/refusal';
import type { DrillView } from '@duty-room/shared/protocol/http';
import type { DrillHost } from '../live/hosted-room.ts';
import type { Packs } from '../room/packs.ts';
import type { Random } from '../room/random.ts';
import type { RoomLogger } from '../room/room-logger.ts';
import { loadScenario } from '../scenario/load.ts';
import { issueText } from '../scenario/report.ts';
import type { Scenario } from '../scenario/schema.ts';
import { scenarioTime } from '../scenario/scenario-time.ts';
import type { Participant } from './messages.ts';
import { type DrillRoom, openDrillRoom } from './drill-room.ts';

/** Each has a thread and a log of its own; a machine has only so many. */
const AT_ONCE = 4;

export type DrillHostOptions = {
  /** Where each drill's record is kept, in a folder of its own; null keeps none. */
  readonly folder: string | null;
  /** Of several scenarios with one id the later folder's counts. */
  readonly scenarioFolders: readonly string[];
  readonly packs: Packs;
  /** Who may act in a drill beside the people of its script. */
  readonly participants: () => readonly Participant[];
  readonly now: () => Instant;
  readonly random: Random;
  readonly log: RoomLogger;
  readonly version: string;
};

export type DrillOptions = {
  readonly scenario: string;
  readonly speed: number;
  /** The drill's id, where it must be known. */
  readonly id?: string;
  /** The drill opens at this time of the scenario, with the script played up to it. */
  readonly openAt?: string;
  /** False for a drill whose record nobody will ask for. */
  readonly keep?: boolean;
};

/** Drills, and a way to open one that must have a certain name. */
export type Drills = DrillHost & { readonly open: (options: DrillOptions) => Promise<Outcome<DrillView>> };

/** Starts, paces and ends drills. Each runs in a thread of its own, so that none can stall the live room or write into it. */
export function createDrillHost(options: DrillHostOptions): Drills {
  const { folder, packs, log } = options;
  type Running = { readonly room: DrillRoom; readonly view: Omit<DrillView, 'speed' | 'time' | 'finished'> };
  const running = new Map<string, Running>();
  const opening = new Set<string>();
  let closed = false;

  const viewOf = ({ room, view }: Running): DrillView => {
    const { speed, finished } = room.pulse();
    return { ...view, speed, finished, time: room.hosted.room.time().now };
  };
  const open = async (drill: DrillOptions): Promise<Outcome<DrillView>> => {
    const { scenario: wanted, speed, openAt, keep = true } = drill;
    const scenario = (await scenariosIn(options.scenarioFolders, log)).get(wanted);
    if (scenario === undefined) return refuse('not-found', { what: wanted });
    const id = drill.id ?? `${wanted.replaceAll(/[^\w-]/g, '-').slice(0, 60)}-${options.random.id().slice(0, 8)}`;
    if (closed || running.has(id) || opening.has(id)) return refuse('already-exists', { value: id });
    if (running.size + opening.size >= AT_ONCE) return refuse('too-many');
    opening.add(id);
    try {
      const startedAt = options.now();
      const room = await openDrillRoom(
        {
          scenario,
          speed,
          packs: await packTexts(packs),
          participants: options.participants(),
          folder: folder === null || !keep ? null : join(folder, `${stamp(startedAt)}-${id}`),
          openAt: openAt === undefined ? null : scenarioTime(scenario.start, scenario.timeZone).parse(openAt),
          version: options.version,
        },
        {
          log,
          onLost() {
            log.error({ drill: id }, 'the thread of a drill has ended');
            running.delete(id);
          },
        },
      );
      const started = { room, view: { id, scenario: wanted, title: scenario.title, startedAt } };
      running.set(id, started);
      return accept(viewOf(started));
    } catch (error) {
      log.error({ drill: id, error }, 'a drill could not be opened');
      return refuse('unavailable');
    } finally {
      opening.delete(id);
    }
  };
  const stop = async (id: string): Promise<Outcome<true>> => {
    const drill = running.get(id);
    if (drill === undefined) return refuse('not-found', { what: 'drill' });
    running.delete(id);
    await drill.room.close();
    return accept(true);
  };

  return {
    async scenarios() {
      const known = await scenariosIn(options.scenarioFolders, log);
      return [...known.values()].map(({ scenario: id, title, story }) => ({ id, title, about: story }));
    },
    list: () => [...running.values()].map(viewOf),
    room: (id) => running.get(id)?.room.hosted,
    start: ({ scenario, speed }) => open({ scenario, speed: speed ?? 1 }),
    open,
    async setSpeed(id, speed) {
      const drill = running.get(id);
      if (drill === undefined) return refuse('not-found', { what: 'drill' });
      await drill.room.setSpeed(speed);
      return accept(viewOf(drill));
    },
    stop,
    async close() {
      closed = true;
      await Promise.all([...running.keys()].map(stop));
    },
  };
}

/** Every whole scenario of the folders, by id; a broken one is named in the log and left out. */
async function scenariosIn(folders: readonly string[], log: RoomLogger): Promise<ReadonlyMap<string, Scenario>> {
  const found = new Map<string, Scenario>();
  for (const folder of folders) {
    for (const name of await filesIn(folder)) {
      const loaded = loadScenario(await readFile(join(folder, name), 'utf8'), name);
      if (loaded.ok) found.set(loaded.scenario.scenario, loaded.scenario);
      else log.warn({ issues: loaded.issues.map(issueText) }, 'a scenario is broken');
    }
  }
  return found;
}

/** A folder that is not there holds none. */
async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).toSorted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** The packs as texts for another thread. */
async function packTexts(packs: Packs): Promise<Readonly<Record<string, string>>> {
  const whole = (await packs.list()).flatMap(({ pack, load }) =>
    load.ok ? [[pack, JSON.stringify(load.source)]] : [],
  );
  return Object.fromEntries(whole);
}

/** `20261214-021436`, so that the records stand in the order of time. */
function stamp(at: Instant): string {
  return new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
