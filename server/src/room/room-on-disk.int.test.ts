import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '@duty-room/shared/protocol/catalogue';
import { HOUR, MINUTE } from '@duty-room/shared/kernel/instant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBeatFile } from '../clock/beat-file.ts';
import { createManualClock } from '../clock/manual-clock.ts';
import { openSqliteStore } from '../event-store/sqlite/sqlite-store.ts';
import { openSqliteVault } from '../vault/sqlite-vault.ts';
import { createRoom } from './create-room.ts';
import { createPackTexts } from './packs.ts';
import { systemRandom } from './random.ts';
import type { Room, RoomCommand } from './room.ts';
import { silentLogger } from './room-logger.ts';
import { mustPass, NOON, OFFICER } from './test-support/night.ts';
import { wardPlan } from './test-support/ward-plan.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'room-'));
});
afterEach(() => rm(folder, { recursive: true }));

const clock = createManualClock({ wall: NOON });
async function open() {
  const store = await openSqliteStore({ file: join(folder, 'log.db') });
  const vault = openSqliteVault({ file: join(folder, 'vault.db'), keyFile: join(folder, 'master.key') });
  const room = await createRoom({
    store,
    vault,
    clock,
    packs: createPackTexts({ ward: wardPlan }),
    random: systemRandom,
    log: silentLogger,
    version: 'test',
    beats: createBeatFile(join(folder, 'beat.json')),
  });
  const leave = async () => {
    await store.close();
    await vault.close();
  };
  return { room, leave };
}
const command = (key: string, name: keyof typeof catalogue, data: unknown) =>
  ({ name, data: catalogue[name].parse(data), meta: { key } }) as RoomCommand;
const does = async (room: Room, ...args: Parameters<typeof command>) =>
  mustPass(await room.execute(command(...args), OFFICER));

describe('a room on the disk', () => {
  it('is after a crash as it was, with what passed meanwhile, its secrets, its keys and its own time', async () => {
    const first = await open();
    await does(first.room, 'set-up-of-the-office', 'office.set-up', { name: '值班室', timeZone: 'Asia/Shanghai' });
    await does(first.room, 'adoption-of-a-plan', 'plan.adopt', { pack: 'ward' });
    const report = { title: '停热', under: [{ plan: 'ward', class: 'fault' }], personal: { name: '王', text: '老人' } };
    const made = await does(first.room, 'report-of-an-incident', 'incident.report', report);
    await clock.advance(5 * MINUTE, first.room.settled);
    const before = first.room.board();
    await first.leave();
    clock.stopProcess(20 * MINUTE);
    clock.stepWall(-HOUR);

    const { room, leave } = await open();
    await room.settled();
    expect(room.time()).toMatchObject({ now: NOON + 25 * MINUTE, trusted: false });
    expect(room.board().incidents).toEqual(before.incidents);
    expect(await does(room, 'report-of-an-incident', 'incident.report', report)).toEqual(made);
    expect(await room.personal(made.stream)).toEqual({ [made.event]: { name: '王', text: '老人' } });
    const lines = room.board().passed[made.stream.slice('incident-'.length)];
    expect(lines?.map(({ kind, passedAt, detectedAt }) => [kind, passedAt, detectedAt])).toEqual([
      ['at-risk', NOON + 11.25 * MINUTE, NOON + 25 * MINUTE],
      ['overdue', NOON + 15 * MINUTE, NOON + 25 * MINUTE],
    ]);
    await room.close();
    await leave();
  });
});
