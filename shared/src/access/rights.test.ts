import { describe, expect, it } from 'vitest';
import type { ShiftState } from '../shift/state.ts';
import { commandRights, isConceivable, isGranted, messageRights, routeRights } from './rights.ts';

const shift: ShiftState = {
  id: '1',
  revision: 0,
  startedAt: 0,
  onDuty: [
    { account: 'li', post: 'leader', since: 0 },
    { account: 'wang', post: 'officer', since: 0 },
  ],
  log: [],
  handled: {},
};

describe('the table of rights', () => {
  it('refuses what it does not name', () => {
    expect(isGranted(routeRights['GET /api/everything'], ['administrator'], {})).toBe(false);
    expect(isGranted([], ['officer', 'leader', 'administrator'], { setUpPending: true })).toBe(false);
  });

  it('lets a wall send no command and open no route that changes the room', () => {
    for (const [name, grants] of Object.entries(commandRights))
      expect(isConceivable(grants, ['wall']), name).toBe(false);
    const walls = Object.keys(routeRights).filter(
      (route) => !route.startsWith('GET ') && isGranted(routeRights[route], ['wall'], { setUpPending: false }),
    );
    expect(walls.toSorted()).toEqual([
      'DELETE /api/session',
      'POST /api/devices/claim',
      'POST /api/devices/request',
      'POST /api/session',
    ]);
    expect(isGranted(messageRights['hello'], ['wall'], {})).toBe(true);
  });

  it('lets only the leader on duty waive a duty, or an officer for that leader', () => {
    const waive = commandRights['incident.waive-duty'];
    expect(isGranted(waive, ['leader'], { account: 'li', shift })).toBe(true);
    expect(isGranted(waive, ['leader'], { account: 'zhao', shift })).toBe(false);
    expect(isGranted(waive, ['leader'], { account: 'li', shift: null })).toBe(false);
    expect(isGranted(waive, ['officer'], { account: 'wang', shift })).toBe(false);
    expect(isGranted(waive, ['officer'], { account: 'wang', onBehalfOf: 'li', shift })).toBe(true);
    expect(isGranted(waive, ['officer'], { account: 'wang', onBehalfOf: 'wang', shift })).toBe(false);
    expect(isConceivable(waive, ['auditor'])).toBe(false);
  });

  it('opens set-up to nobody once it is done', () => {
    expect(isGranted(routeRights['POST /api/set-up'], ['nobody'], { setUpPending: true })).toBe(true);
    expect(isGranted(routeRights['POST /api/set-up'], ['administrator'], { setUpPending: false })).toBe(false);
    expect(isGranted(commandRights['office.set-up'], ['administrator'], { setUpPending: true })).toBe(false);
  });
});
