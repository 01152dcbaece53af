import { describe, expect, it } from 'vitest';
import { calleesOf, nextCallee } from './callees.ts';
import { burstWith, contextOf, deed } from './fixture/incident.ts';

const missed = (index: number, person: string) =>
  deed(index, { type: 'incident.relayed', data: { to: 'chief', person, reached: false }, ago: 60_000 });

describe('whom to call next', () => {
  it('is the holder of the role, and never someone who was removed', () => {
    const incident = burstWith();
    const callees = calleesOf('chief', contextOf(incident).state.directory, incident);
    expect(callees.map((one) => one.name)).toEqual(['赵', '钱']);
    expect(nextCallee(callees)?.person).toBe('zhao');
  });

  it('is the deputy once the holder was tried in vain, and the holder again after both were', () => {
    const once = burstWith(missed(1, 'zhao'));
    expect(nextCallee(calleesOf('chief', contextOf(once).state.directory, once))?.person).toBe('qian');
    const twice = burstWith(missed(1, 'zhao'), missed(2, 'qian'));
    expect(nextCallee(calleesOf('chief', contextOf(twice).state.directory, twice))?.person).toBe('zhao');
  });

  it('forgets an attempt that was withdrawn', () => {
    const incident = burstWith(
      missed(1, 'zhao'),
      deed(2, { type: 'incident.withdrawn', data: { target: 'e1', reason: '误点' } }),
    );
    const [holder] = calleesOf('chief', contextOf(incident).state.directory, incident);
    expect(holder?.attempts).toBe(0);
  });

  it('is nobody where the role is not filled', () => {
    const incident = burstWith();
    expect(nextCallee(calleesOf('works', contextOf(incident).state.directory, incident))).toBeUndefined();
  });
});
