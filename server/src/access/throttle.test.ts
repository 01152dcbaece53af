import { MINUTE } from '@duty-room/shared/kernel/instant';
import { describe, expect, it } from 'vitest';
import { createThrottle, STRANGER } from './throttle.ts';

describe('the lock after failed attempts', () => {
  it('begins with the fifth, doubles with each further one and ends at fifteen minutes', () => {
    const throttle = createThrottle();
    for (let attempt = 1; attempt < 5; attempt += 1) expect(throttle.attempt('li', 0)).toBeNull();
    const spans = [1, 2, 4, 8, 15, 15];
    for (const minutes of spans) expect(throttle.attempt('li', 0)).toBe(minutes * MINUTE);
    expect(throttle.locked('li', 15 * MINUTE)).toBeNull();
    expect(throttle.locked('li', 15 * MINUTE - 1)).toEqual({ until: 15 * MINUTE, first: true });
    expect(throttle.locked('li', 15 * MINUTE - 1)).toEqual({ until: 15 * MINUTE, first: false });
    expect(throttle.locked('wang', 0)).toBeNull();
  });

  it('is forgotten after an hour without attempts, by a right password and by an administrator', () => {
    const throttle = createThrottle();
    for (let attempt = 0; attempt < 4; attempt += 1) throttle.attempt('li|desk', 0);
    expect(throttle.attempt('li|desk', 60 * MINUTE)).toBeNull();
    for (let attempt = 0; attempt < 5; attempt += 1) throttle.attempt('li|desk', 60 * MINUTE);
    throttle.clearAll('li|');
    expect(throttle.locked('li|desk', 60 * MINUTE)).toBeNull();
  });

  it('keeps a bounded number of invented names, and lifts no lock on an account for them', () => {
    const throttle = createThrottle();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      throttle.attempt('li|elsewhere', 0);
      throttle.attempt(`${STRANGER}first`, 0);
    }
    for (let name = 0; name < 10_000; name += 1) throttle.attempt(`${STRANGER}guess-${name}`, 0);
    expect(throttle.locked(`${STRANGER}first`, 0)).toBeNull();
    expect(throttle.locked('li|elsewhere', 0)).not.toBeNull();
  });
});
