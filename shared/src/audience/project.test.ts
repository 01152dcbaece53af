import { describe, expect, it } from 'vitest';
import { emptyBoard, foldBoard } from '../board/reduce.ts';
import { call, openRoom, type Room } from '../board/test-support/room.ts';
import { boardView } from '../board/view.ts';
import type { StoredEvent } from '../kernel/event.ts';
import { UnknownEvent } from '../kernel/known-event.ts';
import { EVENT_VERSIONS } from '../protocol/event-types.ts';
import { AUDIENCES, type Audience } from '../protocol/live.ts';
import { project } from './project.ts';

/** Stands wherever somebody types freely; none of it may reach a wall. */
const SECRET = 'SENTINEL';
const reason = `${SECRET} reason`;
const personal = { name: `${SECRET} name`, number: `${SECRET} number`, text: `${SECRET} text` };

/** A night in which every event type of the log occurs, each free field filled. */
function fullNight(): Room {
  const room = openRoom();
  const under = [{ plan: 'town', class: 'fault' }];
  const id = call(room, { by: 'unit', source: SECRET, alreadyTold: [SECRET], personal }, { onBehalfOf: SECRET });
  const other = call(room, { under });
  const wrong = call(room, { under });
  const away = call(room, { under });
  const person = room.do('directory.enter-person', {
    name: 'Zhao',
    post: SECRET,
    personal: { numbers: ['138000111'] },
  });
  const zhao = person.data['person'] as string;
  room.do('directory.fill-role', { role: 'leader', persons: [zhao] });
  room.do('incident.attach-call', { incident: id, source: SECRET, personal });
  room.do('incident.merge', { incident: other, into: id, reason });
  room.do('incident.mark-mistaken', { incident: wrong, reason });
  room.do('incident.transfer', { incident: away, to: 'City office', reason });
  room.do('incident.receive-transfer', { incident: away, by: SECRET });
  room.do('incident.place-under', { incident: id, under: { plan: 'wires', class: 'outage' } });
  const facts = room.do('incident.record-facts', { incident: id, facts: { households: 12 }, personal });
  room.do('incident.correct-fact', { incident: id, fact: 'households', value: 1200, replaces: facts.id, reason });
  room.do('incident.confirm', { incident: id });
  room.do('incident.grade', { incident: id, plan: 'town', grade: 'low', basis: SECRET, reason });
  room.do('incident.keep-grade', { incident: id, plan: 'town', proposed: 'mid', reason });
  const told = room.do(
    'incident.relay',
    { incident: id, to: 'leader', person: zhao, receipt: SECRET },
    { medium: 'phone' },
  );
  room.do('incident.decide', { incident: id, hop: 'g-up', choice: 'no', by: 'leader', reason });
  const report = room.do('incident.send-report', {
    incident: id,
    kind: 'first-report',
    to: ['leader'],
    fields: { where: SECRET },
    receipt: SECRET,
    personal,
  });
  const sent = report.data['report'] as string;
  room.do('incident.receive-report', { incident: id, report: sent, by: 'leader', receipt: SECRET });
  room.do('incident.start-mechanism', { incident: id, plan: 'town', mechanism: 'linkage', reason });
  room.do('incident.end-mechanism', { incident: id, plan: 'town', mechanism: 'linkage', reason });
  const order = room.do('incident.order-crew', { incident: id, crew: 'crew-1', task: SECRET, limit: 'PT20M' });
  room.do('incident.report-crew', { incident: id, order: order.data['order'] as string, stage: 'done' });
  room.do('incident.arrive', { incident: id, role: 'leader', person: zhao });
  room.do('incident.discharge-duty', { incident: id, plan: 'town', rule: 'track', personal });
  room.do('incident.answer-duty', { incident: id, plan: 'town', rule: 'help', choice: 'no', reason });
  room.do('shift.prepare-hand-over', { to: 'sun' });
  const [open] = room.board.shift!.handOver!.duties;
  const duty = room.board.shift!.handOver!.duties.find((entry) => entry.key.includes('/upward|')) ?? open!;
  room.do('incident.waive-duty', { incident: id, duty: duty.key, reason }, { by: 'liu', roles: ['leader'] });
  room.do('incident.note', { incident: id, personal });
  room.do('incident.withdraw', { incident: id, target: told.id, reason });
  room.do('shift.log', { topic: SECRET, personal });
  room.do('shift.cancel-hand-over', {});
  room.do('shift.prepare-hand-over', { to: 'sun' });
  const accepted = room.board.shift!.handOver!.duties.map((entry) => entry.key);
  room.do('shift.accept-hand-over', { accepted }, { by: 'sun' });
  room.do('shift.force-hand-over', { reason }, { by: 'chen' });
  room.do('shift.sign-off', { account: 'chen', post: 'officer' });
  room.do('incident.close', { incident: id, summary: SECRET });
  room.do('incident.reopen', { incident: id, reason });
  room.do('directory.remove-person', { person: zhao });
  room.do('office.rename', { name: 'West' });
  room.do('office.set-wall', { distanceMetres: 6, panelInches: 65, nightFrom: '20:00', nightTo: '06:00' });
  room.record('room', 'room.started', { run: 'r', cleanStop: true, timeTrusted: false, version: '1' });
  room.record('room', 'room.clock-stepped', { wall: 1, trusted: 2, stepMs: -1 });
  room.do('room.confirm-clock', {});
  room.record('room', 'room.numbers-viewed', { of: zhao });
  room.record('room', 'room.stopped', { run: 'r' });
  const line = { key: 'k', incident: id, rule: 'relay', dueAt: 1, passedAt: 1, detectedAt: 2, lagMs: 1, cause: 'time' };
  room.record(`clock-incident-${id}`, 'clock.at-risk', line);
  room.record(`clock-incident-${id}`, 'clock.overdue', line);
  room.record('account-wu', 'account.created', {
    account: 'wu',
    login: SECRET,
    name: 'Wu',
    roles: ['officer'],
    person: SECRET,
  });
  room.record('account-wu', 'account.changed', { name: 'Wu', roles: ['officer', 'leader'], person: SECRET });
  room.record('account-wu', 'account.password-set', { by: 'self' });
  room.record('account-wu', 'account.pin-set', { by: 'self' });
  room.record('account-wu', 'account.signed-in', { session: SECRET, method: 'pin', from: SECRET });
  room.record('account-wu', 'account.sign-in-refused', { from: SECRET, reason: 'credentials' });
  room.record('account-wu', 'account.locked', { until: 1 });
  room.record('account-wu', 'account.signed-out', { session: SECRET, reason: 'self' });
  room.record('account-wu', 'account.disabled', { reason });
  room.record('account-wu', 'account.enabled', {});
  room.record('device-d1', 'device.enrolled', { device: 'd1', name: SECRET, by: 'chen' });
  room.record('device-d1', 'device.revoked', { by: 'chen', reason });
  return room;
}

const seenBy = (room: Room, audience: Audience): StoredEvent[] =>
  room.log.flatMap((event) => project(event, audience) ?? []);

describe('what an audience may see', () => {
  it('is decided for every type that the log can hold', () => {
    const types = new Set(fullNight().log.map((event) => event.type));
    expect([...types].toSorted()).toEqual(Object.keys(EVENT_VERSIONS).toSorted());
  });
  it.each(AUDIENCES)('can be folded and shown without its missing parts: %s', (audience) => {
    const room = fullNight();
    const board = foldBoard(emptyBoard(), seenBy(room, audience));
    expect(boardView(board, room.now, 'known').incidents.map((card) => card.incident.title)).toEqual(['Burst main']);
  });
  it.each(AUDIENCES)('never holds anything sealed, nor a session: %s', (audience) => {
    for (const event of seenBy(fullNight(), audience)) {
      expect(event).not.toHaveProperty('personal');
      expect(event.data['session'] ?? '').toBe('');
    }
  });
  it('on a wall has none of the words that somebody typed, in no field', () => {
    const wall = seenBy(fullNight(), 'wall');
    expect(wall.filter((event) => JSON.stringify(event).includes(SECRET))).toEqual([]);
    expect(wall.filter((event) => event.commandKey !== '' || event.causationId !== '')).toEqual([]);
  });
  it('on a wall gives the same duties and verdicts as at the desk', () => {
    const room = fullNight();
    const duties = (audience: Audience) =>
      boardView(foldBoard(emptyBoard(), seenBy(room, audience)), room.now).duties.map(({ obligation }) => obligation);
    expect(duties('wall')).toEqual(duties('desk'));
    expect(duties('wall').length).toBeGreaterThan(0);
  });
  it('on a wall has people by name and nothing of their accounts', () => {
    const { people, directory } = foldBoard(emptyBoard(), seenBy(fullNight(), 'wall'));
    expect(people.accounts['wu']).toMatchObject({ name: 'Wu', login: '', roles: ['officer', 'leader'], hasPin: false });
    expect(people.devices).toEqual({});
    expect(Object.values(directory.persons)).toMatchObject([{ name: 'Zhao', hasNumber: false }]);
  });
  it('at the desk and in the audit is the record itself, but for what is sealed', () => {
    const room = fullNight();
    for (const event of room.log.filter((entry) => !entry.type.startsWith('account.sign'))) {
      const { personal: _, ...open } = event;
      expect(project(event, 'desk')).toEqual(open);
      expect(project(event, 'audit')).toEqual(open);
    }
    expect(foldBoard(emptyBoard(), seenBy(room, 'desk'))).toEqual(room.board);
  });
  it('tells only the auditor from where somebody signed in', () => {
    const signedIn = (audience: Audience) =>
      seenBy(fullNight(), audience).find((event) => event.type === 'account.signed-in');
    expect(signedIn('audit')?.data['from']).toBe(SECRET);
    expect(signedIn('desk')?.data['from']).toBe('');
    expect(signedIn('wall')).toBeUndefined();
  });
  it('is not guessed for an event that this version does not know', () => {
    expect(() => project({ ...openRoom().log[0]!, type: 'incident.exploded' }, 'wall')).toThrow(UnknownEvent);
  });
});
