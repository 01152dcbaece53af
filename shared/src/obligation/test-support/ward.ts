import type { Act, IncidentState } from '../../incident/state.ts';
import { MINUTE, type Instant } from '../../kernel/instant.ts';
import type { AdoptedPlan } from '../../plan/adopted-plan.ts';
import { plan as planSchema } from '../../plan/schema.ts';
import { derive } from '../derive.ts';
import type { Obligation, View } from '../obligation.ts';

/** A small plan and incidents for tests of the duties; minutes are counted from the receipt of the call. */
export const T0 = Date.UTC(2026, 11, 14, 18, 0, 0);
export const at = (minutes: number): Instant => T0 + minutes * MINUTE;
const words = (text: string): { zh: string; en: string } => ({ zh: text, en: text });
const cite = { at: words('1') };

const source = {
  plan: 'ward',
  edition: '1',
  title: words('ward'),
  document: words('ward'),
  office: 'office',
  roles: ['unit', 'office', 'leader', 'head', 'deputy'].map((id) => ({ id, label: words(id) })),
  settings: {
    relayStart: {
      label: words('start'),
      options: [
        { id: 'received', label: words('received'), anchor: { time: 'received' } },
        { id: 'discovered', label: words('discovered'), anchor: { time: 'discovered' } },
      ],
      default: 'received',
      why: words('open'),
      cite,
    },
  },
  facts: {
    stopped: { type: 'instant', label: words('stopped') },
    expected: {
      type: 'instant',
      label: words('expected'),
      or: [{ id: 'never', label: words('never'), means: 'never' }],
    },
    restored: { type: 'instant', label: words('restored') },
    outage: {
      type: 'duration',
      label: words('outage'),
      from: 'stopped',
      to: { first: ['restored', { latest: ['expected', 'now'] }] },
    },
  },
  scales: [
    { id: 'grades', label: words('grades'), grades: ['low', 'mid', 'high'].map((id) => ({ id, label: words(id) })) },
  ],
  classes: [
    {
      id: 'fault',
      label: words('fault'),
      scale: 'grades',
      cite,
      criteria: [
        { propose: 'low', when: { fact: 'outage', atMost: 'PT12H' }, text: words('low'), cite },
        { propose: 'mid', when: { fact: 'outage', above: 'PT12H', atMost: 'PT24H' }, text: words('mid'), cite },
        { propose: 'high', when: { fact: 'outage', above: 'PT24H' }, text: words('high'), cite },
      ],
    },
  ],
  chains: [
    {
      id: 'first',
      label: words('first'),
      when: { ungraded: true },
      provisional: true,
      cite,
      hops: [{ id: 'p-office', label: words('o'), from: 'unit', to: ['office'], cite }],
    },
    {
      id: 'low',
      label: words('low'),
      when: { grade: 'low' },
      cite,
      hops: [{ id: 'l-office', label: words('o'), from: 'unit', to: ['office'], cite }],
    },
    {
      id: 'mid',
      label: words('mid'),
      when: { grade: 'mid' },
      cite,
      hops: [
        { id: 'm-office', label: words('o'), from: 'unit', to: ['office'], cite },
        { id: 'm-leader', label: words('l'), from: 'office', to: ['leader'], cite },
        {
          id: 'm-up',
          label: words('u'),
          from: 'office',
          to: ['deputy'],
          decide: { by: 'leader', question: words('?') },
          cite,
        },
      ],
    },
    {
      id: 'high',
      label: words('high'),
      when: { grade: 'high' },
      cite,
      hops: [
        { id: 'h-leader', label: words('l'), from: 'office', to: ['leader'], cite },
        { id: 'h-head', label: words('h'), from: 'office', to: ['head'], cite },
      ],
    },
  ],
  rules: [
    {
      id: 'relay',
      label: words('relay'),
      cite,
      start: { setting: 'relayStart' },
      startOf: [{ when: { grade: 'low' }, start: { time: 'discovered' } }],
      stop: { chain: 'completed' },
      limit: 'PT15M',
      afterRegrade: 'fromGrade',
    },
    {
      id: 'line-12h',
      label: words('12 h'),
      cite,
      start: { fact: 'stopped' },
      stop: { anyOf: [{ fact: 'restored' }, { gradeAtLeast: 'mid' }] },
      limit: 'PT12H',
      warn: { left: 'PT2H' },
      forecast: 'expected',
      demands: { regrade: 'mid' },
    },
    {
      id: 'scene',
      label: words('scene'),
      cite,
      when: { gradeAtLeast: 'mid' },
      stop: { arrived: ['office', 'leader'] },
      soft: words('at once'),
    },
    {
      id: 'report',
      label: words('report'),
      cite,
      start: { time: 'occurred', elseAssume: 'received' },
      stop: { report: 'initial', to: 'deputy', medium: 'written' },
      limit: 'PT4H',
      soft: words('at once'),
      when: { gradeAtLeast: 'high' },
    },
    {
      id: 'crew',
      label: words('crew'),
      cite,
      per: 'order',
      start: { order: 'ordered' },
      stop: { order: 'arrived' },
      asked: true,
    },
    {
      id: 'written',
      label: words('written'),
      cite,
      start: { time: 'handled' },
      stop: { report: 'outcome' },
      soft: words('then'),
      beforeClosing: true,
    },
    {
      id: 'upward',
      label: words('upward'),
      cite,
      per: 'call',
      start: { time: 'received' },
      stop: { told: 'deputy' },
      limit: 'PT1H',
    },
    {
      id: 'acknowledged',
      label: words('acknowledged'),
      cite,
      start: { report: 'initial', act: 'received' },
      stop: { discharged: true },
      soft: words('then'),
    },
    {
      id: 'daily',
      label: words('daily'),
      cite,
      start: { time: 'received' },
      stop: { discharged: true },
      limit: 'PT1H',
      excludesLine: true,
    },
  ],
};
const parsed = planSchema.parse(source);
const adopted: AdoptedPlan = {
  adoption: 'a1',
  plan: parsed,
  hash: '',
  choices: {},
  seasons: {},
  softLimits: {},
  timeZone: 'Asia/Shanghai',
};
export const plans = { a1: adopted };

export type Step = {
  [T in Act['type']]: {
    type: T;
    data: Extract<Act, { type: T }>['data'];
    at: number;
    recorded?: number;
    id?: string;
    medium?: Act['medium'];
  };
}[Act['type']];

/** An incident from acts; minutes are counted from the receipt of the call. */
export function incident(...steps: readonly Step[]): IncidentState {
  const reported: Step = {
    type: 'incident.reported',
    at: 0,
    id: 'call',
    data: {
      number: '1',
      title: 't',
      place: '',
      pins: [{ plan: 'ward', adoption: 'a1', class: 'fault' }],
      source: 'phone',
      facts: { received: at(0) },
      alreadyTold: [],
    },
  };
  const withdrawn: Record<string, string> = {};
  const acts = [reported, ...steps].map((step, revision) => {
    const act = {
      id: step.id ?? `e${revision}`,
      type: step.type,
      revision,
      occurredAt: at(step.at),
      recordedAt: at(step.recorded ?? step.at),
      actor: 'chen',
      data: step.data,
      ...(step.medium ? { medium: step.medium } : {}),
    } as Act;
    if (act.type === 'incident.withdrawn') withdrawn[act.data.target] = act.id;
    return act;
  });
  return {
    id: 'i1',
    number: '1',
    title: 't',
    place: '',
    status: 'open',
    pins: [{ plan: 'ward', adoption: 'a1', class: 'fault' }],
    revision: acts.length - 1,
    acts,
    withdrawn,
    receivedAt: at(0),
    handled: {},
  };
}

export const graded = (minute: number, grade: string, recorded = minute): Step => ({
  type: 'incident.graded',
  at: minute,
  recorded,
  data: { plan: 'ward', grade },
});
export const told = (minute: number, to: string, recorded = minute, id?: string): Step => ({
  type: 'incident.relayed',
  at: minute,
  recorded,
  data: { to, reached: true },
  ...(id ? { id } : {}),
});
export const facts = (
  minute: number,
  values: Record<string, number | string | null>,
  recorded = minute,
  id?: string,
): Step => ({ type: 'incident.facts-recorded', at: minute, recorded, data: { facts: values }, ...(id ? { id } : {}) });

export function find(state: IncidentState, rule: string, minute: number, view: View = 'known'): Obligation[] {
  return derive(state, plans, at(minute), view).obligations.filter((entry) => entry.rule === rule);
}
export const states = (list: readonly Obligation[]): string[] =>
  list.map((entry) => (entry.outcome ? `${entry.state}(${entry.outcome})` : entry.state));
