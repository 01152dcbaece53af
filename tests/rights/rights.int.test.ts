import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Browser,
  once,
  openOffice,
  openServer,
  report,
  type StaffedOffice,
  type Loose,
} from '../support/office.ts';

/**
 * Who may do what, written by hand and apart from the product's own table. One letter for each caller:
 * o officer, l leader, c command, a auditor, d administrator, w wall, n nobody signed in.
 */
const EXPECTED: Readonly<Record<string, string>> = {
  'GET /api/session': 'olcadwn',
  'POST /api/session': 'olcadwn',
  'DELETE /api/session': 'olcadwn',
  'POST /api/session/switch': 'olcad.n',
  'POST /api/session/pin': 'olcad..',
  'POST /api/session/password': 'olcad..',
  'POST /api/set-up': '.......',
  'GET /api/packs': 'olcad..',
  'GET /api/time': 'olcadwn',
  'GET /api/board': 'olcadw.',
  'GET /api/events': 'olca...',
  'GET /api/incidents': 'olca...',
  'GET /api/incidents/:id': 'olca...',
  'GET /api/personal': 'ol.....',
  'POST /api/directory/:person/numbers': 'ol.....',
  'GET /api/accounts': '....d..',
  'POST /api/accounts': '....d..',
  'POST /api/accounts/:id/change': '....d..',
  'POST /api/accounts/:id/disable': '....d..',
  'POST /api/accounts/:id/enable': '....d..',
  'POST /api/accounts/:id/password': '....d..',
  'GET /api/sessions': '....d..',
  'POST /api/sessions/:id/revoke': '....d..',
  'POST /api/devices/request': 'olcadwn',
  'POST /api/devices/claim': 'olcadwn',
  'POST /api/devices/enrol': '....d..',
  'GET /api/devices': '....d..',
  'POST /api/devices/:id/revoke': '....d..',
  'GET /api/scenarios': 'ol.....',
  'GET /api/drills': 'olcadw.',
  'POST /api/drills': 'ol.....',
  'POST /api/drills/:drill/speed': 'ol.....',
  'DELETE /api/drills/:drill': 'ol.....',
  'GET /health/live': 'olcadwn',
  'GET /health/ready': 'olcadwn',
  // From the server's own machine, as this test is.
  'GET /metrics': 'olcadwn',
  'GET /api/openapi.json': 'olcadwn',
  'GET /api/docs': 'olcadwn',
  'GET /*': 'olcadwn',
  'POST /api/commands/incident.report': 'ol.....',
  'POST /api/commands/incident.attach-call': 'ol.....',
  'POST /api/commands/incident.merge': 'ol.....',
  'POST /api/commands/incident.mark-mistaken': 'ol.....',
  'POST /api/commands/incident.transfer': 'ol.....',
  'POST /api/commands/incident.receive-transfer': 'ol.....',
  'POST /api/commands/incident.place-under': 'ol.....',
  'POST /api/commands/incident.record-facts': 'ol.....',
  'POST /api/commands/incident.correct-fact': 'ol.....',
  'POST /api/commands/incident.confirm': 'ol.....',
  'POST /api/commands/incident.grade': 'olc....',
  'POST /api/commands/incident.keep-grade': 'olc....',
  'POST /api/commands/incident.relay': 'ol.....',
  'POST /api/commands/incident.decide': 'olc....',
  'POST /api/commands/incident.send-report': 'ol.....',
  'POST /api/commands/incident.receive-report': 'olc....',
  'POST /api/commands/incident.start-mechanism': 'olc....',
  'POST /api/commands/incident.end-mechanism': 'olc....',
  'POST /api/commands/incident.order-crew': 'ol.....',
  'POST /api/commands/incident.report-crew': 'ol.....',
  'POST /api/commands/incident.arrive': 'olc....',
  'POST /api/commands/incident.discharge-duty': 'ol.....',
  'POST /api/commands/incident.answer-duty': 'olc....',
  // Only of or for the leader on duty: see below.
  'POST /api/commands/incident.waive-duty': 'ol.....',
  'POST /api/commands/incident.note': 'olc....',
  'POST /api/commands/incident.withdraw': 'olc....',
  'POST /api/commands/incident.close': 'ol.....',
  'POST /api/commands/incident.reopen': 'ol.....',
  'POST /api/commands/shift.start': 'ol.....',
  'POST /api/commands/shift.sign-on': 'ol.....',
  'POST /api/commands/shift.sign-off': 'ol.....',
  'POST /api/commands/shift.log': 'ol.....',
  'POST /api/commands/shift.prepare-hand-over': 'ol.....',
  'POST /api/commands/shift.cancel-hand-over': 'ol.....',
  'POST /api/commands/shift.accept-hand-over': 'ol.....',
  'POST /api/commands/shift.force-hand-over': 'ol.....',
  'POST /api/commands/directory.enter-person': 'ol..d..',
  'POST /api/commands/directory.remove-person': 'ol..d..',
  'POST /api/commands/directory.fill-role': 'ol..d..',
  'POST /api/commands/office.set-up': '.......',
  'POST /api/commands/office.rename': '....d..',
  'POST /api/commands/office.set-wall': '....d..',
  'POST /api/commands/plan.adopt': '....d..',
  'POST /api/commands/room.confirm-clock': 'ol..d..',
};
const EXPECTED_MESSAGES: Readonly<Record<string, string>> = { hello: 'olcadw.' };

/** A drill's room is the room; the pages of the documents are the documents. */
function rowOf(method: string, url: string): string {
  const room = url.replace(
    /^\/api\/drills\/:drill\/(?=commands|board|events|incidents|personal|directory|time)/,
    '/api/',
  );
  return `${method === 'HEAD' ? 'GET' : method} ${room.startsWith('/api/docs') ? '/api/docs' : room}`;
}

describe('rights', () => {
  let office: StaffedOffice;
  let callers: readonly (readonly [string, Browser])[];
  beforeAll(async () => {
    office = await openOffice({}, { clientDir: null });
    const { officer, leader, command, auditor, administrator } = office.people;
    callers = [
      ['o', officer],
      ['l', leader],
      ['c', command],
      ['a', auditor],
      ['d', administrator],
      ['w', office.wall],
      ['n', office.browser()],
    ];
  });
  afterAll(() => office.close());

  it('are those of the table for every route that is registered, with every role', async () => {
    const { routes } = office.server.registered;
    const rows = new Set(routes.map(({ method, url }) => rowOf(method, url)));
    // Without the built screens there is no route for their files.
    expect([...rows, 'GET /*'].toSorted()).toEqual(Object.keys(EXPECTED).toSorted());

    const wrong: string[] = [];
    // Signing out comes last: nobody is left afterwards.
    const last = (url: string, method: string) => (method === 'DELETE' && url === '/api/session' ? 1 : 0);
    for (const { method, url } of routes.toSorted((a, b) => last(a.url, a.method) - last(b.url, b.method))) {
      const path = url.replaceAll(/:\w+/g, 'nobody').replace('*', 'index.css');
      for (const [letter, browser] of callers) {
        const body = method === 'POST' ? {} : undefined;
        const before = new Map(browser.cookies);
        const { status } = await browser.ask(method, path, body);
        for (const [name, value] of before) browser.cookies.set(name, value);
        const allowed = status !== 401 && status !== 403;
        const denied = status === (letter === 'n' ? 401 : 403);
        const expected = EXPECTED[rowOf(method, url)]!.includes(letter);
        if (expected ? !allowed : !denied) wrong.push(`${letter} ${method} ${url}: ${status}`);
        if (status >= 500) wrong.push(`${letter} ${method} ${url}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(routes.length).toBeGreaterThan(120);
  });
});

describe('rights over a socket', () => {
  let office: StaffedOffice;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.close());

  it('are those of the table for every message that is listened to, with every role', async () => {
    expect([...office.server.registered.messages].toSorted()).toEqual(Object.keys(EXPECTED_MESSAGES).toSorted());
    const { officer, leader, command, auditor, administrator } = office.people;
    const callers = {
      o: officer,
      l: leader,
      c: command,
      a: auditor,
      d: administrator,
      w: office.wall,
      n: office.browser(),
    };
    for (const [letter, browser] of Object.entries(callers)) {
      const socket = browser.socket();
      const first = await Promise.race([
        once(socket, 'connect').then(() => 'in'),
        once<Error>(socket, 'connect_error'),
      ]);
      if (EXPECTED_MESSAGES['hello']!.includes(letter)) {
        expect(first, letter).toBe('in');
        const { epoch, position, protocol } = (await browser.get('/api/board')).json;
        socket.emit('hello', { protocol, epoch, position });
        expect(await once(socket, 'events'), letter).toMatchObject({ from: position, events: [] });
      } else expect(first, letter).toMatchObject({ message: 'not-signed-in' });
      socket.disconnect();
    }
  });

  it('end with a message that nobody listens to, with a forged hello, and with too many of them', async () => {
    const forged: readonly (readonly unknown[])[] = [
      ['command', { name: 'incident.report' }],
      ['events', { from: '', to: '', events: [] }],
      ['hello', { protocol: 1, epoch: 'e', position: 'p', audience: 'desk' }],
      ['hello', 'x'.repeat(10_000)],
      ['hello', null],
      ['hello'],
      ['__proto__', {}],
      ['disconnecting', {}],
    ];
    for (const [name, ...args] of forged) {
      const socket = office.wall.socket();
      await once(socket, 'connect');
      const gone = once<string>(socket, 'disconnect');
      if (name === 'disconnecting') (socket as Loose).packet({ type: 2, data: [name, ...args] });
      else socket.emit(String(name), ...args);
      expect(await gone, JSON.stringify([name])).toMatch(/^(io server disconnect|transport close)$/);
    }
    const socket = office.wall.socket();
    await once(socket, 'connect');
    const gone = once<string>(socket, 'disconnect');
    const { epoch, position, protocol } = (await office.wall.get('/api/board')).json;
    for (let count = 0; count < 30; count += 1) socket.emit('hello', { protocol, epoch, position });
    expect(await gone).toBe('io server disconnect');
    expect((await office.wall.get('/api/board')).status).toBe(200);
  });

  it('are refused to a page of another site, with the cookies of a person', async () => {
    const socket = office.people.officer.socket('/', { origin: 'https://elsewhere.example' });
    expect(await once<Error>(socket, 'connect_error')).toBeInstanceOf(Error);
    socket.disconnect();
    const post = await office.people.officer.post(
      '/api/commands/shift.start',
      {},
      { origin: 'https://elsewhere.example' },
    );
    expect([post.status, post.json.code]).toEqual([403, 'wrong-origin']);
    const crossSite = await fetch(`${office.server.address}/api/session`, {
      method: 'DELETE',
      headers: { cookie: office.people.officer.cookie, 'sec-fetch-site': 'cross-site' },
    });
    expect(crossSite.status).toBe(403);
    expect((await office.people.officer.get('/api/session')).json.state).toBe('signed-in');
  });
});

describe('rights with a condition', () => {
  let office: StaffedOffice;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.close());

  it('let a duty be waived by the leader on duty, or for that leader, and by nobody else', async () => {
    const incident = await report(office);
    const { officer, leader } = office.people;
    const data = { incident, duty: 'no-such-duty', reason: '演练' };
    expect((await leader.command('incident.waive-duty', data)).json.code).toBe('on-duty-only');
    await officer.command('shift.start', {});
    const signedOn = await officer.command('shift.sign-on', { account: office.accounts.leader, post: 'leader' });
    expect(signedOn.status).toBe(200);
    expect((await leader.command('incident.waive-duty', data)).json.code).toBe('not-due');
    expect((await officer.command('incident.waive-duty', data)).json.code).toBe('on-duty-only');
    const forLeader = await officer.command('incident.waive-duty', data, { onBehalfOf: office.accounts.leader });
    expect(forLeader.json.code).toBe('not-due');
  });

  it('give the figures for a monitor to the own machine, and beyond it to the administrator only', async () => {
    const proxied = { 'x-forwarded-for': '10.0.0.9' };
    expect((await office.browser().get('/metrics')).text).toContain('duty_room_http_seconds');
    expect((await office.browser().get('/metrics', proxied)).status).toBe(401);
    expect((await office.people.officer.get('/metrics', proxied)).status).toBe(403);
    expect((await office.people.administrator.get('/metrics', proxied)).status).toBe(200);
  });

  it('let whoever sits before the demonstration act, and everybody else only look', async () => {
    const demo = await openServer({ demo: true });
    const here = demo.browser();
    expect((await here.get('/api/session')).json).toMatchObject({ state: 'signed-in', demo: true });
    expect((await here.command('shift.start', {})).status).toBe(200);
    const away = { 'x-forwarded-for': '10.0.0.9' };
    expect((await here.get('/api/session', away)).json.state).toBe('wall');
    expect((await here.get('/api/board', away)).status).toBe(200);
    expect((await here.ask('POST', '/api/commands/shift.start', {}, away)).status).toBe(403);
    expect((await here.post('/api/commands/shift.start', {}, { ...away, via: '1.1 proxy' })).status).toBe(403);
    await demo.close();
  });
});
