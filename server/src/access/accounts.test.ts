import { describe, expect, it } from 'vitest';
import { createMemoryVault } from '../vault/memory-vault.ts';
import { createAccounts } from './accounts.ts';
import type { Journal } from './journal.ts';
import { verifySecret } from './password.ts';
import type { Sessions } from './sessions.ts';

describe('the secrets of an account', () => {
  it('are not put back by a PIN that was being set while the password changed', async () => {
    const { secrets } = createMemoryVault();
    const reading = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    let first = true;
    const journal: Pick<Journal, 'add'> = { add: async () => undefined };
    const sessions: Pick<Sessions, 'endAll'> = { endAll: async () => undefined };
    const accounts = createAccounts(
      {
        ...secrets,
        async get(kind, id) {
          const value = await secrets.get(kind, id);
          if (!first) return value;
          first = false;
          reading.resolve();
          await go.promise;
          return value;
        },
      },
      journal as Journal,
      sessions as Sessions,
    );
    await secrets.set('account', 'li', { password: 'the old hash' });
    const pin = accounts.setPin('li', '2580');
    await reading.promise;
    const password = accounts.setPasswordHash('li', 'the new hash', 'administrator', 'admin');
    // What can be done while the reading waits is done.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    go.resolve();
    await Promise.all([pin, password]);
    const kept = await accounts.secretsOf('li');
    expect(kept.password).toBe('the new hash');
    expect(await verifySecret('2580', kept.pin)).toBe(false);
  });
});
