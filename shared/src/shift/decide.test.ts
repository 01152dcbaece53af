import { describe, expect, it } from 'vitest';
import { call, minute, openRoom, Room } from '../board/test-support/room.ts';

const keysOpen = (room: Room): string[] => room.board.shift!.handOver!.duties.map((duty) => duty.key);

describe('a shift', () => {
  it('is started once; later ones begin with a hand-over', () => {
    const room = openRoom();
    room.refuses('already-exists', 'shift.start', {});
    expect(room.board.shift).toMatchObject({
      startedAt: minute(0),
      onDuty: [
        { account: 'chen', post: 'officer' },
        { account: 'liu', post: 'leader' },
      ],
    });
  });
  it('is needed for everything else', () => {
    const room = new Room();
    room.refuses('not-found', 'shift.sign-on', { account: 'chen', post: 'officer' });
    room.refuses('not-found', 'shift.accept-hand-over', { accepted: [] });
  });
  it('signs people on by the role that their post needs, and off; nobody may be left', () => {
    const room = openRoom();
    room.refuses('already-done', 'shift.sign-on', { account: 'chen', post: 'officer' });
    room.refuses('not-allowed', 'shift.sign-on', { account: 'liu', post: 'officer' });
    room.refuses('not-allowed', 'shift.sign-on', { account: 'chen', post: 'leader' });
    room.refuses('not-found', 'shift.sign-on', { account: 'ghost', post: 'officer' });
    room.do('shift.sign-on', { account: 'sun', post: 'officer' }, { at: minute(-5) });
    expect(room.board.shift!.onDuty).toContainEqual({ account: 'sun', post: 'officer', since: minute(-5) });
    room.do('shift.sign-off', { account: 'sun', post: 'officer' });
    room.refuses('nothing-to-do', 'shift.sign-off', { account: 'sun', post: 'officer' });
    room.do('shift.sign-off', { account: 'chen', post: 'officer' });
    expect(room.board.shift!.onDuty.some((on) => on.post === 'officer')).toBe(false);
  });
  it('does not sign on a disabled account', () => {
    const room = openRoom();
    room.record('account-sun', 'account.disabled', { reason: 'left' });
    room.refuses('not-found', 'shift.sign-on', { account: 'sun', post: 'officer' });
  });
  it('keeps a log whose words are sealed, about an incident or none', () => {
    const room = openRoom();
    const id = call(room);
    const answer = room.send('shift.log', { topic: 'weather', incident: id, personal: { text: 'snow since two' } });
    expect(answer).toMatchObject({ ok: true, subjects: [`shift-${room.board.shift!.id}`] });
    room.do('shift.log', { topic: 'stores', personal: {} });
    expect(room.board.shift!.log).toMatchObject([{ topic: 'weather', incident: id }, { topic: 'stores' }]);
    room.refuses('not-found', 'shift.log', { topic: 'weather', incident: 'ghost', personal: {} });
  });
  it('is a conflict for whoever looked at an older one', () => {
    const room = openRoom();
    room.refuses('conflict', 'shift.sign-off', { account: 'chen', post: 'officer' }, { expectedRevision: 0 });
  });
});

describe('a hand-over', () => {
  it('lists every duty that is still open and passes the shift to whoever accepts them all; the leader stays', () => {
    const room = openRoom();
    const id = call(room);
    const done = call(room);
    room.do('incident.close', { incident: done });
    room.do('shift.prepare-hand-over', { to: 'sun' });
    expect(room.board.shift!.handOver!.duties.map((duty) => duty.incident)).toEqual([id, id, id]);
    expect(room.board.shift!.handOver).toMatchObject({ by: 'chen', to: 'sun', at: minute(0) });
    const before = room.board.shift!;
    room.pass(3);
    const accepted = room.do('shift.accept-hand-over', { accepted: keysOpen(room) }, { by: 'sun' });
    expect(accepted.stream).toBe(`shift-${before.id}`);
    expect(room.board.shift).toMatchObject({
      id: accepted.data['next'],
      revision: -1,
      startedAt: minute(3),
      onDuty: [
        { account: 'sun', post: 'officer', since: minute(3) },
        { account: 'liu', post: 'leader', since: minute(0) },
      ],
      log: [],
    });
    room.do('shift.log', { topic: 'weather', personal: {} }, { by: 'sun' });
    expect(room.log.at(-1)).toMatchObject({ stream: `shift-${accepted.data['next'] as string}`, revision: 0 });
  });
  it('is not accepted while a duty that came up since is missing, and names it', () => {
    const room = openRoom();
    call(room);
    room.do('shift.prepare-hand-over', { to: 'sun' });
    const listed = keysOpen(room);
    const late = call(room);
    const details = room.refuses('conflict', 'shift.accept-hand-over', { accepted: listed }, { by: 'sun' });
    expect(details?.['missing']).toHaveLength(3);
    room.refuses('conflict', 'shift.accept-hand-over', { accepted: listed.slice(1) }, { by: 'sun' });
    room.do('incident.mark-mistaken', { incident: late, reason: 'echo' });
    room.do('shift.accept-hand-over', { accepted: listed }, { by: 'sun' });
  });
  it('is accepted by the one it was prepared for, and by nobody before it was prepared', () => {
    const room = openRoom();
    room.refuses('not-due', 'shift.accept-hand-over', { accepted: [] }, { by: 'sun' });
    room.do('shift.prepare-hand-over', { to: 'sun' });
    room.refuses('not-allowed', 'shift.accept-hand-over', { accepted: [] }, { by: 'chen' });
    room.do('shift.accept-hand-over', { accepted: [] }, { by: 'sun' });
  });
  it('is prepared by an officer on duty, for another one who may take it, once', () => {
    const room = openRoom();
    room.refuses('on-duty-only', 'shift.prepare-hand-over', { to: 'chen' }, { by: 'sun' });
    room.refuses('nothing-to-do', 'shift.prepare-hand-over', { to: 'chen' });
    room.refuses('not-found', 'shift.prepare-hand-over', { to: 'ghost' });
    room.refuses('not-allowed', 'shift.prepare-hand-over', { to: 'audit' });
    room.do('shift.prepare-hand-over', { to: 'sun' });
    room.refuses('already-done', 'shift.prepare-hand-over', { to: 'sun' });
  });
  it('is cancelled by either side, and can be prepared again', () => {
    const room = openRoom();
    room.refuses('nothing-to-do', 'shift.cancel-hand-over', {});
    room.do('shift.prepare-hand-over', { to: 'sun' });
    room.refuses('on-duty-only', 'shift.cancel-hand-over', {}, { by: 'audit' });
    room.do('shift.cancel-hand-over', {}, { by: 'sun' });
    expect(room.board.shift).not.toHaveProperty('handOver');
    room.do('shift.prepare-hand-over', { to: 'sun' });
  });
  it('is forced with a reason by an officer who is not signed on', () => {
    const room = openRoom();
    const id = call(room);
    const reason = 'Chen was taken ill';
    room.refuses('not-allowed', 'shift.force-hand-over', { reason });
    room.refuses('not-allowed', 'shift.force-hand-over', { reason }, { by: 'audit' });
    const forced = room.do('shift.force-hand-over', { reason }, { by: 'sun' });
    expect(forced.data).toMatchObject({
      by: 'sun',
      reason,
      duties: [{ incident: id }, { incident: id }, { incident: id }],
    });
    expect(room.board.shift!.onDuty.map((on) => on.account)).toEqual(['sun', 'liu']);
  });
  it('carries the keys of handled commands over, so that a repeat of its acceptance is still known', () => {
    const room = openRoom();
    room.do('shift.prepare-hand-over', { to: 'sun' });
    room.do('shift.accept-hand-over', { accepted: [] }, { by: 'sun', key: 'accept-this-shift' });
    expect(room.board.shift!.handled['accept-this-shift']).toContain('shift.accept-hand-over');
  });
  it('leaves what is still written into the earlier shift to the log', () => {
    const room = openRoom();
    const old = room.board.shift!.id;
    room.do('shift.force-hand-over', { reason: 'x' }, { by: 'sun' });
    const now = room.board.shift;
    room.record(`shift-${old}`, 'shift.logged', { topic: 'late' });
    expect(room.board.shift).toEqual(now);
  });
});
