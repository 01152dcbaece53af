import { describe, expect, it } from 'vitest';
import { courseOf } from './course.ts';
import { burstWith, contextOf, deed, NOW } from './fixture/incident.ts';

const MINUTE = 60_000;

describe('the course of events', () => {
  it('stands by stated time, the latest first, and marks what was typed in later', () => {
    const incident = burstWith(
      deed(1, { type: 'incident.relayed', data: { to: 'chief', person: 'zhao', reached: true }, ago: 5 * MINUTE }),
      deed(2, {
        type: 'incident.facts-recorded',
        data: { facts: { homes: 900, cause: 'pipe', backAt: 'never' } },
        ago: 8 * MINUTE,
        recordedAgo: 1 * MINUTE,
      }),
    );
    const lines = courseOf(contextOf(incident));
    expect(lines.map((line) => line.event)).toEqual(['e1', 'e2', 'e0']);
    expect(lines.map((line) => line.enteredLate)).toEqual([0, 7 * MINUTE, 0]);
    expect(lines[0]?.text).toBe('deed.told(主管领导|赵)');
    expect(lines[1]?.text).toBe(['影响户数 900 户', '原因 管道', '预计恢复 不能恢复'].join('list.comma'));
  });

  it('strikes out what was withdrawn and offers withdrawal only for what can be withdrawn', () => {
    const incident = burstWith(
      deed(1, { type: 'incident.relayed', data: { to: 'chief', reached: true }, ago: 5 * MINUTE }),
      deed(2, { type: 'incident.relayed', data: { to: 'chief', reached: true }, ago: 4 * MINUTE }),
      deed(3, { type: 'incident.withdrawn', data: { target: 'e1', reason: '误点' } }),
    );
    const byEvent = Object.fromEntries(courseOf(contextOf(incident)).map((line) => [line.event, line]));
    expect(byEvent['e1']).toMatchObject({ withdrawn: true, canWithdraw: false });
    expect(byEvent['e2']).toMatchObject({ withdrawn: false, canWithdraw: true });
    expect(byEvent['e0']?.canWithdraw).toBe(false);
    expect(byEvent['e3']?.text).toContain('误点');
  });

  it('of a closed incident offers nothing to withdraw', () => {
    const open = burstWith(deed(1, { type: 'incident.relayed', data: { to: 'chief', reached: true } }));
    const closed = { ...open, status: 'closed' as const, endedAt: NOW };
    expect(courseOf(contextOf(closed)).some((line) => line.canWithdraw)).toBe(false);
  });
});
