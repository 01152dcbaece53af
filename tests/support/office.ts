import { createManualClock, type ManualClock } from '@duty-room/server/clock/manual-clock';
import type { Config } from '@duty-room/server/config';
import { createMemoryStore } from '@duty-room/server/event-store/memory/memory-store';
import type { EventStore } from '@duty-room/server/event-store/port';
import { createLogger, type Overrides, type RunningServer, startServer } from '@duty-room/server/start-server';
import { createMemoryVault } from '@duty-room/server/vault/memory-vault';
import type { RightsRole } from '@duty-room/shared/kernel/decider';
import { io, type Socket } from 'socket.io-client';

/** A winter evening in the heating season, 20:00 in the office. */
export const EVENING = Date.UTC(2026, 0, 15, 12, 0, 0);
export const PASSWORD = 'a long enough word';

export const config = (more: Partial<Config> = {}): Config => ({
  host: '127.0.0.1',
  port: 0,
  tls: undefined,
  dataDir: '',
  eventStore: { kind: 'memory' },
  logLevel: 'silent',
  trustProxy: false,
  demo: false,
  ...more,
});

/** What came over the wire, to be looked at by the test that asked. */
export type Loose = ReturnType<typeof JSON.parse>;
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Loose;
};

/** A browser at one desk: keeps its cookies, remembers every byte that it received. */
export class Browser {
  readonly cookies = new Map<string, string>();
  received = '';
  server: string;
  constructor(server: string) {
    this.server = server;
  }
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.server + path, {
      method,
      headers: {
        ...(this.cookies.size > 0 && { cookie: this.cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        origin: this.server,
        'accept-language': 'en',
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (attributes.some((one) => /max-age=0/i.test(one) || /expires=Thu, 01 Jan 1970/i.test(one)))
        this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    this.received += `${[...response.headers].join('\n')}\n${text}`;
    const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  }
  get = (path: string, headers?: Record<string, string>) => this.ask('GET', path, undefined, headers);
  post = (path: string, body?: unknown, headers?: Record<string, string>) => this.ask('POST', path, body, headers);
  command = (name: string, data: unknown, meta: Record<string, unknown> = {}) =>
    this.ask('POST', `/api/commands/${name}`, { key: newKey(), ...meta, data });
  signIn = (login: string, password = PASSWORD) => this.post('/api/session', { login, password });
  /** A socket with this browser's cookies; every packet it receives is remembered. */
  socket(namespace = '/', headers: Record<string, string> = {}): Socket {
    const socket = io(this.server + namespace, {
      path: '/live',
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { cookie: this.cookie, origin: this.server, ...headers },
    });
    socket.io.on('packet', (packet) => {
      this.received += JSON.stringify(packet);
    });
    return socket;
  }
}

let keys = 0;
export function newKey(): string {
  keys += 1;
  return `test-key-${String(keys).padStart(12, '0')}`;
}

/** Resolves with the first arguments of an event. */
export function once<T = Loose>(socket: Socket, name: string): Promise<T> {
  return new Promise((resolve) => socket.once(name, resolve));
}

export type Office = {
  readonly server: RunningServer;
  readonly clock: ManualClock;
  readonly store: EventStore;
  readonly browser: () => Browser;
  readonly close: () => Promise<void>;
};

/** A server on a log in memory with a clock moved by hand, not set up yet. */
export async function openServer(more: Partial<Config> = {}, overrides: Overrides = {}): Promise<Office> {
  const clock = createManualClock({ wall: EVENING });
  const store = overrides.store ?? createMemoryStore();
  const server = await startServer(config(more), {
    clock,
    store,
    vault: createMemoryVault(),
    logger: createLogger('silent'),
    clientDir: null,
    ...overrides,
  });
  return { server, clock, store, browser: () => new Browser(server.address), close: () => server.close() };
}

export const setUpRequest = (token: string) => ({
  token,
  office: { name: '区供热值班室', timeZone: 'Asia/Shanghai', timeSource: '电话报时' },
  plans: [{ pack: 'heating', seasons: { heating: { from: '2025-11-15', to: '2026-03-15' } } }],
  administrator: { login: 'admin', name: '管理员', password: PASSWORD },
  timeConfirmed: true,
});

export type Person = Exclude<RightsRole, 'wall'>;
export const PEOPLE: readonly Person[] = ['officer', 'leader', 'command', 'auditor', 'administrator'];

export type StaffedOffice = Office & {
  readonly people: Readonly<Record<Person, Browser>>;
  readonly accounts: Readonly<Record<Person, string>>;
  readonly wall: Browser;
  readonly wallId: string;
};

/** The same, set up, with one person of each role signed in and a wall enrolled. */
export async function openOffice(more: Partial<Config> = {}, overrides: Overrides = {}): Promise<StaffedOffice> {
  const office = await openServer(more, overrides);
  const administrator = office.browser();
  const done = await administrator.post('/api/set-up', setUpRequest(office.server.setUpToken!));
  if (done.status !== 200) throw new Error(done.text);
  const people: Partial<Record<Person, Browser>> = { administrator };
  const accounts: Partial<Record<Person, string>> = { administrator: done.json.account.id };
  for (const role of PEOPLE) {
    if (role === 'administrator') continue;
    const made = await administrator.post('/api/accounts', {
      login: role,
      name: `某${role}`,
      roles: [role],
      password: PASSWORD,
    });
    if (made.status !== 200) throw new Error(made.text);
    accounts[role] = made.json.id;
    const browser = office.browser();
    await browser.signIn(role);
    people[role] = browser;
  }
  const wall = office.browser();
  const wanted = (await wall.post('/api/devices/request')).json;
  await administrator.post('/api/devices/enrol', { code: wanted.code, name: '大厅' });
  const claimed = await wall.post('/api/devices/claim', { secret: wanted.secret });
  return {
    ...office,
    people: people as Record<Person, Browser>,
    accounts: accounts as Record<Person, string>,
    wall,
    wallId: claimed.json.device.id,
  };
}

/** Reports an accident as the officer; returns its id. */
export async function report(office: StaffedOffice, personal: Record<string, string> = {}): Promise<string> {
  const answer = await office.people.officer.command('incident.report', {
    title: '光明小区停热',
    place: '光明小区',
    under: [{ plan: 'heating', class: 'accident' }],
    personal,
  });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json.stream.replace('incident-', '');
}
