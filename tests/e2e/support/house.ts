import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYNCHRONISATION_UNKNOWN } from '@duty-room/server/clock/time-synchronisation';
import { createLogger, type Overrides, type RunningServer, startServer } from '@duty-room/server/start-server';
import { Browser as Person, config, EVENING, type Loose, PASSWORD } from '../../support/office.ts';
import { type CarriedClock, createCarriedClock } from './carried-clock.ts';

export { EVENING, type Loose, PASSWORD, Person };

/** The real server on a data folder of its own, with the built screens and a clock that the test carries. */
export type House = {
  readonly token: () => string;
  readonly clock: CarriedClock;
  readonly server: () => RunningServer;
  readonly address: () => string;
  readonly stop: () => Promise<void>;
  /** Opens it again on the same folder and the same port. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function openHouse(overrides: Overrides = {}): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'duty-room-e2e-'));
  const clock = createCarriedClock(EVENING);
  const open = (port: number) =>
    startServer(config({ dataDir: folder, eventStore: { kind: 'sqlite' }, port }), {
      clock,
      readSynchronisation: async () => SYNCHRONISATION_UNKNOWN,
      logger: createLogger('silent'),
      ...overrides,
    });
  let server: RunningServer | undefined = await open(0);
  const { address, port } = server;
  const now = (): RunningServer => {
    if (!server) throw new Error('the server is stopped');
    return server;
  };
  const stop = async (): Promise<void> => {
    await server?.close();
    server = undefined;
  };
  return {
    clock,
    server: now,
    address: () => address,
    token: () => now().setUpToken ?? '',
    stop,
    start: async () => {
      server ??= await open(port);
    },
    close: async () => {
      await stop();
      clock.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const SEASON = { from: '2025-11-15', to: '2026-03-15' } as const;
export const OFFICE = '河东区供热应急值班室';

/** People of the office, by their log-in. */
export const PEOPLE = {
  admin: { name: '管理员', roles: ['administrator'] },
  chen: { name: '陈立', roles: ['officer'] },
  sun: { name: '孙梅', roles: ['officer'] },
  liu: { name: '刘主任', roles: ['leader'] },
  wang: { name: '王副主任', roles: ['command'] },
  shen: { name: '沈审计', roles: ['auditor'] },
} as const;
export type Login = keyof typeof PEOPLE;

export type Team = {
  readonly people: Readonly<Record<Login, Person>>;
  readonly accounts: Readonly<Record<Login, string>>;
};

async function must(answer: Promise<{ status: number; text: string; json: Loose }>): Promise<Loose> {
  const { status, text, json } = await answer;
  if (status >= 300) throw new Error(text);
  return json;
}

/** Sets the office up over HTTP: plans in force, accounts, people on duty, a few contacts. What the journeys do by hand is not done here. */
export async function setUpOffice(
  { address, token }: { readonly address: string; readonly token: string },
  more: {
    readonly plans?: readonly string[];
    readonly onDuty?: boolean;
    readonly season?: { readonly from: string; readonly to: string };
    /** An office whose own words are Latin letters, so that every Chinese one on a page in English is the product's. */
    readonly latin?: boolean;
  } = {},
): Promise<Team> {
  const administrator = new Person(address);
  const nameOf = (login: Login): string => (more.latin ? login[0]?.toUpperCase() + login.slice(1) : PEOPLE[login].name);
  const plans = more.plans ?? ['heating', 'communications', 'national'];
  const done = await must(
    administrator.post('/api/set-up', {
      token,
      office: {
        name: more.latin ? 'Hedong Heating' : OFFICE,
        timeZone: 'Asia/Shanghai',
        timeSource: more.latin ? 'NTP' : '电话报时',
      },
      plans: plans.map((pack) =>
        pack === 'heating' ? { pack, seasons: { heating: more.season ?? SEASON } } : { pack },
      ),
      administrator: { login: 'admin', name: nameOf('admin'), password: PASSWORD },
      timeConfirmed: true,
    }),
  );
  const people: Partial<Record<Login, Person>> = { admin: administrator };
  const accounts: Partial<Record<Login, string>> = { admin: done.account.id };
  for (const login of Object.keys(PEOPLE) as Login[]) {
    if (login === 'admin') continue;
    const { roles } = PEOPLE[login];
    const name = nameOf(login);
    const made = await must(administrator.post('/api/accounts', { login, name, roles, password: PASSWORD }));
    accounts[login] = made.id;
    const person = new Person(address);
    await must(person.signIn(login));
    people[login] = person;
  }
  const team = { people, accounts } as Team;
  if (more.onDuty ?? true) {
    const { chen } = team.people;
    await must(chen.command('shift.start', {}));
    await must(chen.command('shift.sign-on', { account: team.accounts.chen, post: 'officer' }));
    await must(chen.command('shift.sign-on', { account: team.accounts.liu, post: 'leader' }));
  }
  return team;
}

/** A command as a person gives it; what it answers, or an error. */
export async function command(person: Person, name: string, data: unknown, meta: object = {}): Promise<Loose> {
  return must(person.command(name, data, { ...meta }));
}

/** Reports an accident; answers its id. */
export async function reportAccident(
  person: Person,
  more: {
    readonly title?: string;
    readonly facts?: Readonly<Record<string, unknown>>;
    readonly personal?: Readonly<Record<string, string>>;
    readonly class?: string;
    readonly place?: string;
  } = {},
): Promise<string> {
  const answer = await command(person, 'incident.report', {
    title: more.title ?? '光明小区停热',
    place: more.place ?? '光明小区',
    under: [{ plan: 'heating', class: more.class ?? 'accident' }],
    facts: more.facts ?? {},
    personal: more.personal ?? {},
  });
  return answer.stream.replace('incident-', '');
}

/** A wall that the administrator enrolled; its cookie is what a browser needs. */
export async function enrolWall(team: Team, name = '大厅'): Promise<Person> {
  const wall = new Person(team.people.admin.server);
  const wanted = await must(wall.post('/api/devices/request'));
  await must(team.people.admin.post('/api/devices/enrol', { code: wanted.code, name }));
  await must(wall.post('/api/devices/claim', { secret: wanted.secret }));
  return wall;
}
