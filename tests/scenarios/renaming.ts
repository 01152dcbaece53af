import type { Json, JsonObject } from '@duty-room/shared/kernel/json';

/** What an id of a pack is the name of. Each kind is renamed on its own, so that nothing can rest on two being spelt alike. */
const KINDS = [
  'plan',
  'season',
  'role',
  'setting',
  'option',
  'fact',
  'word',
  'scale',
  'grade',
  'class',
  'chain',
  'hop',
  'rule',
  'mechanism',
  'level',
  'report',
  'field',
  'crew',
] as const;
type Kind = (typeof KINDS)[number];
type Rename = {
  /** The new name of one id. */
  readonly id: (kind: Kind, id: string) => string;
  /** An id or a list of ids; anything else stays. */
  readonly any: (kind: Kind, value: Json) => Json;
};

/** Gives every id that the packs declare another name: x1, x2, … */
export function renaming(packs: Readonly<Record<string, JsonObject>>) {
  const names = new Map<string, string>();
  const declare = (kind: Kind, id: Json | undefined): void => {
    if (typeof id === 'string' && !names.has(`${kind}:${id}`)) names.set(`${kind}:${id}`, `x${names.size + 1}`);
  };
  for (const pack of Object.values(packs)) declareAll(pack, declare);
  const id = (kind: Kind, old: string): string => names.get(`${kind}:${old}`) ?? old;
  const any = (kind: Kind, value: Json): Json => {
    if (typeof value === 'string') return id(kind, value);
    return Array.isArray(value) ? value.map((entry: Json) => any(kind, entry)) : value;
  };
  const rename: Rename = { id, any };
  return {
    count: names.size,
    packs: Object.fromEntries(
      Object.entries(packs).map(([name, pack]) => [rename.id('plan', name), renamePack(pack, rename)]),
    ),
    scenario: (source: JsonObject) => renameScenario(source, rename),
  };
}

const list = (value: Json | undefined): readonly JsonObject[] => (Array.isArray(value) ? value : []);
const object = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

function declareAll(pack: JsonObject, declare: (kind: Kind, id: Json | undefined) => void): void {
  declare('plan', pack['plan']);
  if (pack['armed'] !== undefined) declare('season', object(pack['armed'])['during']);
  const simple = {
    roles: 'role',
    scales: 'scale',
    classes: 'class',
    chains: 'chain',
    rules: 'rule',
    mechanisms: 'mechanism',
    reports: 'report',
    crews: 'crew',
  } as const;
  for (const [key, kind] of Object.entries(simple)) for (const { id } of list(pack[key])) declare(kind, id);
  const inner = [
    ['scales', 'grades', 'grade'],
    ['chains', 'hops', 'hop'],
    ['mechanisms', 'levels', 'level'],
    ['reports', 'fields', 'field'],
  ] as const;
  for (const [outer, key, kind] of inner)
    for (const entry of list(pack[outer])) for (const { id } of list(entry[key])) declare(kind, id);
  for (const [id, setting] of Object.entries(object(pack['settings']))) {
    declare('setting', id);
    for (const option of list(object(setting)['options'])) declare('option', option['id']);
  }
  for (const [id, fact] of Object.entries(object(pack['facts']))) {
    declare('fact', id);
    for (const key of ['of', 'or']) for (const word of list(object(fact)[key])) declare('word', word['id']);
  }
}

type Member = readonly [key: string, change: (value: Json) => Json];

/** The object with some members changed; the others stay as they are. */
function changed(value: Json | undefined, ...members: readonly Member[]): JsonObject {
  const by = new Map(members);
  return Object.fromEntries(
    Object.entries(object(value)).map(([key, member]) => [key, by.get(key)?.(member) ?? member]),
  );
}

function renamePack(pack: JsonObject, rename: Rename): JsonObject {
  const as = (kind: Kind) => (value: Json) => rename.any(kind, value);
  const each =
    (...members: readonly Member[]) =>
    (value: Json) =>
      list(value).map((entry) => changed(entry, ...members));
  const id = (kind: Kind): Member => ['id', as(kind)];

  const condition = (value: Json): Json => {
    const fact = object(value)['fact'] !== undefined;
    return changed(
      value,
      ['all', (inner) => list(inner).map(condition)],
      ['any', (inner) => list(inner).map(condition)],
      ['not', condition],
      ['fact', as('fact')],
      ['is', as(fact ? 'word' : 'option')],
      ['oneOf', as('word')],
      ['class', as('class')],
      ['grade', as('grade')],
      ['gradeAtLeast', as('grade')],
      ['setting', as('setting')],
      ['decided', as('hop')],
      ['mechanism', as('mechanism')],
      ['answered', as('rule')],
    );
  };
  const anchor = (value: Json): Json =>
    changed(
      value,
      ['fact', as('fact')],
      ['is', as('word')],
      ['hop', as('hop')],
      ['report', as('report')],
      ['mechanism', as('mechanism')],
      ['decided', as('hop')],
      ['answered', as('rule')],
      ['setting', as('setting')],
    );
  const evidence = (value: Json): Json =>
    changed(
      value,
      ['anyOf', (inner) => list(inner).map(evidence)],
      ['allOf', (inner) => list(inner).map(evidence)],
      ['told', as('role')],
      ['fact', as('fact')],
      ['is', as('word')],
      ['gradeAtLeast', as('grade')],
      ['report', as('report')],
      ['to', as('role')],
      ['arrived', as('role')],
      ['mechanism', as('mechanism')],
      ['decided', as('hop')],
    );
  const point = (value: Json): Json =>
    typeof value === 'string'
      ? rename.id('fact', value)
      : changed(
          value,
          ['first', (inner) => (inner as readonly Json[]).map(point)],
          ['latest', (inner) => (inner as readonly Json[]).map(point)],
        );
  const record = (kind: Kind, value: Json, change: (inner: Json) => Json): Json =>
    Object.fromEntries(Object.entries(object(value)).map(([key, inner]) => [rename.id(kind, key), change(inner)]));

  return changed(
    pack,
    ['plan', as('plan')],
    ['office', as('role')],
    ['armed', (armed) => changed(armed, ['during', as('season')])],
    ['roles', each(id('role'))],
    [
      'settings',
      (value) =>
        record('setting', value, (setting) =>
          changed(setting, ['options', each(id('option'), ['anchor', anchor])], ['default', as('option')]),
        ),
    ],
    [
      'facts',
      (value) =>
        record('fact', value, (fact) =>
          changed(fact, ['of', each(id('word'))], ['or', each(id('word'))], ['from', point], ['to', point]),
        ),
    ],
    ['scales', each(id('scale'), ['grades', each(id('grade'))])],
    [
      'classes',
      each(
        id('class'),
        ['scale', as('scale')],
        ['intake', as('fact')],
        ['criteria', each(['propose', as('grade')], ['when', condition])],
      ),
    ],
    [
      'chains',
      each(
        id('chain'),
        ['when', condition],
        [
          'hops',
          each(
            id('hop'),
            ['from', as('role')],
            ['to', as('role')],
            ['decide', (value) => changed(value, ['by', as('role')])],
          ),
        ],
      ),
    ],
    [
      'rules',
      each(
        id('rule'),
        ['when', condition],
        ['start', anchor],
        ['startOf', each(['when', condition], ['start', anchor])],
        ['stop', evidence],
        ['forecast', as('fact')],
        ['demands', (value) => changed(value, ['regrade', as('grade')])],
        ['actor', as('role')],
        ['recipients', as('role')],
        ['ifNeeded', (value) => changed(value, ['by', as('role')])],
      ),
    ],
    ['mechanisms', each(id('mechanism'), ['levels', each(id('level'))], ['when', condition], ['roles', as('role')])],
    ['reports', each(id('report'), ['fields', each(id('field'), ['fact', as('fact')])])],
    ['crews', each(id('crew'), ['role', as('role')])],
  );
}

function renameScenario(source: JsonObject, rename: Rename): JsonObject {
  const as = (kind: Kind) => (value: Json) => rename.any(kind, value);
  const each =
    (...members: readonly Member[]) =>
    (value: Json) =>
      list(value).map((entry) => changed(entry, ...members));
  const record = (keys: Kind, change: (value: Json) => Json) => (value: Json) =>
    Object.fromEntries(Object.entries(object(value)).map(([key, inner]) => [rename.id(keys, key), change(inner)]));

  const data =
    (command: Json | undefined) =>
    (value: Json): Json =>
      changed(
        value,
        [
          'under',
          (under) =>
            Array.isArray(under)
              ? each(['plan', as('plan')], ['class', as('class')])(under)
              : changed(under, ['plan', as('plan')], ['class', as('class')]),
        ],
        ['by', command === 'incident.receive-transfer' ? (by) => by : as('role')],
        ['facts', record('fact', as('word'))],
        ['alreadyTold', as('role')],
        ['fact', as('fact')],
        ['value', as('word')],
        ['plan', as('plan')],
        ['grade', as('grade')],
        ['proposed', as('grade')],
        // To whom a hand-over goes is an account, to whom a transfer goes are words.
        ['to', command === 'incident.relay' || command === 'incident.send-report' ? as('role') : (to) => to],
        ['hop', as('hop')],
        ['kind', as('report')],
        ['fields', record('field', (text) => text)],
        ['mechanism', as('mechanism')],
        ['level', as('level')],
        ['crew', as('crew')],
        ['role', as('role')],
        ['rule', as('rule')],
        ['duty', as('rule')],
      );
  const duty: readonly Member[] = [
    ['rule', as('rule')],
    ['plan', as('plan')],
  ];
  return changed(
    source,
    [
      'plans',
      each(
        ['pack', as('plan')],
        ['choices', record('setting', as('option'))],
        ['seasons', record('season', (season) => season)],
        ['softLimits', record('rule', (limit) => limit)],
      ),
    ],
    ['directory', each(['roles', as('role')])],
    [
      'steps',
      (steps) => list(steps).map((step) => changed(step, ['onBehalfOf', as('role')], ['data', data(step['command'])])),
    ],
    [
      'expect',
      each(
        ['duties', each(...duty)],
        ['passed', each(...duty)],
        ['grade', record('plan', as('grade'))],
        ['criteria', record('plan', as('grade'))],
      ),
    ],
  );
}
