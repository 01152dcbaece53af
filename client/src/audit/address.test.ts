import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from './address.ts';

const AT = Date.UTC(2026, 11, 13, 18, 14);

describe("the address of an auditor's picture", () => {
  it('leads back to the same instant, view and clock', () => {
    const duty = { incident: 'i-1', key: 'i-1|heating/relay-15min|incident|received:e 1#0' };
    const search = writeAddress('?lang=en', { at: AT, view: 'happened', incident: null, duty });
    expect(readAddress(search)).toEqual({ at: AT, view: 'happened', incident: 'i-1', duty: duty.key });
    expect(new URLSearchParams(search).get('lang')).toBe('en');
  });
  it('leaves out what was not chosen, and takes back what was', () => {
    const search = writeAddress('?incident=i-1&duty=x&view=happened', {
      at: AT,
      view: 'known',
      incident: null,
      duty: null,
    });
    expect(readAddress(search)).toEqual({ at: AT });
  });
  it('asks for nothing where it cannot be read', () => {
    expect(readAddress('?at=soon&view=sideways&incident=')).toEqual({});
  });
});
