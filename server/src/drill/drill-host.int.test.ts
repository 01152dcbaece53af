import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldBoard, emptyBoard } from '@duty-room/shared/board/reduce';
import type { BoardState } from '@duty-room/shared/board/state';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { IncidentState } from '@duty-room/shared/incident/state';
import { obligations } from '@duty-room/shared/obligation/obligations';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../event-store/sqlite/sqlite-store.ts';
import { START } from '../event-store/port.ts';
import type { HostedRoom } from '../live/hosted-room.ts';
import { silentLogger } from '../room/room-logger.ts';
import { systemRandom } from '../room/random.ts';
import { rememberPacks } from '../scenario/remember-packs.ts';
import { shippedPacks } from '../scenario/shipped-packs.ts';
import { createDrillHost, type Drills } from './drill-host.ts';

const SCENARIO = `
scenario: short-night
title: { zh: 短夜, en: A short night }
office: 区供热办
start: 2026-12-14 02:00
plans: [{ pack: heating, seasons: { heating: { from: 2026-11-15, to: 2027-03-15 } } }]
people:
  - { id: li, name: 李建国, roles: [officer] }
  - { id: wang, name: 王淑芬, roles: [leader] }
steps:
  - { at: 02:00:20, by: li, command: incident.report, as: call, data: { title: 幸福里停热, under: [{ plan: heating, class: event }], facts: { gathering: individuals } } }
  - { at: 02:00:40, by: li, command: incident.grade, data: { incident: $call, plan: heating, grade: general } }
  - { at: 02:01:00, server: kill }
  - { at: 02:01:05, server: start }
  - { at: 02:01:10, by: wang, command: shift.sign-off, data: { account: wang, post: leader } }
`;
const packs = rememberPacks(shippedPacks());
const visitor = { id: 'visitor', login: 'visitor', name: '访客', roles: ['officer'] } as const;

let folder: string;
let drills: Drills;
const warned: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drill-'));
  await mkdir(join(folder, 'scenarios'));
  await writeFile(join(folder, 'scenarios', 'short-night.yaml'), SCENARIO);
  warned.length = 0;
  drills = createDrillHost({
    folder: join(folder, 'drills'),
    scenarioFolders: [join(folder, 'scenarios'), join(folder, 'not-there')],
    packs,
    participants: () => [visitor],
    now: () => Date.UTC(2026, 11, 14, 3, 0, 0),
    random: systemRandom,
    log: { ...silentLogger, warn: (details) => warned.push(JSON.stringify(details)) },
    version: 'test',
  });
});
afterEach(async () => {
  await drills.close();
  await rm(folder, { recursive: true });
});

async function started(speed: number, openAt?: string) {
  const opened = await drills.open({ scenario: 'short-night', speed, ...(openAt === undefined ? {} : { openAt }) });
  if (!opened.ok) throw new Error(opened.code);
  const hosted = drills.room(opened.value.id);
  if (!hosted) throw new Error('no room');
  return { view: opened.value, hosted };
}
/** Resolves when the drill's board shows it. */
function until(hosted: HostedRoom, holds: (board: BoardState) => boolean): Promise<BoardState> {
  return new Promise((resolve) => {
    const look = () => {
      const board = hosted.room.board();
      if (!holds(board)) return;
      unsubscribe();
      resolve(board);
    };
    const unsubscribe = hosted.room.subscribe(look);
    look();
  });
}
const only = (board: BoardState): IncidentState | undefined => Object.values(board.incidents)[0];
const isGraded = (board: BoardState) => only(board)?.acts.some(({ type }) => type === 'incident.graded') ?? false;
async function allOf(events: AsyncIterable<StoredEvent>): Promise<readonly StoredEvent[]> {
  const all = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('a drill from a scenario file', () => {
  it('plays its script by itself on its own time, and its board is the fold of its own log', async () => {
    const { view, hosted } = await started(60);
    expect(view).toMatchObject({ scenario: 'short-night', title: { zh: '短夜' }, speed: 60, finished: false });
    const board = await until(hosted, (state) => isGraded(state) && state.shift?.onDuty.length === 1);
    const [reported, graded] = only(board)?.acts ?? [];
    expect([reported?.occurredAt, graded?.occurredAt]).toEqual([
      Date.UTC(2026, 11, 13, 18, 0, 20),
      Date.UTC(2026, 11, 13, 18, 0, 40),
    ]);
    expect(hosted.room.time().now).toBeGreaterThanOrEqual(Date.UTC(2026, 11, 13, 18, 1, 10));
    const events = await allOf(hosted.read(START, 10_000));
    expect(foldBoard(emptyBoard(), events)).toEqual(hosted.room.board());
    expect(drills.list()[0]?.finished).toBe(true);
  });

  it('takes what people do beside the script, and shows it to whoever did it at once', async () => {
    const { hosted } = await started(60, '02:00:30');
    const incident = only(hosted.room.board());
    if (!incident) throw new Error('the script was not played');
    const answer = await hosted.room.execute(
      {
        name: 'incident.relay',
        data: { incident: incident.id, to: 'commission-leader', reached: true },
        meta: { key: 'by-a-visitor-000001', medium: 'phone' },
      },
      { account: 'visitor', roles: ['officer'] },
    );
    expect(answer.ok).toBe(true);
    expect(only(hosted.room.board())?.acts.at(-1)).toMatchObject({ type: 'incident.relayed', actor: 'visitor' });
    const board = await until(hosted, isGraded);
    const duties = obligations(only(board)!, board.plans, hosted.room.time().now, 'known');
    expect(duties.find(({ rule }) => rule === 'relay-15min')?.state).toBe('met');
    const refused = await hosted.room.execute(
      { name: 'shift.start', data: {}, meta: { key: 'by-a-visitor-000002' } },
      { account: 'visitor', roles: ['officer'] },
    );
    expect(refused).toMatchObject({ ok: false, code: 'already-exists' });
  });

  it('opens in the middle of the night, stands at its pace, and changes it', async () => {
    const { view, hosted } = await started(1, '02:00:50');
    expect(isGraded(hosted.room.board())).toBe(true);
    const before = hosted.room.time().now;
    expect(before - Date.UTC(2026, 11, 13, 18, 0, 50)).toBeLessThan(15_000);
    const changed = await drills.setSpeed(view.id, 60);
    expect(changed).toMatchObject({ ok: true, value: { speed: 60 } });
    await until(hosted, (board) => board.shift?.onDuty.length === 1);
  });

  it('keeps its record in a folder of its own when it is stopped, and is gone', async () => {
    const { view, hosted } = await started(60, '02:00:50');
    const { position } = hosted.room.board();
    expect(await drills.stop(view.id)).toEqual({ ok: true, value: true });
    expect(drills.room(view.id)).toBeUndefined();
    expect(drills.list()).toEqual([]);
    expect(await drills.stop(view.id)).toMatchObject({ ok: false, code: 'not-found' });
    const late = await hosted.room.execute(
      { name: 'shift.start', data: {}, meta: { key: 'after-the-drill-001' } },
      { account: 'li', roles: ['officer'] },
    );
    expect(late).toMatchObject({ ok: false, code: 'unavailable' });
    const [record] = await readdir(join(folder, 'drills'));
    expect(record).toBe(`20261214-030000-${view.id}`);
    const store = await openSqliteStore({ file: join(folder, 'drills', record ?? '', 'log.sqlite') });
    const events = await allOf(store.readAll());
    await store.close();
    expect(events.filter((event) => event.position <= position).length).toBeGreaterThan(5);
    expect(events.at(-1)?.type).toBe('room.stopped');
  });

  it('two drills of one scenario do not know of each other, and only so many run at once', async () => {
    const first = await started(1);
    const second = await started(1);
    expect(first.view.id).not.toBe(second.view.id);
    await first.hosted.room.execute(
      { name: 'shift.sign-off', data: { account: 'li', post: 'officer' }, meta: { key: 'first-drill-only-01' } },
      { account: 'li', roles: ['officer'] },
    );
    expect(first.hosted.room.board().shift?.onDuty).toHaveLength(1);
    expect(second.hosted.room.board().shift?.onDuty).toHaveLength(2);
    await started(1);
    await started(1);
    expect(await drills.start({ scenario: 'short-night', speed: 1 }, 'li')).toMatchObject({ code: 'too-many' });
  });

  it('refuses a scenario that is not there, and leaves a broken one out by name', async () => {
    await writeFile(join(folder, 'scenarios', 'broken.yaml'), 'scenario: broken\noffice: x\n');
    expect(await drills.start({ scenario: 'broken', speed: 1 }, 'li')).toMatchObject({ code: 'not-found' });
    expect(warned.join('\n')).toContain('broken.yaml: start');
    expect((await drills.scenarios()).map(({ id }) => id)).toEqual(['short-night']);
  });

  it('whose plans cannot be adopted is refused, and leaves no thread behind', async () => {
    const foreign = SCENARIO.replace('short-night', 'no-season').replace(/, seasons: .*$/m, ' }]');
    await writeFile(join(folder, 'scenarios', 'no-season.yaml'), foreign);
    expect(await drills.start({ scenario: 'no-season', speed: 1 }, 'li')).toMatchObject({ code: 'unavailable' });
    expect(drills.list()).toEqual([]);
  });
});
