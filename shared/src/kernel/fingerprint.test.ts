import { describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';

const command = {
  name: 'incident.note',
  data: { incident: 'i1', personal: { text: 'she rang again' } },
  meta: { key: 'a', occurredAt: 5 },
};

describe('the fingerprint of a command', () => {
  it('is the same for a repeat, whatever the order of its members, its key and the revision looked at', () => {
    const repeat = {
      name: 'incident.note',
      meta: { occurredAt: 5, key: 'b', expectedRevision: 3 },
      data: { personal: { text: 'she rang again' }, incident: 'i1' },
    };
    expect(fingerprint(repeat)).toBe(fingerprint(command));
  });
  it('differs where another thing is said, of another instant, for another person or by another medium', () => {
    const others = [
      { ...command, name: 'incident.confirm' },
      { ...command, data: { incident: 'i2' } },
      { ...command, meta: { key: 'a', occurredAt: 6 } },
      { ...command, meta: { ...command.meta, onBehalfOf: 'liu' } },
      { ...command, meta: { ...command.meta, medium: 'fax' as const } },
    ];
    expect(new Set([command, ...others].map(fingerprint)).size).toBe(6);
  });
  it('holds nothing personal, so that what is forgotten cannot be guessed from it', () => {
    expect(fingerprint(command)).not.toContain('rang');
  });
});
