import { HOUR, MINUTE } from '@duty-room/shared/kernel/instant';
import type { catalogue } from '@duty-room/shared/protocol/catalogue';
import { type Answer, type Browser, EVENING, type Office, PASSWORD, setUpRequest } from '../support/office.ts';

/** One command of the night, at so many minutes after the evening's start. `stated` is when it happened, where that was before. */
type Step = {
  readonly at: number;
  readonly by?: 'chen' | 'sun' | 'liu';
  readonly stated?: number;
  readonly medium?: 'phone' | 'written' | 'radio';
  /** Names the answer, so that later steps can speak of it. */
  readonly as?: string;
  readonly name: keyof typeof catalogue;
  readonly data: (said: Said) => Record<string, unknown>;
};

/** What earlier steps were answered: the stream's id and the event's. */
type Said = {
  readonly id: (as: string) => string;
  readonly event: (as: string) => string;
  readonly order: (as: string) => string;
  /** The instant of so many minutes after the start. */
  readonly time: (minutes: number) => number;
  readonly account: (login: string) => string;
  /** A person of the directory, by the role that they fill. */
  readonly person: (role: string) => string;
  readonly openDuties: () => readonly string[];
};

const people = [
  ['王副主任', 'commission-leader'],
  ['赵主任', 'commission-head'],
  ['李副区长', 'deputy-district-head'],
  ['何主任', 'emergency-committee'],
] as const;

/**
 * A winter night from 20:00: a line broken, a main burst, a boiler that stays cold past twelve hours, a false report, a mis-click,
 * late entries, a corrected instant, a shift that changes hands, an incident that is closed.
 */
export const NIGHT: readonly Step[] = [
  { at: 0, name: 'shift.start', data: () => ({}) },
  { at: 0, name: 'shift.sign-on', data: ({ account }) => ({ account: account('chen'), post: 'officer' }) },
  { at: 1, name: 'shift.sign-on', data: ({ account }) => ({ account: account('liu'), post: 'leader' }) },
  { at: 5, name: 'shift.log', data: () => ({ topic: '天气', personal: { text: '夜间降温至零下 12 度' } }) },
  {
    at: 40,
    as: 'boiler',
    medium: 'phone',
    name: 'incident.report',
    data: ({ time }) => ({
      title: '北苑锅炉房二号炉停炉',
      place: '北苑锅炉房',
      under: [{ plan: 'heating', class: 'accident' }],
      by: 'heating-unit',
      facts: { heatStoppedAt: time(-208), discovered: time(20), expectedRestoreAt: time(420), households: 1860 },
      personal: { name: '郑师傅', number: '13800000001', text: '炉排卡死' },
    }),
  },
  { at: 44, name: 'incident.grade', data: ({ id }) => ({ incident: id('boiler'), plan: 'heating', grade: 'general' }) },
  {
    at: 50,
    as: 'order',
    name: 'incident.order-crew',
    data: ({ id }) => ({ incident: id('boiler'), crew: '抢修一队', task: '更换炉排', limit: 'PT40M' }),
  },
  {
    at: 84,
    stated: 81,
    medium: 'radio',
    name: 'incident.report-crew',
    data: ({ id, order }) => ({ incident: id('boiler'), order: order('order'), stage: 'arrived' }),
  },
  {
    at: 130,
    as: 'false',
    medium: 'phone',
    name: 'incident.report',
    data: () => ({
      title: '和平里小区暖气不热',
      place: '和平里',
      under: [{ plan: 'heating', class: 'event' }],
      personal: { name: '来电居民' },
    }),
  },
  {
    at: 141,
    name: 'incident.mark-mistaken',
    data: ({ id }) => ({ incident: id('false'), reason: '阀门由住户自行关闭' }),
  },
  {
    at: 240,
    name: 'shift.prepare-hand-over',
    data: ({ account }) => ({ to: account('sun') }),
  },
  {
    at: 246,
    by: 'sun',
    name: 'shift.accept-hand-over',
    data: ({ openDuties }) => ({ accepted: openDuties() }),
  },
  {
    at: 310,
    by: 'sun',
    as: 'cable',
    medium: 'phone',
    name: 'incident.report',
    data: ({ time }) => ({
      title: '长江路光缆中断',
      place: '长江路',
      under: [{ plan: 'communications', class: 'comms-failure' }],
      facts: { occurred: time(302), scope: 'multi-point' },
    }),
  },
  {
    at: 316,
    by: 'sun',
    name: 'incident.grade',
    data: ({ id }) => ({ incident: id('cable'), plan: 'communications', grade: 'level-3' }),
  },
  {
    at: 362.8,
    by: 'sun',
    as: 'burst',
    medium: 'phone',
    name: 'incident.report',
    data: ({ time }) => ({
      title: '幸福里换热站主管爆裂',
      place: '幸福里换热站',
      under: [{ plan: 'heating', class: 'accident' }],
      by: 'heating-unit',
      facts: { heatStoppedAt: time(350), discovered: time(352), expectedRestoreAt: time(1300), households: 3120 },
    }),
  },
  {
    at: 364,
    by: 'sun',
    as: 'misclick',
    name: 'incident.relay',
    data: ({ id }) => ({ incident: id('cable'), to: 'emergency-committee' }),
  },
  {
    at: 366,
    by: 'sun',
    name: 'incident.withdraw',
    data: ({ id, event }) => ({ incident: id('cable'), target: event('misclick'), reason: '点错事件，尚未报告' }),
  },
  {
    at: 369,
    by: 'sun',
    name: 'incident.grade',
    data: ({ id }) => ({ incident: id('burst'), plan: 'heating', grade: 'important' }),
  },
  {
    at: 370,
    by: 'sun',
    as: 'burst-order',
    name: 'incident.order-crew',
    data: ({ id }) => ({ incident: id('burst'), crew: '抢修二队', task: '关阀、开挖', limit: 'PT20M' }),
  },
  {
    at: 376.7,
    stated: 376.5,
    by: 'sun',
    as: 'told-wang',
    medium: 'phone',
    name: 'incident.relay',
    data: ({ id, person }) => ({
      incident: id('burst'),
      to: 'commission-leader',
      hop: 'to-leader',
      person: person('commission-leader'),
      receipt: '已复诵',
    }),
  },
  {
    at: 377,
    by: 'sun',
    medium: 'phone',
    name: 'incident.decide',
    data: ({ id }) => ({
      incident: id('burst'),
      hop: 'decide-deputy',
      choice: 'no',
      by: 'commission-leader',
      reason: '备用热源可在 6 小时内并网',
    }),
  },
  {
    at: 379.7,
    by: 'sun',
    medium: 'phone',
    name: 'incident.relay',
    data: ({ id, person }) => ({
      incident: id('cable'),
      to: 'emergency-committee',
      person: person('emergency-committee'),
      receipt: '已接收',
    }),
  },
  {
    at: 391,
    stated: 352,
    by: 'sun',
    medium: 'phone',
    name: 'incident.record-facts',
    data: ({ id }) => ({ incident: id('cable'), facts: { scope: 'local', firstCause: '市政施工挖断，已修复一芯' } }),
  },
  {
    at: 389,
    stated: 387,
    by: 'sun',
    medium: 'radio',
    name: 'incident.report-crew',
    data: ({ id, order }) => ({ incident: id('burst'), order: order('burst-order'), stage: 'arrived' }),
  },
  {
    at: 400,
    by: 'sun',
    name: 'incident.correct-fact',
    data: ({ id, event, time }) => ({
      incident: id('burst'),
      fact: 'discovered',
      value: time(356),
      replaces: event('burst'),
      reason: '换热站值守记录为 01:56',
    }),
  },
  {
    at: 430,
    stated: 425,
    by: 'sun',
    medium: 'phone',
    name: 'incident.record-facts',
    data: ({ id, time }) => ({ incident: id('boiler'), facts: { expectedRestoreAt: time(640) } }),
  },
  {
    at: 500,
    by: 'sun',
    name: 'incident.grade',
    data: ({ id }) => ({ incident: id('boiler'), plan: 'heating', grade: 'important', reason: '预计超过 12 小时' }),
  },
  {
    at: 521,
    by: 'sun',
    medium: 'phone',
    name: 'incident.relay',
    data: ({ id, person }) => ({
      incident: id('boiler'),
      to: 'commission-leader',
      hop: 'to-leader',
      person: person('commission-leader'),
    }),
  },
  {
    at: 530,
    stated: 512,
    by: 'sun',
    medium: 'phone',
    name: 'incident.decide',
    data: ({ id }) => ({
      incident: id('boiler'),
      hop: 'decide-deputy',
      choice: 'no',
      by: 'commission-leader',
      reason: '用户可用电暖',
    }),
  },
  {
    at: 560,
    stated: 555,
    by: 'sun',
    name: 'incident.record-facts',
    data: ({ id, time }) => ({ incident: id('burst'), facts: { restoredAt: time(555), handled: time(555) } }),
  },
  { at: 590, by: 'sun', name: 'incident.close', data: ({ id }) => ({ incident: id('cable'), summary: '已恢复' }) },
];

export const NIGHT_LASTS = 10 * HOUR;

export type ScriptedNight = {
  /** Signs one of the people in at a desk of their own. */
  readonly signIn: (login: 'chen' | 'sun' | 'liu' | 'audit') => Promise<Browser>;
  readonly wall: Browser;
  /** Plays the steps up to so many minutes, with everything that falls due in between. */
  readonly playTo: (minutes: number) => Promise<void>;
};

/** Sets the office up and signs its people in; the steps then wait for `playTo`. The clock of `office` stands at the evening's start. */
export async function scriptNight(office: Office, steps: readonly Step[] = NIGHT): Promise<ScriptedNight> {
  const { clock } = office;
  const { room } = office.server;
  const settle = (): Promise<void> | undefined => room.settled();
  const must = async (answer: ReturnType<Browser['post']>): Promise<Answer['json']> => {
    const { status, text, json } = await answer;
    if (status !== 200) throw new Error(`${status} ${text}`);
    return json;
  };
  const administrator = office.browser();
  const request = setUpRequest(office.server.setUpToken ?? '');
  await must(
    administrator.post('/api/set-up', {
      ...request,
      office: { ...request.office, name: '河东区供热应急值班室' },
      plans: [...request.plans, { pack: 'communications' }],
    }),
  );
  const accounts = new Map<string, string>();
  const browsers = new Map<string, Browser>();
  for (const [login, name, roles] of [
    ['chen', '陈晓梅', ['officer']],
    ['sun', '孙立', ['officer']],
    ['liu', '刘建国', ['officer', 'leader']],
    ['audit', '周审计', ['auditor']],
  ] as const) {
    accounts.set(
      login,
      (await must(administrator.post('/api/accounts', { login, name, roles, password: PASSWORD }))).id,
    );
    const browser = office.browser();
    await must(browser.signIn(login));
    browsers.set(login, browser);
  }
  const of = (login: string): Browser => browsers.get(login) ?? office.browser();
  for (const [name, role] of people) {
    await must(administrator.command('directory.enter-person', { name }));
    const person = Object.values(room.board().directory.persons).find((one) => one.name === name)?.id;
    await must(administrator.command('directory.fill-role', { role, persons: [person] }));
  }
  const wall = office.browser();
  const wanted = await must(wall.post('/api/devices/request'));
  await must(administrator.post('/api/devices/enrol', { code: wanted.code, name: '大厅' }));
  await must(wall.post('/api/devices/claim', { secret: wanted.secret }));

  const answers = new Map<string, { readonly stream: string; readonly event: string }>();
  const answer = (as: string) => {
    const found = answers.get(as);
    if (!found) throw new Error(`Nothing was answered to ${as}`);
    return found;
  };
  const said: Said = {
    id: (as) => answer(as).stream.slice('incident-'.length),
    event: (as) => answer(as).event,
    order: (as) => {
      const { stream, event } = answer(as);
      const act = room.board().incidents[stream.slice('incident-'.length)]?.acts.find((one) => one.id === event);
      return act?.type === 'incident.crew-ordered' ? act.data.order : '';
    },
    time: (minutes) => EVENING + minutes * MINUTE,
    account: (login) => accounts.get(login) ?? '',
    person: (role) => room.board().directory.roles[role]?.[0] ?? '',
    openDuties: () => room.board().shift?.handOver?.duties.map((duty) => duty.key) ?? [],
  };
  const waiting = steps.toSorted((a, b) => a.at - b.at);
  let done = 0;

  return {
    signIn: async (login) => {
      await must(of(login).signIn(login));
      return of(login);
    },
    wall,
    async playTo(minutes) {
      const until = EVENING + minutes * MINUTE;
      for (let step = waiting[done]; step && step.at <= minutes; step = waiting[done]) {
        await clock.advance(Math.max(0, EVENING + step.at * MINUTE - clock.wall()), settle);
        const { as, by = 'chen', stated, medium, name, data } = step;
        const meta = {
          ...(stated !== undefined && { occurredAt: said.time(stated) }),
          ...(medium !== undefined && { medium }),
        };
        // A desk that was left alone is signed out.
        if ((await of(by).get('/api/board')).status === 401) await must(of(by).signIn(by));
        const accepted = await must(of(by).command(name, data(said), meta)).catch((error: unknown) => {
          throw new Error(`${name} at ${step.at}: ${String(error)}`, { cause: error });
        });
        if (as !== undefined) answers.set(as, accepted);
        await settle();
        done += 1;
      }
      await clock.advance(Math.max(0, until - clock.wall()), settle);
      await settle();
    },
  };
}
