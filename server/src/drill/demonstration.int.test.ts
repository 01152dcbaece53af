import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boardSnapshot, DEMO_DRILL, drillList, sessionView } from '@duty-room/shared/protocol/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { type RunningServer, startServer } from '../start-server.ts';

let folder: string;
let server: RunningServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-'));
  const config = readConfig({ DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'silent' }, ['--demo']);
  if (!config.ok) throw new Error(config.message);
  server = await startServer(config.value, { clientDir: null });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const room = `/api/drills/${DEMO_DRILL}`;
const get = async (path: string, headers: Record<string, string> = {}): Promise<unknown> =>
  (await fetch(server.address + path, { headers })).json();
const signOn = (key: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.address}${room}/commands/shift.sign-on`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ key, data: { account: 'visitor', post: 'officer' } }),
  });
/** As a request looks that came through a proxy, or under a name that was bent to this machine. */
const FROM_OUTSIDE = [{ 'x-forwarded-for': '198.51.100.7' }, { forwarded: 'for=198.51.100.7' }, { via: '1.1 proxy' }];

describe('npm run demo', () => {
  it('has an example drill running from the start, full of incidents, without a set-up or an account', async () => {
    expect(server.setUpToken).toBeUndefined();
    expect(sessionView.parse(await get('/api/session'))).toMatchObject({ demo: true });
    expect(drillList.parse(await get('/api/drills')).drills).toMatchObject([
      { id: DEMO_DRILL, scenario: 'winter-night', speed: 10, finished: false },
    ]);
    const { state, serverTime } = boardSnapshot.parse(await get(`${room}/board`));
    expect(Object.values(state.incidents).length).toBeGreaterThanOrEqual(3);
    expect(serverTime).toBeGreaterThanOrEqual(Date.UTC(2026, 11, 13, 18, 27, 0));
  });

  it('stands apart from a real log: its live room is empty, and its folder is not the one of a real room', async () => {
    const { state } = boardSnapshot.parse(await get('/api/board'));
    expect(state.incidents).toEqual({});
    const [demo, real] = [readConfig({}, ['--demo']), readConfig({}, [])];
    if (!demo.ok || !real.ok) throw new Error('the defaults are wrong');
    expect(demo.value.host).toBe('127.0.0.1');
    expect(demo.value.dataDir).not.toBe(real.value.dataDir);
    expect(demo.value.dataDir.replaceAll('\\', '/')).toMatch(/\/data\/demo$/);
  });

  it('lets whoever sits at the machine act', async () => {
    const answer = await signOn('visitor-signs-on-0001');
    expect(answer.status).toBe(200);
    const { state } = boardSnapshot.parse(await get(`${room}/board`));
    expect(state.shift?.onDuty.map(({ account }) => account)).toContain('visitor');
  });

  it.each(FROM_OUTSIDE)('lets nobody else write or see more than a wall: %j', async (headers) => {
    expect((await signOn('from-outside-0000001', headers)).status).toBe(403);
    expect(boardSnapshot.parse(await get(`${room}/board`, headers)).audience).toBe('wall');
    const stop = await fetch(`${server.address}${room}`, { method: 'DELETE', headers });
    expect(stop.status).toBe(403);
    const other = await fetch(`${server.address}/api/drills`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ scenario: 'winter-night', speed: 60 }),
    });
    expect(other.status).toBe(403);
  });
});
