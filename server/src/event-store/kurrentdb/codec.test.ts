import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { START } from '../port.ts';
import { placeOf, positionOf, uuidOf } from './codec.ts';

describe('a place in the log of KurrentDB', () => {
  const offset = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });

  it('survives being a position', () => {
    fc.assert(
      fc.property(offset, offset, (commit, prepare) => {
        expect(placeOf(positionOf({ commit, prepare }))).toEqual({ commit, prepare });
      }),
    );
  });

  it('compares as a string as the server orders it, and lies past the start', () => {
    fc.assert(
      fc.property(offset, offset, (a, b) => {
        expect(positionOf({ commit: a, prepare: a }) < positionOf({ commit: b, prepare: b })).toBe(a < b);
        expect(positionOf({ commit: a, prepare: a }) > START).toBe(true);
      }),
    );
  });

  it('is refused where the server does not know it', () => {
    expect(() => positionOf({ commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n })).toThrow('does not tell positions');
    expect(() => positionOf(undefined)).toThrow('does not tell positions');
  });
});

describe('an event id on KurrentDB', () => {
  it('stays as it is where it is a UUID, and becomes always the same one where it is none', () => {
    expect(uuidOf('3f2b1c9e-0d4a-4c5b-9e8f-7a6b5c4d3e2f')).toBe('3f2b1c9e-0d4a-4c5b-9e8f-7a6b5c4d3e2f');
    expect(uuidOf('incident-1:reported')).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(uuidOf('incident-1:reported')).toBe(uuidOf('incident-1:reported'));
    expect(uuidOf('incident-1:reported')).not.toBe(uuidOf('incident-2:reported'));
  });
});
