import { createMemoryStore } from '@duty-room/server/event-store/memory/memory-store';
import { createMemoryVault } from '@duty-room/server/vault/memory-vault';
import { afterEach, describe, expect, it } from 'vitest';
import { type Office, openServer, PASSWORD, setUpRequest, type Loose } from '../support/office.ts';

describe('the first-run set-up', () => {
  const open: Office[] = [];
  const start = async (...args: Parameters<typeof openServer>) => {
    const office = await openServer(...args);
    open.push(office);
    return office;
  };
  afterEach(async () => {
    for (const office of open.splice(0)) await office.close();
  });

  it('names the office, adopts its plans and signs the first administrator in, with a link that works once', async () => {
    const office = await start();
    const browser = office.browser();
    expect((await browser.get('/api/session')).json.state).toBe('set-up-needed');
    expect((await browser.get('/health/ready')).json).toMatchObject({ status: 'ready', setUp: false });
    const packs = (await browser.get('/api/packs')).json.packs;
    expect(packs.find((pack: Loose) => pack.pack === 'heating').seasons).toHaveLength(1);

    const done = await browser.post('/api/set-up', setUpRequest(office.server.setUpToken!));
    expect(done.status).toBe(200);
    expect(done.json).toMatchObject({
      state: 'signed-in',
      office: { name: '区供热值班室', timeZone: 'Asia/Shanghai' },
      account: { login: 'admin', roles: ['administrator'] },
    });
    expect((await browser.get('/api/session')).json.state).toBe('signed-in');
    const board = office.server.room.board();
    expect(Object.keys(board.currentPlans)).toEqual(['heating']);

    const stranger = office.browser();
    expect((await stranger.get('/api/session')).json.state).toBe('anonymous');
    const again = await stranger.post('/api/set-up', setUpRequest(office.server.setUpToken!));
    expect(again.status).toBe(401);
    expect((await stranger.get('/api/packs')).status).toBe(401);
  });

  it('refuses a wrong link, an unknown plan and a bad season, and can then still be done', async () => {
    const office = await start();
    const browser = office.browser();
    const good = setUpRequest(office.server.setUpToken!);
    const wrong = await browser.post('/api/set-up', { ...good, token: 'x'.repeat(43) });
    expect([wrong.status, wrong.json.code]).toEqual([403, 'wrong-link']);
    const unknown = await browser.post('/api/set-up', { ...good, plans: [{ pack: 'nothing' }] });
    expect([unknown.status, unknown.json.code]).toEqual([422, 'unknown-plan']);
    const noSeason = await browser.post('/api/set-up', { ...good, plans: [{ pack: 'heating' }] });
    expect(noSeason.status).toBeGreaterThanOrEqual(400);
    expect((await browser.get('/api/session')).json.state).toBe('set-up-needed');
    expect((await browser.post('/api/set-up', good)).status).toBe(200);
  });

  it('has a new link at each start until it is done', async () => {
    const store = createMemoryStore();
    const vault = createMemoryVault();
    const first = await openServer({}, { store, vault });
    const old = first.server.setUpToken!;
    await first.close();
    const second = await start({}, { store, vault });
    expect(second.server.setUpToken).toBeDefined();
    expect((await second.browser().post('/api/set-up', setUpRequest(old))).json.code).toBe('wrong-link');
    expect((await second.browser().post('/api/set-up', setUpRequest(second.server.setUpToken!))).status).toBe(200);
    await second.close();
    open.splice(0);
    const third = await start({}, { store, vault });
    expect(third.server.setUpToken).toBeUndefined();
    const signedIn = await third.browser().signIn('admin', PASSWORD);
    expect(signedIn.json.account.login).toBe('admin');
  });
});
