import { createMemoryVault } from '@duty-room/server/vault/memory-vault';
import type { Vault } from '@duty-room/server/vault/port';
import { afterEach, describe, expect, it } from 'vitest';
import { openOffice, PASSWORD, type StaffedOffice } from '../support/office.ts';

/** A vault in which one reading of an account's secrets, from now on, waits until it is let go. */
function slowVault() {
  const vault = createMemoryVault();
  let hold: { readonly reached: () => void; readonly go: Promise<void> } | undefined;
  const slow: Vault = {
    ...vault,
    secrets: {
      ...vault.secrets,
      async get(kind, id) {
        const value = await vault.secrets.get(kind, id);
        if (kind !== 'account' || hold === undefined) return value;
        const { reached, go } = hold;
        hold = undefined;
        reached();
        await go;
        return value;
      },
    },
  };
  return {
    vault: slow,
    holdNext() {
      const reached = Promise.withResolvers<void>();
      const go = Promise.withResolvers<void>();
      hold = { reached: reached.resolve, go: go.promise };
      return { reached: reached.promise, letGo: go.resolve };
    },
  };
}

describe('a password that the administrator sets', () => {
  let office: StaffedOffice;
  afterEach(() => office.close());

  it('leaves no session to whoever was being let in with the old one', async () => {
    const { vault, holdNext } = slowVault();
    office = await openOffice({}, { vault });
    const { administrator } = office.people;
    const stranger = office.browser();
    const held = holdNext();
    const answer = stranger.signIn('officer');
    await held.reached;
    const path = `/api/accounts/${office.accounts.officer}/password`;
    expect((await administrator.post(path, { password: 'another long word' })).status).toBe(200);
    held.letGo();
    expect((await answer).json.code).toBe('wrong-credentials');
    expect((await stranger.get('/api/session')).json.state).toBe('anonymous');
  });

  it('takes the PIN away, and everybody can see that', async () => {
    office = await openOffice();
    const { administrator, officer } = office.people;
    expect((await officer.post('/api/session/pin', { password: PASSWORD, pin: '2580' })).status).toBe(200);
    expect((await officer.get('/api/session')).json.account.hasPin).toBe(true);
    const path = `/api/accounts/${office.accounts.officer}/password`;
    expect((await administrator.post(path, { password: 'another long word' })).json.hasPin).toBe(false);
    expect((await officer.get('/api/session')).json.deskUsers).toEqual([]);
  });
});

describe('a PIN', () => {
  let office: StaffedOffice;
  afterEach(() => office.close());

  it('is not one that everybody tries first', async () => {
    office = await openOffice();
    const { officer } = office.people;
    const set = (pin: string) => officer.post('/api/session/pin', { password: PASSWORD, pin });
    for (const pin of ['0000', '88888888', '1234', '12345678', '9876', '4321', '7890', '1212']) {
      const { status, json } = await set(pin);
      expect([status, json.code, json.detail.includes('guess')], pin).toEqual([400, 'bad-input', true]);
    }
    expect((await set('2580')).status).toBe(200);
    expect((await set('4711')).status).toBe(200);
  });
});

describe('enrolling a wall', () => {
  let office: StaffedOffice;
  afterEach(() => office.close());

  it('is still possible while somebody asks for codes without end', async () => {
    office = await openOffice({ trustProxy: 1 });
    const from = (count: number) => ({ 'x-forwarded-for': `10.0.0.${count}` });
    for (let count = 0; count < 60; count += 1)
      await office.browser().post('/api/devices/request', {}, from(count % 10));
    const wall = office.browser();
    const asked = await wall.post('/api/devices/request', {}, from(200));
    expect(asked.status).toBe(200);
    for (let count = 0; count < 30; count += 1)
      await office.browser().post('/api/devices/request', {}, from(100 + (count % 10)));
    const { code, secret } = asked.json;
    const { administrator } = office.people;
    expect((await administrator.post('/api/devices/enrol', { code, name: '东墙' })).status).toBe(200);
    // One that is enrolled is not pushed out before it has fetched its identity.
    for (let count = 0; count < 60; count += 1)
      await office.browser().post('/api/devices/request', {}, from(20 + (count % 10)));
    expect((await wall.post('/api/devices/claim', { secret })).json.state).toBe('enrolled');
  });
});
