import { reduceBoard } from '@duty-room/shared/board/reduce';
import type { BoardState } from '@duty-room/shared/board/state';
import { createMemoryStore } from '@duty-room/server/event-store/memory/memory-store';
import { createMemoryVault } from '@duty-room/server/vault/memory-vault';
import type { Socket } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Browser,
  once,
  openOffice,
  openServer,
  report,
  type StaffedOffice,
  type Loose,
} from '../support/office.ts';

/** A screen: snapshot, hello, and the fold of what follows. */
async function openScreen(browser: Browser) {
  const snapshot = (await browser.get('/api/board')).json;
  let state: BoardState = snapshot.state;
  let position: string = snapshot.position;
  let holes = 0;
  const socket = browser.socket();
  await once(socket, 'connect');
  socket.on('events', (frame) => {
    if (frame.from !== position) holes += 1;
    for (const event of frame.events) state = reduceBoard(state, event);
    position = frame.to;
  });
  const hello = (from = position) =>
    socket.emit('hello', { protocol: snapshot.protocol, epoch: snapshot.epoch, position: from });
  const greeted = once(socket, 'events');
  hello();
  await greeted;
  return { socket, snapshot, hello, state: () => state, position: () => position, holes: () => holes };
}

describe('the live gateway', () => {
  let office: StaffedOffice;
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.disconnect();
    await office.close();
  });

  it('brings each screen to the state that a new one gets, with no hole between the frames', async () => {
    office = await openOffice();
    const screens = await Promise.all([office.people.officer, office.people.auditor, office.wall].map(openScreen));
    sockets.push(...screens.map(({ socket }) => socket));
    const { officer } = office.people;
    await officer.command('shift.start', {});
    const ids = await Promise.all(Array.from({ length: 12 }, () => report(office)));
    await Promise.all(ids.map((incident) => officer.command('incident.relay', { incident, to: 'commission' })));
    for (const [index, browser] of [office.people.officer, office.people.auditor, office.wall].entries()) {
      const screen = screens[index]!;
      const fresh = (await browser.get('/api/board')).json;
      await expect.poll(screen.position).toBe(fresh.position);
      expect(JSON.parse(JSON.stringify({ ...screen.state(), position: fresh.position }))).toEqual(fresh.state);
      expect(screen.holes()).toBe(0);
      expect(Object.keys(fresh.state.incidents).length).toBe(12);
    }
  });

  it('fills the gap of a screen that was away, and sends one that cannot be helped back for a snapshot', async () => {
    office = await openOffice();
    const screen = await openScreen(office.wall);
    const { position, epoch } = screen.snapshot;
    screen.socket.disconnect();
    await report(office);
    const back = office.wall.socket();
    sockets.push(back);
    await once(back, 'connect');
    back.emit('hello', { protocol: 1, epoch, position });
    const frame = await once(back, 'events');
    expect(frame.from).toBe(position);
    expect(frame.events.map((event: Loose) => event.type)).toContain('incident.reported');

    const unknown = once(back, 'goodbye');
    back.emit('hello', { protocol: 1, epoch, position: '9'.repeat(20) });
    expect(await unknown).toEqual({ reason: 'position-unknown' });

    for (const [message, reason] of [
      [{ protocol: 0, epoch, position }, 'client-too-old'],
      [{ protocol: 99, epoch, position }, 'server-too-old'],
      [{ protocol: 1, epoch: 'another log', position }, 'epoch-changed'],
    ] as const) {
      const socket = office.wall.socket();
      sockets.push(socket);
      await once(socket, 'connect');
      const bye = once(socket, 'goodbye');
      socket.emit('hello', message);
      expect(await bye).toEqual({ reason });
    }
  });

  it('beats with the position and the room’s own time', async () => {
    office = await openOffice();
    const screen = await openScreen(office.wall);
    sockets.push(screen.socket);
    const beat = await once(screen.socket, 'beat');
    expect(beat).toEqual({ position: screen.position(), serverTime: office.clock.wall(), trusted: true });
  });

  it('cuts a screen at once when its person signs out, is disabled or loses the session, and a wall when it is revoked', async () => {
    office = await openOffice();
    const { officer, leader, command, administrator } = office.people;
    const goodbyeOf = async (browser: Browser, act: () => Promise<unknown>) => {
      const { socket } = await openScreen(browser);
      const bye = once(socket, 'goodbye');
      const gone = once(socket, 'disconnect');
      await act();
      await gone;
      return (await bye).reason;
    };
    expect(await goodbyeOf(officer, () => officer.ask('DELETE', '/api/session'))).toBe('signed-out');
    expect((await officer.get('/api/board')).status).toBe(401);
    const disable = () => administrator.post(`/api/accounts/${office.accounts.leader}/disable`, { reason: '调离' });
    expect(await goodbyeOf(leader, disable)).toBe('signed-out');
    const sessions = (await administrator.get('/api/sessions')).json.sessions;
    const other = sessions.find((one: Loose) => one.account === office.accounts.command);
    expect(await goodbyeOf(command, () => administrator.post(`/api/sessions/${other.id}/revoke`))).toBe('signed-out');
    const revoke = () => administrator.post(`/api/devices/${office.wallId}/revoke`, {});
    expect(await goodbyeOf(office.wall, revoke)).toBe('revoked');
    expect((await office.wall.get('/api/session')).json.state).toBe('anonymous');
    // The others' screens were not touched.
    const screen = await openScreen(administrator);
    sockets.push(screen.socket);
    expect(screen.socket.connected).toBe(true);
  });

  it('serves people and walls again after a restart of the server, without anybody signing in', async () => {
    const store = createMemoryStore();
    const vault = createMemoryVault();
    const first = await openOffice({}, { store, vault });
    await report(first);
    const cookies = [first.people.officer.cookies, first.wall.cookies];
    await first.close();
    const again = await openServer({}, { store, vault });
    office = again as StaffedOffice;
    for (const [index, state] of ['signed-in', 'wall'].entries()) {
      const browser = again.browser();
      for (const [name, value] of cookies[index]!) browser.cookies.set(name, value);
      expect((await browser.get('/api/session')).json.state).toBe(state);
      const screen = await openScreen(browser);
      sockets.push(screen.socket);
      expect(Object.keys(screen.state().incidents)).toHaveLength(1);
    }
  });
});
