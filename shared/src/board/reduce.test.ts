import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../kernel/event.ts';
import { UnknownEvent } from '../kernel/known-event.ts';
import { BoardFold, emptyBoard, foldBoard, reduceBoard } from './reduce.ts';
import type { BoardState } from './state.ts';
import { call, minute, openRoom, type Room } from './test-support/room.ts';

declare const performance: { now(): number };

const reason = 'x';

/** A room in which a little of everything has happened. */
function busyRoom(): Room {
  const room = openRoom();
  const [first, second] = [call(room), call(room)];
  for (const id of [first, second, first, first, second]) {
    room.pass(1);
    const told = room.do('incident.relay', { incident: id, to: 'leader' });
    room.do('incident.withdraw', { incident: id, target: told.id, reason });
  }
  const fact = {
    key: 'k',
    incident: first,
    rule: 'relay',
    dueAt: 1,
    passedAt: 1,
    detectedAt: 2,
    lagMs: 1,
    cause: 'time',
  };
  room.record(`clock-incident-${first}`, 'clock.at-risk', fact);
  room.record(`clock-incident-${first}`, 'clock.overdue', fact);
  room.record('account-chen', 'account.signed-in', { session: 's', method: 'pin', from: '10.0.0.1' });
  room.record('device-d1', 'device.enrolled', { device: 'd1', name: 'East wall', by: 'chen' });
  room.do('incident.close', { incident: second });
  room.do('shift.force-hand-over', { reason }, { by: 'sun' });
  room.do('shift.sign-on', { account: 'chen', post: 'officer' });
  return room;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

describe('the board', () => {
  it('is the same in whatever batches the log is folded', () => {
    const { log, board } = busyRoom();
    expect(foldBoard(emptyBoard(), log)).toEqual(board);
    for (const cut of [1, 5, 11, log.length - 1]) {
      expect(foldBoard(foldBoard(emptyBoard(), log.slice(0, cut)), log.slice(cut))).toEqual(board);
    }
    const fold = new BoardFold(emptyBoard());
    for (const event of log) {
      fold.add(event);
      fold.state();
    }
    expect(fold.state()).toEqual(board);
  });
  it('never changes a state that it has given away', () => {
    const { log } = busyRoom();
    let state: BoardState = deepFreeze(emptyBoard());
    for (const event of log) state = deepFreeze(reduceBoard(state, event));
    const fold = new BoardFold(state);
    const given = deepFreeze(fold.state());
    expect(given).toEqual(state);
    expect(state.position).toBe(log.at(-1)!.position);
  });
  it('takes an event once, however often it is brought', () => {
    const { log, board } = busyRoom();
    expect(foldBoard(board, log)).toEqual(board);
  });
  it('keeps the latest recorded instant, the clock facts and the revisions that the ticker needs', () => {
    const { board } = busyRoom();
    const [id] = Object.keys(board.incidents);
    expect(board.recordedMax).toBe(minute(5));
    expect(board.passed[id!]!.map((line) => line.kind)).toEqual(['at-risk', 'overdue']);
    expect(board.clockRevisions).toEqual({ [`clock-incident-${id}`]: 1 });
  });
  it('keeps the settlement of a closed incident, and each stream remembers the commands that it handled', () => {
    const { board, log } = busyRoom();
    const closed = Object.values(board.incidents).find((incident) => incident.status === 'closed')!;
    expect(closed.settlement!.length).toBeGreaterThan(0);
    const keys = log.filter((event) => event.stream === `incident-${closed.id}`).map((event) => event.commandKey);
    expect(Object.keys(closed.handled)).toEqual(keys);
    expect(board.planStreams['town']!.handled).toHaveProperty(
      log.find((event) => event.stream === 'plan-town')!.commandKey,
    );
  });
  it('knows people by name and walls by device, with no secret', () => {
    const room = busyRoom();
    expect(room.board.people.devices['d1']).toMatchObject({ name: 'East wall', revoked: false });
    room.record('device-d1', 'device.revoked', { by: 'chen', reason });
    room.record('account-chen', 'account.locked', { until: 9 });
    expect(room.board.people.accounts['chen']).toMatchObject({ lockedUntil: 9, hasPin: false });
    room.record('account-chen', 'account.pin-set', { by: 'self' });
    room.record('account-chen', 'account.signed-in', { session: 's', method: 'pin', from: '' });
    room.record('account-chen', 'account.changed', { name: 'Chen Yi', roles: ['leader'] });
    room.record('account-chen', 'account.disabled', { reason });
    room.record('account-ghost', 'account.sign-in-refused', { from: '', reason: 'credentials' });
    expect(room.board.people.devices['d1']!.revoked).toBe(true);
    expect(room.board.people.accounts['chen']).toEqual({
      id: 'chen',
      login: 'chen',
      name: 'Chen Yi',
      roles: ['leader'],
      disabled: true,
      hasPin: true,
      revision: 6,
    });
    room.record('account-chen', 'account.enabled', {});
    expect(room.board.people.accounts['chen']!.disabled).toBe(false);
    expect(room.board.people.accounts).not.toHaveProperty('ghost');
  });
});

describe('what this version cannot read', () => {
  const event = (changes: Partial<StoredEvent>): StoredEvent => ({
    ...openRoom().log[0]!,
    position: '9',
    ...changes,
  });
  it.each([
    ['a type that it does not know', { type: 'incident.exploded', stream: 'incident-a' }],
    ['a name that every object inherits', { type: 'constructor', stream: 'incident-a' }],
    ['a schema version that it does not know', { schemaVersion: 2 }],
    ['a type in a stream of another category', { type: 'incident.reported', stream: 'shift-a' }],
    ['an office event outside of the room', { type: 'office.renamed', stream: 'room-2' }],
    ['a directory event outside of the directory', { type: 'directory.person-removed', stream: 'directory-2' }],
  ])('stops the fold: %s', (_, changes) => {
    expect(() => reduceBoard(emptyBoard(), event(changes))).toThrow(UnknownEvent);
  });
  it('stops at an incident that begins without its report', () => {
    expect(() =>
      reduceBoard(emptyBoard(), event({ type: 'incident.confirmed', stream: 'incident-a', data: {} })),
    ).toThrow('begins with incident.confirmed');
  });
});

describe('a long log', () => {
  it('of 100,000 events over 2,000 incidents is folded in seconds', () => {
    const room = openRoom();
    const id = call(room);
    const told = room.do('incident.relay', { incident: id, to: 'leader' });
    const reported = room.log.find((event) => event.type === 'incident.reported')!;
    const events: StoredEvent[] = [];
    for (let index = 0; index < 100_000; index++) {
      const [incident, revision] = [index % 2000, Math.floor(index / 2000)];
      events.push({
        ...(revision === 0 ? reported : told),
        id: `e${index}`,
        position: `x${String(index).padStart(19, '0')}`,
        stream: `incident-n${incident}`,
        revision,
        commandKey: `key-${index}`,
      });
    }
    const started = performance.now();
    const board = foldBoard(room.board, events);
    const took = performance.now() - started;
    expect(Object.keys(board.incidents)).toHaveLength(2001);
    expect(board.incidents['n7']!.acts).toHaveLength(50);
    expect(took).toBeLessThan(5000);
  });
});
