import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createManualClock, type ManualClock } from '@duty-room/server/clock/manual-clock';
import { createLogger, type RunningServer, startServer } from '@duty-room/server/start-server';
import { HOUR, MINUTE, SECOND } from '@duty-room/shared/kernel/instant';
import type { Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Browser, config, EVENING, once, setUpRequest } from '../support/office.ts';
import { readLogFile } from './log-file.ts';

/** A server on a real log and a real beat file, and a machine whose clocks the test moves. */
describe('a clock that is stepped', () => {
  let clock: ManualClock;
  let folder: string;
  let dataDir: string;
  let server: RunningServer;
  let officer: Browser;
  let sockets: Socket[];

  beforeEach(async () => {
    clock = createManualClock({ wall: EVENING });
    folder = await mkdtemp(join(tmpdir(), 'duty-room-clock-'));
    dataDir = join(folder, 'data-0');
    sockets = [];
    officer = new Browser('');
    await start();
    const wanted = setUpRequest(server.setUpToken!);
    const administrator = { ...wanted.administrator, roles: ['administrator', 'officer'] };
    expect((await officer.post('/api/set-up', { ...wanted, administrator })).status).toBe(200);
  });
  afterEach(async () => {
    for (const socket of sockets) socket.disconnect();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    server = await startServer(config({ dataDir, eventStore: { kind: 'sqlite' } }), {
      clock,
      clientDir: null,
      logger: createLogger('silent'),
      readSynchronisation: async () => ({ state: 'unknown', proof: null }),
    });
    officer.server = server.address;
  }
  /** Gone between two instructions: what the disk holds at this moment is all that the next start finds. */
  async function crash(downFor: number): Promise<void> {
    const left = join(folder, `data-${Math.random()}`);
    await cp(dataDir, left, { recursive: true, filter: (path) => !path.endsWith('.lock') });
    await server.close();
    dataDir = left;
    clock.stopProcess(downFor);
  }
  async function stop(downFor: number): Promise<void> {
    await server.close();
    clock.stopProcess(downFor);
  }
  const advance = (by: number) => clock.advance(by, () => server.room.settled());

  async function accident(facts: Record<string, number> = {}): Promise<string> {
    const answer = await officer.command('incident.report', {
      title: '光明小区停热',
      place: '光明小区',
      under: [{ plan: 'heating', class: 'accident' }],
      facts,
    });
    expect(answer.status, answer.text).toBe(200);
    return answer.json.stream.replace('incident-', '');
  }
  /** Graded as general its chain ends with the heating office, and runs from the discovery. */
  const relay = async (incident: string) => {
    const grade = { incident, plan: 'heating', grade: 'general', reason: '现场确认' };
    expect((await officer.command('incident.grade', grade)).status).toBe(200);
    expect((await officer.command('incident.relay', { incident, to: 'heating-office' })).status).toBe(200);
  };

  const onDisk = (...types: string[]) => readLogFile(dataDir).filter(({ type }) => types.includes(type));
  const overdue = () =>
    onDisk('clock.overdue').map(({ data }) => ({
      incident: data['incident'],
      dueAt: data['dueAt'],
      detectedAt: data['detectedAt'],
    }));
  /** What everybody is told about the time, by every way. */
  async function told() {
    const socket = officer.socket();
    sockets.push(socket);
    await once(socket, 'connect');
    const board = (await officer.get('/api/board')).json;
    const beat = once(socket, 'beat');
    socket.emit('hello', { protocol: board.protocol, epoch: board.epoch, position: board.position });
    const time = (await officer.get('/api/time')).json;
    const ready = await officer.get('/health/ready');
    expect(ready.status).toBe(200);
    return {
      serverTime: time.serverTime,
      wall: time.wall,
      trusted: [
        time.trusted,
        board.trusted,
        board.state.office.clock.trusted,
        (await beat).trusted,
        ready.json.timeTrusted,
      ],
      step: board.state.office.clock.step?.stepMs,
    };
  }
  const yes = [true, true, true, true, true];
  const no = [false, false, false, false, false];

  it('forward two hours and back one under a running room: seen at once, on record, and no duty moves', async () => {
    const missed = await accident();
    const met = await accident({ discovered: EVENING });
    await advance(4 * MINUTE);
    clock.stepWall(2 * HOUR);
    await advance(SECOND);
    expect(await told()).toEqual({
      serverTime: EVENING + 4 * MINUTE + SECOND,
      wall: EVENING + 4 * MINUTE + SECOND + 2 * HOUR,
      trusted: no,
      step: 2 * HOUR,
    });
    await relay(met);
    const ahead = await officer.command(
      'incident.relay',
      { incident: missed, to: 'commission' },
      { occurredAt: clock.wall() },
    );
    expect([ahead.status, ahead.json.code]).toEqual([422, 'future']);

    await advance(4 * MINUTE);
    clock.stepWall(-3 * HOUR);
    await advance(SECOND);
    expect(await told()).toMatchObject({ serverTime: EVENING + 8 * MINUTE + 2 * SECOND, trusted: no, step: -HOUR });
    expect(onDisk('clock.overdue')).toEqual([]);
    const late = await accident();

    await advance(20 * MINUTE);
    expect(overdue()).toEqual([
      { incident: missed, dueAt: EVENING + 15 * MINUTE, detectedAt: expect.any(Number) },
      { incident: late, dueAt: EVENING + 23 * MINUTE + 2 * SECOND, detectedAt: expect.any(Number) },
    ]);
    for (const { dueAt, detectedAt } of overdue()) expect(Number(detectedAt) - Number(dueAt)).toBeLessThan(SECOND);
    expect(onDisk('room.clock-stepped').map(({ data }) => data['stepMs'])).toEqual([2 * HOUR, -HOUR]);
    for (const { recordedAt } of readLogFile(dataDir)) expect(recordedAt).toBeLessThanOrEqual(EVENING + 29 * MINUTE);

    clock.stepWall(HOUR);
    await advance(SECOND);
    expect(await told()).toMatchObject({ serverTime: clock.wall(), trusted: yes });
    expect(onDisk('room.clock-confirmed').map(({ data }) => data['by'])).toEqual(['agreement']);
    expect(overdue()).toHaveLength(2);
  });

  it.each([
    ['forward two hours after a crash', 2 * HOUR, crash],
    ['back one hour after a crash', -HOUR, crash],
    ['forward two hours after a clean stop', 2 * HOUR, stop],
    ['back one hour after a clean stop', -HOUR, stop],
  ])('%s, on the same boot: what truly passed is recorded once, late, with its own instant', async (_, stepMs, end) => {
    const passed = await accident();
    await advance(10 * MINUTE);
    const open = await accident();
    await advance(3 * SECOND);
    await end(7 * MINUTE);
    clock.stepWall(stepMs);
    await start();
    await advance(SECOND);

    const truth = EVENING + 17 * MINUTE + 4 * SECOND;
    const time = await told();
    expect(time).toMatchObject({ wall: truth + stepMs, trusted: no });
    // A beat is at most two seconds old, and uptime is kept beside it: the room's own time went on through the stop.
    expect(Math.abs(time.serverTime - truth)).toBeLessThan(SECOND);
    expect(Math.abs(Number(time.step) - stepMs)).toBeLessThan(SECOND);
    expect(onDisk('room.clock-stepped')).toHaveLength(1);
    expect(overdue()).toEqual([{ incident: passed, dueAt: EVENING + 15 * MINUTE, detectedAt: expect.any(Number) }]);
    expect(Math.abs(Number(overdue()[0]!.detectedAt) - truth)).toBeLessThan(2 * SECOND);

    await end(SECOND);
    await start();
    await advance(3 * MINUTE);
    expect(overdue()).toHaveLength(1);
    await advance(5 * MINUTE);
    expect(overdue().map(({ incident, dueAt }) => [incident, dueAt])).toEqual([
      [passed, EVENING + 15 * MINUTE],
      [open, EVENING + 25 * MINUTE],
    ]);

    clock.stepWall(-stepMs);
    await advance(SECOND);
    expect(await told()).toMatchObject({ serverTime: clock.wall(), trusted: yes });
    expect(overdue()).toHaveLength(2);
  });
});
