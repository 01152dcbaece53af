import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as http from './http.ts';

describe('the messages of the HTTP interface', () => {
  it('can each be written down as JSON schema for the interface document', () => {
    const schemas = Object.entries(http).filter(([, value]) => value instanceof z.ZodType);
    expect(schemas.length).toBeGreaterThan(30);
    for (const [name, schema] of schemas) {
      const document = z.toJSONSchema(schema as z.ZodType, { unrepresentable: 'any', io: 'input' });
      expect(document, name).toHaveProperty('$schema');
    }
  });

  it('read a login without regard to case and refuse one that could pass for another', () => {
    expect(http.login.parse('  Zhang.Wei ')).toBe('zhang.wei');
    expect(http.login.parse('王芳')).toBe('王芳');
    for (const bad of ['a', '-ab', 'a b', 'a\u200bb', 'x'.repeat(41)])
      expect(http.login.safeParse(bad).success, bad).toBe(false);
  });

  it('read the code of a wall as a person types it', () => {
    expect(http.enrolDevice.parse({ code: 'k7m-2p 9', name: '大厅' }).code).toBe('K7M2P9');
    expect(http.enrolDevice.safeParse({ code: 'K7M2P', name: '大厅' }).success).toBe(false);
  });

  it('refuse members that nobody asked for', () => {
    expect(http.signIn.safeParse({ login: 'a', password: 'b', admin: true }).success).toBe(false);
    expect(
      http.createAccount.safeParse({ login: 'wang', name: '王', roles: ['wall'], password: 'x'.repeat(12) }).success,
    ).toBe(false);
  });
});
