import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { DrillHost, HostedRoom } from '../live/hosted-room.ts';
import type { Packs } from '../room/packs.ts';
import type { Random } from '../room/random.ts';
import type { RoomLogger } from '../room/room-logger.ts';
import { keepDemonstration } from './demonstration.ts';
import { createDrillHost } from './drill-host.ts';
import type { Participant } from './messages.ts';

/** Whoever sits at the machine of a demonstration; access knows them by this id. */
const VISITOR: Participant = {
  id: 'visitor',
  login: 'visitor',
  name: '演示 Demo',
  roles: ['officer', 'leader', 'command', 'auditor'],
};

/** Scenarios that the product ships for drills, and those that a checkout of the source has for its tests. */
const SHIPPED = ['../../../tests/scenarios/', './scenarios/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/**
 * The drills beside a live room: scenarios that the product ships and the office's own, the live room's people, and each drill's record
 * in a folder of its own. The demonstration has an example running from the start.
 */
export async function openDrills(options: {
  readonly live: HostedRoom;
  readonly packs: Packs;
  readonly log: RoomLogger;
  readonly random: Random;
  readonly now: () => Instant;
  readonly version: string;
  /** Null keeps no record, and offers only what the product ships. */
  readonly dataDir: string | null;
  readonly demo: boolean;
}): Promise<DrillHost> {
  const { live, dataDir, demo, log } = options;
  const people = (): readonly Participant[] =>
    Object.values(live.room.board().people.accounts)
      .filter(({ disabled }) => !disabled)
      .map(({ id, login, name, roles }) => ({ id, login, name, roles }));
  const drills = createDrillHost({
    folder: dataDir === null ? null : join(dataDir, 'drills'),
    scenarioFolders: [...SHIPPED, ...(dataDir === null ? [] : [join(dataDir, 'scenarios')])],
    participants: () => (demo ? [VISITOR, ...people()] : people()),
    packs: options.packs,
    now: options.now,
    random: options.random,
    version: options.version,
    log,
  });
  if (!demo) return drills;
  const endDemonstration = await keepDemonstration(drills, log);
  return {
    ...drills,
    close() {
      endDemonstration();
      return drills.close();
    },
  };
}
