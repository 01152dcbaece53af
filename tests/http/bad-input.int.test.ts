import { createMemoryStore } from '@duty-room/server/event-store/memory/memory-store';
import { type EventStore, StoreUnavailable } from '@duty-room/server/event-store/port';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey, openOffice, report, type StaffedOffice } from '../support/office.ts';

/** A log whose disk can be taken away. */
function breakable(inner: EventStore): EventStore & { refuse: StoreUnavailable['reason'] | null } {
  const store = {
    ...inner,
    refuse: null as StoreUnavailable['reason'] | null,
    async append(...args: Parameters<EventStore['append']>) {
      if (store.refuse) throw new StoreUnavailable(store.refuse, `the log is ${store.refuse}`);
      return inner.append(...args);
    },
  };
  return store;
}

describe('bad input', () => {
  let office: StaffedOffice;
  const store = breakable(createMemoryStore());
  beforeAll(async () => {
    office = await openOffice({}, { store });
  });
  afterAll(() => office.close());
  const head = () => store.head();
  const path = '/api/commands/incident.report';
  const good = () => ({
    key: newKey(),
    data: { title: '停热', under: [{ plan: 'heating', class: 'accident' }] },
  });

  /** Each leaves nothing on record. */
  const cases: readonly (readonly [string, string, unknown, number, string])[] = [
    ['malformed JSON', path, '{"key": ', 400, 'bad-json'],
    ['an empty body', path, '', 400, 'bad-json'],
    ['JSON that is no object', path, '[]', 400, 'bad-input'],
    ['a poisoned prototype', path, '{"__proto__": {"roles": ["administrator"]}, "key": "k"}', 400, 'bad-json'],
    ['a wrong type', path, { ...good(), data: { title: 7, under: 'heating' } }, 400, 'bad-input'],
    ['a member that nobody asked for', path, { ...good(), actor: 'somebody else' }, 400, 'bad-input'],
    ['a key that is too short', path, { ...good(), key: 'k' }, 400, 'bad-input'],
    ['an instant that is none', path, { ...good(), occurredAt: 'yesterday' }, 400, 'bad-input'],
    ['an instant in the future', path, { ...good(), occurredAt: Date.UTC(2030, 0, 1) }, 422, 'future'],
    ['a body of 70 KB', path, { ...good(), data: { title: 'x'.repeat(70_000), under: [] } }, 413, 'too-large'],
    [
      'an unknown plan',
      path,
      { ...good(), data: { title: '停热', under: [{ plan: 'no', class: 'no' }] } },
      422,
      'unknown-plan',
    ],
    [
      'an unknown class',
      path,
      { ...good(), data: { title: '停热', under: [{ plan: 'heating', class: 'no' }] } },
      422,
      'unknown-term',
    ],
    [
      'an unknown incident',
      '/api/commands/incident.confirm',
      { key: newKey(), data: { incident: 'none' } },
      404,
      'not-found',
    ],
    [
      'a name of the prototype',
      '/api/commands/incident.confirm',
      { key: newKey(), data: { incident: '__proto__' } },
      404,
      'not-found',
    ],
    ['an unknown command', '/api/commands/incident.explode', good(), 404, 'no-such-page'],
    ['an unknown drill', '/api/drills/none/commands/shift.start', { key: newKey(), data: {} }, 404, 'not-found'],
    [
      'an account that is none',
      '/api/session/switch',
      { account: 'constructor', pin: '1234' },
      401,
      'wrong-credentials',
    ],
  ];

  it('is answered with the right status and a clear sentence in the caller’s language, and nothing is recorded', async () => {
    const before = await head();
    for (const [what, where, body, status, code] of cases) {
      const answer = await office.people.officer.post(where, body);
      expect([answer.status, answer.json?.code], what).toEqual([status, code]);
      expect(answer.headers.get('content-type'), what).toMatch(/^application\/problem\+json/);
      expect(answer.json.detail, what).toMatch(/^[A-Z].*[.)]/s);
      const chinese = await office.people.officer.post(where, body, { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.5' });
      expect(chinese.json.code, what).toBe(code);
      expect(chinese.json.detail, what).toMatch(/[\u4e00-\u9fff]/);
      expect(`${answer.text}${chinese.text}`, what).not.toMatch(/ at .*\.ts|node_modules|undefined|\[object/);
    }
    const refused = (await head()) !== before;
    // The wrong PIN is not recorded either: nobody of that name ever signed in at this desk.
    expect(refused).toBe(false);
    expect((await office.people.officer.get('/health/ready')).status).toBe(200);
  });

  it('names what is wrong in a form without repeating what was typed', async () => {
    const answer = await office.people.officer.post(path, {
      ...good(),
      data: { title: '', under: [], personal: { name: 9, secret: 'x' } },
    });
    expect(answer.json.details.problems.join('\n')).toMatch(/data\.title/);
    const personal = await office.people.officer.post(path, {
      ...good(),
      data: { title: '停热', under: [{ plan: 'heating', class: 'accident' }], personal: { name: '张某某'.repeat(60) } },
    });
    expect(personal.status).toBe(400);
    expect(personal.text).not.toContain('张某某');
  });

  it('of another form than JSON is refused', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await office.people.officer.post(path, 'title=x', form);
    expect([answer.status, answer.json.code]).toEqual([415, 'wrong-media-type']);
  });

  it('is told by stale revision and replayed key', async () => {
    const { officer } = office.people;
    const incident = await report(office);
    const revision = office.server.room.board().incidents[incident]!.revision;
    const stale = await officer.command('incident.confirm', { incident }, { expectedRevision: revision - 1 });
    expect([stale.status, stale.json.code]).toEqual([409, 'conflict']);

    const key = newKey();
    const first = await officer.command('incident.confirm', { incident }, { key });
    const count = await head();
    const again = await officer.command('incident.confirm', { incident }, { key });
    expect([again.status, again.json]).toEqual([200, first.json]);
    const other = await officer.command('incident.note', { incident, personal: { text: 'x' } }, { key });
    expect([other.status, other.json.code]).toEqual([409, 'key-reused']);
    expect(await head()).toBe(count);
  });

  it('of two hundred random bodies never ends the server', async () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      '"key"',
      ':',
      ',',
      '1e999',
      'null',
      '"\\ud800"',
      '"data"',
      '-0',
      'true',
      '\u0000',
      '中',
    ];
    let seed = 7;
    const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let count = 0; count < 200; count += 1) {
      const body = Array.from({ length: next(30) }, () => pieces[next(pieces.length)]).join('');
      const answer = await office.people.officer.post(path, body);
      expect(answer.status, body).toBe(400);
    }
    expect((await office.people.officer.get('/health/live')).status).toBe(200);
  });

  it('tells of a full, read-only or lost disk, records nothing, and goes on when the disk is back', async () => {
    const incident = await report(office);
    const expected = [
      ['full', 507, 'storage-full'],
      ['read-only', 503, 'read-only'],
      ['unreachable', 503, 'unavailable'],
    ] as const;
    for (const [reason, status, code] of expected) {
      store.refuse = reason;
      const answer = await office.people.officer.command('incident.confirm', { incident });
      expect([answer.status, answer.json.code]).toEqual([status, code]);
      const signIn = await office.browser().signIn('officer');
      expect([signIn.status, signIn.json.code]).toEqual([status, code]);
      expect((await office.people.officer.get('/api/board')).status).toBe(200);
      store.refuse = null;
    }
    expect((await office.people.officer.command('incident.confirm', { incident })).status).toBe(200);
  });

  it('in a flood is slowed down with a time to wait', async () => {
    const stranger = office.browser();
    let last = await stranger.signIn('nobody', 'wrong word');
    for (let count = 0; count < 40 && last.json.code !== 'too-many'; count += 1)
      last = await stranger.signIn('nobody', 'wrong word');
    expect([last.status, last.json.code]).toEqual([429, 'too-many']);
    expect(last.json.detail).toMatch(/Wait .*\d+ (s|min)/);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
