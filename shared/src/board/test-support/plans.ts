import type { JsonObject } from '../../kernel/json.ts';
import type { LoadedPack } from '../../office/adopt.ts';
import { parsePlan } from '../../plan/load.ts';

/** Two small plans for tests of the room: `town` with one of everything, `wires` as the second plan of an incident. */
const words = (text: string): { zh: string; en: string } => ({ zh: `${text}的`, en: text });
const cite = { at: words('section 1') };
const named = (id: string): { id: string; label: { zh: string; en: string } } => ({ id, label: words(id) });

const town: JsonObject = {
  plan: 'town',
  edition: '1',
  title: words('town'),
  document: words('town'),
  office: 'office',
  armed: { during: 'winter', label: words('winter'), cite },
  roles: ['unit', 'office', 'leader', 'deputy', 'city'].map(named),
  settings: {
    start: {
      label: words('start'),
      options: [
        { ...named('received'), anchor: { time: 'received' } },
        { ...named('discovered'), anchor: { time: 'discovered' } },
      ],
      default: 'received',
      why: words('open'),
      cite,
    },
  },
  facts: {
    stopped: { type: 'instant', label: words('stopped') },
    expected: { type: 'instant', label: words('expected'), or: [{ ...named('never'), means: 'never' }] },
    households: { type: 'count', label: words('households') },
    safety: { type: 'flag', label: words('safety') },
    cause: { type: 'choice', label: words('cause'), of: ['pipe', 'pump'].map(named) },
    station: { type: 'text', label: words('station'), maxLength: 20 },
    outage: { type: 'duration', label: words('outage'), from: 'stopped', to: 'now' },
  },
  scales: [{ ...named('grades'), grades: ['low', 'mid', 'high'].map(named) }],
  classes: [
    {
      ...named('fault'),
      scale: 'grades',
      cite,
      criteria: [{ propose: 'mid', when: { fact: 'households', above: 100 }, text: words('many'), cite }],
    },
    { ...named('other'), cite },
  ],
  chains: [
    {
      ...named('first'),
      when: { ungraded: true },
      provisional: true,
      cite,
      hops: [{ ...named('p-office'), from: 'unit', to: ['office'], cite }],
    },
    {
      ...named('graded'),
      when: { gradeAtLeast: 'low' },
      cite,
      hops: [
        { ...named('g-leader'), from: 'office', to: ['leader'], cite },
        { ...named('g-up'), from: 'office', to: ['deputy'], decide: { by: 'leader', question: words('up?') }, cite },
      ],
    },
  ],
  rules: [
    { ...named('relay'), cite, start: { setting: 'start' }, stop: { chain: 'completed' }, limit: 'PT15M' },
    {
      ...named('track'),
      cite,
      start: { time: 'received' },
      stop: { discharged: true },
      soft: words('in time'),
      when: { class: 'fault' },
    },
    {
      ...named('help'),
      cite,
      start: { time: 'received' },
      stop: { answered: true },
      ifNeeded: { by: 'leader', question: words('help?') },
    },
    {
      ...named('outcome'),
      cite,
      when: { gradeAtLeast: 'mid' },
      start: { time: 'handled' },
      stop: { report: 'final', to: 'leader', medium: 'written' },
      soft: words('in time'),
      beforeClosing: true,
    },
    { ...named('crew'), cite, per: 'order', start: { order: 'ordered' }, stop: { order: 'arrived' }, asked: true },
  ],
  mechanisms: [
    { ...named('linkage'), levels: ['district', 'city'].map(named), text: words('linkage'), cite },
    { ...named('funds'), when: { fact: 'cause', is: 'pump' }, text: words('funds'), cite },
  ],
  reports: [
    {
      ...named('first-report'),
      fields: [{ ...named('where'), required: true, fact: 'station' }, { ...named('measures') }],
    },
    { ...named('final'), fields: [] },
  ],
  crews: [named('crew-1')],
};

const wires: JsonObject = {
  plan: 'wires',
  edition: '3',
  title: words('wires'),
  document: words('wires'),
  office: 'watch',
  roles: ['watch', 'committee'].map(named),
  facts: { circuits: { type: 'count', label: words('circuits') } },
  scales: [{ ...named('levels'), grades: ['iv', 'iii'].map(named) }],
  classes: [{ ...named('outage'), scale: 'levels', cite }],
  rules: [{ ...named('upward'), cite, start: { time: 'received' }, stop: { told: 'committee' }, limit: 'PT1H' }],
};

const pack = (source: JsonObject, hash: string): LoadedPack => ({ plan: parsePlan(source), source, hash });
export const packs: Readonly<Record<string, LoadedPack>> = {
  town: pack(town, 'hash-town-1'),
  'town-2': pack({ ...town, edition: '2' }, 'hash-town-2'),
  wires: pack(wires, 'hash-wires-3'),
};
