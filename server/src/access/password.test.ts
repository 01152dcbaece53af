import { describe, expect, it } from 'vitest';
import { hashSecret, verifySecret } from './password.ts';

describe('a stored password', () => {
  it('lets in who knows it and nobody else, and never looks the same twice', async () => {
    const [one, two] = await Promise.all([hashSecret('correct horse'), hashSecret('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await verifySecret('correct horse', one)).toBe(true);
    expect(await verifySecret('correct hors', one)).toBe(false);
    expect(await verifySecret('', one)).toBe(false);
  });

  it('is refused where there is no hash, after the same work', async () => {
    expect(await verifySecret('whatever', undefined)).toBe(false);
  });

  it('fails loudly in a form that this server does not know', async () => {
    await expect(verifySecret('x', '$2b$10$abc')).rejects.toThrow('form');
  });
});
