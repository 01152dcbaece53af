import { HOUR, MINUTE, SECOND } from '@duty-room/shared/kernel/instant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type Browser, openOffice, PASSWORD, type StaffedOffice, type Loose } from '../support/office.ts';

describe('signing in', () => {
  let office: StaffedOffice;
  beforeEach(async () => {
    office = await openOffice();
  });
  afterEach(() => office.close());

  const recorded = async (account: string): Promise<readonly string[]> => {
    const types: string[] = [];
    for await (const event of office.store.readStream(`account-${account}`)) types.push(event.type);
    return types;
  };
  const told = ({ status, json }: Answer) => ({ status, code: json.code, title: json.title });

  it('locks after five wrong passwords, for longer each time, and answers a name that does not exist alike', async () => {
    const attempt = async (login: string, browser: Browser) => told(await browser.signIn(login, 'wrong word'));
    const one = office.browser();
    const known: unknown[] = [];
    const unknown: unknown[] = [];
    const before = await office.store.head();
    for (let count = 0; count < 7; count += 1) unknown.push(await attempt('nobody-of-that-name', one));
    expect(await office.store.head()).toBe(before);
    for (let count = 0; count < 7; count += 1) known.push(await attempt('officer', one));
    expect(known).toEqual(unknown);
    expect(known.slice(0, 5)).toEqual(
      Array(5).fill({ status: 401, code: 'wrong-credentials', title: 'Sign-in failed' }),
    );
    expect(known[5]).toMatchObject({ status: 429, code: 'locked' });
    // Five refusals, the lock, and that somebody went on: no event for each further guess.
    await expect
      .poll(async () => (await recorded(office.accounts.officer)).slice(-7))
      .toEqual([...Array(5).fill('account.sign-in-refused'), 'account.locked', 'account.sign-in-refused']);

    // The right password does not help before the lock ends, and does after it.
    expect((await one.signIn('officer')).json.code).toBe('locked');
    office.clock.advanceNow(MINUTE + SECOND);
    expect((await one.signIn('officer')).status).toBe(200);
  });

  it('is open to a person at their own desk while strangers have locked their name elsewhere', async () => {
    const stranger = office.browser();
    for (let count = 0; count < 6; count += 1) await stranger.signIn('leader', 'wrong word');
    expect((await stranger.signIn('leader')).json.code).toBe('locked');
    expect((await office.people.leader.signIn('leader')).status).toBe(200);
  });

  it('is open again when the administrator has set a new password, and every earlier session is over', async () => {
    const stranger = office.browser();
    for (let count = 0; count < 6; count += 1) await stranger.signIn('leader', 'wrong word');
    const { administrator, leader } = office.people;
    const reset = await administrator.post(`/api/accounts/${office.accounts.leader}/password`, {
      password: 'another long word',
    });
    expect(reset.status).toBe(200);
    expect(reset.json.lockedUntil).toBeUndefined();
    expect((await leader.get('/api/board')).status).toBe(401);
    expect((await stranger.signIn('leader', 'another long word')).status).toBe(200);
  });

  it('lasts through a duty of 24 hours with the screen in use, ends after 26, and after two hours of absence', async () => {
    const { officer, leader } = office.people;
    for (let hour = 1; hour <= 25; hour += 1) {
      office.clock.advanceNow(HOUR);
      expect((await officer.get('/api/session')).json.state, `hour ${hour}`).toBe('signed-in');
    }
    expect((await leader.get('/api/session')).json.state).toBe('anonymous');
    office.clock.advanceNow(HOUR + MINUTE);
    expect((await officer.get('/api/session')).json.state).toBe('anonymous');
  });

  it('at a shared desk changes the person by PIN, only for people who signed in there, and the old session ends', async () => {
    const desk = office.browser();
    await desk.signIn('officer');
    expect((await desk.post('/api/session/pin', { password: 'wrong word', pin: '2580' })).json.code).toBe(
      'wrong-credentials',
    );
    expect((await desk.post('/api/session/pin', { password: PASSWORD, pin: '2580' })).status).toBe(200);
    const officerCookie = new Map(desk.cookies);
    await desk.signIn('leader');
    const view = (await desk.get('/api/session')).json;
    expect(view.account.login).toBe('leader');
    expect(view.deskUsers).toEqual([{ id: office.accounts.officer, name: '某officer' }]);

    const changed = await desk.post('/api/session/switch', { account: office.accounts.officer, pin: '2580' });
    expect(changed.json.account.login).toBe('officer');
    // The officer's first session ended when the leader signed in; the leader's when the officer came back.
    const old = office.browser();
    for (const [name, value] of officerCookie) old.cookies.set(name, value);
    expect((await old.get('/api/session')).json.state).toBe('anonymous');
    expect((await recorded(office.accounts.leader)).at(-1)).toBe('account.signed-out');

    // Elsewhere the same PIN is worth nothing, and nobody is listed.
    const elsewhere = office.browser();
    expect((await elsewhere.get('/api/session')).json.deskUsers).toEqual([]);
    const refused = await elsewhere.post('/api/session/switch', { account: office.accounts.officer, pin: '2580' });
    expect([refused.status, refused.json.code]).toEqual([401, 'wrong-credentials']);
  });

  it('by PIN ends after five wrong ones at this desk until the password was given, many at once included', async () => {
    const desk = office.browser();
    await desk.signIn('officer');
    await desk.post('/api/session/pin', { password: PASSWORD, pin: '2580' });
    await desk.ask('DELETE', '/api/session');
    const wrong = (pin: string) => desk.post('/api/session/switch', { account: office.accounts.officer, pin });
    const answers = await Promise.all(['0000', '1111', '2222', '3333', '4444', '5555'].map(wrong));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    const right = await wrong('2580');
    expect(right.json.code).toBe('wrong-credentials');
    expect(right.json.detail).toContain('only the password');
    expect((await desk.get('/api/session')).json.deskUsers).toEqual([]);
    await desk.signIn('officer');
    await desk.ask('DELETE', '/api/session');
    expect((await desk.get('/api/session')).json.deskUsers).toHaveLength(1);
    expect((await wrong('2580')).status).toBe(200);
  });

  it('tells nothing to a forged or altered cookie', async () => {
    const forged = office.browser();
    for (const value of [
      '',
      'x',
      'x'.repeat(43),
      '../../account',
      '%00',
      office.people.officer.cookies.get('duty_room_session')!.slice(0, -1),
    ]) {
      forged.cookies.set('duty_room_session', value);
      forged.cookies.set('duty_room_wall', value);
      forged.cookies.set('duty_room_desk', value);
      expect((await forged.get('/api/session')).json, value).toMatchObject({ state: 'anonymous', deskUsers: [] });
    }
  });

  it('keeps no password, PIN or token in the log', async () => {
    const { officer } = office.people;
    await officer.post('/api/session/pin', { password: PASSWORD, pin: '86420975' });
    let text = '';
    for await (const event of office.store.readAll()) text += JSON.stringify(event);
    for (const secret of [PASSWORD, '86420975', ...officer.cookies.values(), ...office.wall.cookies.values()])
      expect(text).not.toContain(secret);
    expect(text).not.toContain('argon2');
  });

  it('follows a change of roles at once, and an office keeps its last administrator', async () => {
    const { administrator, officer } = office.people;
    const change = await administrator.post(`/api/accounts/${office.accounts.officer}/change`, {
      name: '新名',
      roles: ['auditor'],
    });
    expect(change.json).toMatchObject({ name: '新名', roles: ['auditor'] });
    expect((await officer.command('shift.start', {})).status).toBe(403);
    expect((await officer.get('/api/session')).json.audience).toBe('audit');
    const own = office.accounts.administrator;
    const disable = await administrator.post(`/api/accounts/${own}/disable`, { reason: '离职' });
    expect([disable.status, disable.json.code]).toEqual([422, 'last-administrator']);
    const demote = await administrator.post(`/api/accounts/${own}/change`, { name: '管理员', roles: ['officer'] });
    expect(demote.json.code).toBe('last-administrator');
    const twice = await administrator.post('/api/accounts', {
      login: 'OFFICER',
      name: '重名',
      roles: ['officer'],
      password: PASSWORD,
    });
    expect([twice.status, twice.json.code]).toEqual([422, 'already-exists']);
  });
});

describe('enrolling a wall', () => {
  let office: StaffedOffice;
  beforeEach(async () => {
    office = await openOffice();
  });
  afterEach(() => office.close());

  it('takes the short code that the wall shows, within ten minutes, once', async () => {
    const wall = office.browser();
    const { code, secret } = (await wall.post('/api/devices/request')).json;
    expect(code).toMatch(/^[A-Z0-9]{6}$/);
    const waiting = await wall.post('/api/devices/claim', { secret });
    expect([waiting.status, waiting.json]).toEqual([202, { state: 'waiting' }]);
    const { administrator } = office.people;
    const typed = `${code.slice(0, 3).toLowerCase()}-${code.slice(3)}`;
    expect((await administrator.post('/api/devices/enrol', { code: typed, name: '值班室东墙' })).status).toBe(200);
    expect((await administrator.post('/api/devices/enrol', { code, name: '再来一次' })).json.code).toBe('not-found');
    expect((await wall.post('/api/devices/claim', { secret })).json).toMatchObject({
      state: 'enrolled',
      device: { name: '值班室东墙' },
    });
    expect((await wall.get('/api/session')).json).toMatchObject({
      state: 'wall',
      audience: 'wall',
      device: { name: '值班室东墙' },
    });
    expect((await wall.post('/api/devices/claim', { secret })).json.code).toBe('not-found');
    const devices = (await administrator.get('/api/devices')).json.devices;
    expect(devices.map((device: Loose) => device.name).toSorted()).toEqual(['值班室东墙', '大厅'].toSorted());

    const late = (await wall.post('/api/devices/request')).json;
    office.clock.advanceNow(10 * MINUTE);
    expect((await administrator.post('/api/devices/enrol', { code: late.code, name: '太晚' })).json.code).toBe(
      'not-found',
    );
  });
});
