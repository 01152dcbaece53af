import { describe, expect, it } from 'vitest';
import { minute, openRoom, Room } from '../board/test-support/room.ts';

const winter = { from: '2026-11-15', to: '2027-03-15' };

describe('the office', () => {
  it('is set up once, in a time zone that exists; nothing else goes before', () => {
    const room = new Room();
    room.refuses('set-up-needed', 'office.rename', { name: 'West' });
    room.refuses('set-up-needed', 'plan.adopt', { pack: 'wires' });
    room.refuses('bad-input', 'office.set-up', { name: 'East', timeZone: 'Asia/Atlantis' });
    expect(room.do('office.set-up', { name: 'East', timeZone: 'Asia/Shanghai' })).toMatchObject({ stream: 'room' });
    room.refuses('already-done', 'office.set-up', { name: 'East', timeZone: 'Asia/Shanghai' });
    expect(room.board.office).toMatchObject({ setUp: true, name: 'East', timeZone: 'Asia/Shanghai' });
  });
  it('is renamed and measures its wall, where that changes something', () => {
    const room = openRoom();
    room.refuses('nothing-to-do', 'office.rename', { name: 'East' });
    room.do('office.rename', { name: 'West' });
    const wall = { distanceMetres: 5, panelInches: 75, nightFrom: '19:00', nightTo: '06:30' };
    room.do('office.set-wall', wall);
    room.refuses('nothing-to-do', 'office.set-wall', wall);
    expect(room.board.office).toMatchObject({ name: 'West', wall });
    room.refuses('conflict', 'office.rename', { name: 'East' }, { expectedRevision: 0 });
  });
  it('has its clock confirmed by a person while it is not trusted, both readings on record', () => {
    const room = openRoom();
    const started = { run: 'r1', cleanStop: true, timeTrusted: true, version: '0.1.0' };
    room.record('room', 'room.started', started);
    expect(room.board.office).toMatchObject({ run: 'r1', startedAt: minute(0), clock: { trusted: true } });
    room.refuses('nothing-to-do', 'room.confirm-clock', {});
    room.record('room', 'room.clock-stepped', { wall: 10, trusted: 20, stepMs: -10 });
    expect(room.board.office.clock).toEqual({
      trusted: false,
      step: { wall: 10, trusted: 20, stepMs: -10, at: minute(0) },
    });
    expect(room.do('room.confirm-clock', {}).data).toEqual({ wall: minute(0) + 5, trusted: minute(0), by: 'person' });
    expect(room.board.office.clock).toEqual({ trusted: true });
    room.record('room', 'room.stopped', { run: 'r1' });
    expect(room.board.office).not.toHaveProperty('run');
  });
});

describe('adopting a plan', () => {
  it('carries the whole edition with the choices of the office and puts it into force', () => {
    const room = openRoom();
    const before = room.board.currentPlans['town'];
    const adopted = room.do('plan.adopt', {
      pack: 'town-2',
      choices: { start: 'discovered' },
      seasons: { winter },
      softLimits: { track: 'PT30M' },
    });
    expect(adopted).toMatchObject({
      stream: 'plan-town',
      revision: 1,
      data: { hash: 'hash-town-2', timeZone: 'Asia/Shanghai', softLimits: { track: 30 * 60_000 } },
    });
    expect(room.board.currentPlans['town']).toBe(adopted.id);
    expect(room.board.plans[adopted.id]).toMatchObject({ plan: { edition: '2' }, choices: { start: 'discovered' } });
    expect(room.board.plans[before!]).toMatchObject({ plan: { edition: '1' } });
    expect(room.board.planStreams['town']).toMatchObject({ revision: 1 });
  });
  it('is refused for a pack that is not there, and for what the plan does not have, all named', () => {
    const room = openRoom();
    expect(room.refuses('unknown-plan', 'plan.adopt', { pack: 'flood' })).toEqual({ plan: 'flood' });
    expect(
      room.refuses('unknown-term', 'plan.adopt', {
        pack: 'town-2',
        choices: { start: 'never', end: 'x' },
        seasons: { winter, summer: winter },
        softLimits: { relay: 'PT1M', nap: 'PT1M' },
      }),
    ).toEqual({ term: ['start: never', 'end', 'summer', 'relay', 'nap'] });
  });
  it('needs real dates for the season in which the plan is armed, in their order', () => {
    const room = openRoom();
    const adopt = (seasons: Record<string, { from: string; to: string }>) =>
      room.refuses('bad-input', 'plan.adopt', { pack: 'town-2', seasons })?.['problems'];
    expect(adopt({})).toEqual([
      { zh: '请填写“winter的”的起止日期', en: 'Give the first and the last day of “winter”' },
    ]);
    expect(adopt({ winter: { from: '2026-11-31', to: '2027-03-15' } })).toHaveLength(1);
    expect(adopt({ winter: { from: '2027-11-15', to: '2027-03-15' } })).toHaveLength(1);
  });
  it('is refused where nothing would change', () => {
    const room = openRoom();
    room.refuses('nothing-to-do', 'plan.adopt', { pack: 'wires' });
    room.do('plan.adopt', { pack: 'town', seasons: { winter: { ...winter, to: '2027-04-01' } } });
  });
});
