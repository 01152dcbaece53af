import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainRule } from '@duty-room/shared/plan/explain';
import { loadPlan } from '@duty-room/shared/plan/load';
import type { Plan, PlanRule } from '@duty-room/shared/plan/schema';

const FOLDER = new URL('../../shared/plans/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

function pack(name: string): Plan {
  const file = `${name}.yaml`;
  const loaded = loadPlan(readFileSync(new URL(file, FOLDER), 'utf8'), file);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues, null, 2));
  return loaded.plan;
}

function ruleOf(plan: Plan, id: string): PlanRule {
  const rule = plan.rules.find((entry) => entry.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return rule;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the plans that the product ships', () => {
  it('are the three that are announced', () => {
    expect(FILES.toSorted()).toEqual(['communications.yaml', 'heating.yaml', 'national.yaml']);
  });

  it.each(FILES)('%s loads without an issue or a warning', (file) => {
    expect(loadPlan(readFileSync(new URL(file, FOLDER), 'utf8'), file)).toMatchObject({ ok: true, warnings: [] });
  });

  it.each(FILES)(
    '%s cites the place and the line of every rule, chain, hop, class, criterion and mechanism',
    (file) => {
      const plan = pack(file.replace('.yaml', ''));
      const cites = [
        ...plan.rules,
        ...plan.chains,
        ...plan.chains.flatMap((chain) => chain.hops),
        ...plan.classes,
        ...plan.classes.flatMap((entry) => entry.criteria),
        ...plan.mechanisms,
      ].flatMap((entry) => entry.cite);
      for (const cite of cites) {
        expect(cite.line).toMatch(/^(\d{3}:)?L\d+(-\d+)?$/);
        expect(cite.at.zh).not.toBe('');
      }
    },
  );

  it.each(FILES)('%s can be said back rule by rule, in Chinese without ids and in English without Chinese', (file) => {
    const plan = pack(file.replace('.yaml', ''));
    for (const rule of plan.rules) {
      const said = explainRule(plan, rule);
      expect(said.zh.endsWith('。')).toBe(true);
      expect(said.zh).not.toMatch(/[a-z]{3,}/);
      expect(said.en).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it.each(FILES)('%s keeps what stands at the right end of a row within eight characters', (file) => {
    const words = pack(file.replace('.yaml', '')).rules.flatMap((rule) => rule.otherwise?.zh ?? []);
    expect(words.filter((word) => word.length > 8)).toEqual([]);
  });

  it('carry a number only where the text has one', () => {
    const numbers = FILES.flatMap((file) => {
      const plan = pack(file.replace('.yaml', ''));
      return plan.rules.flatMap((rule) =>
        rule.limit === undefined ? [] : [`${plan.plan}/${rule.id} ${rule.limit / MINUTE}`],
      );
    });
    expect(numbers.toSorted()).toEqual([
      'communications/relay-1h 60',
      'heating/event-outage-12h 720',
      'heating/outage-12h 720',
      'heating/outage-24h 1440',
      'heating/relay-15min 15',
      'national/report-4h 240',
    ]);
  });
});

describe('the heating plan', () => {
  const heating = pack('heating');

  it('prescribes the chains of its section 3, hop by hop', () => {
    const table = heating.chains.map((chain) => [
      chain.id,
      chain.provisional,
      chain.hops.map(
        (hop) => `${hop.decide ? `decide by ${hop.decide.by}: ` : ''}${hop.from} -> ${hop.to.toSorted().join(' + ')}`,
      ),
    ]);
    const toOffice = 'heating-unit -> heating-office';
    expect(table).toEqual([
      ['event.ungraded', true, [toOffice]],
      ['event.general', false, [toOffice, 'heating-office -> commission-leader']],
      [
        'event.important',
        false,
        [toOffice, 'heating-office -> city-heating-office + commission-leader + district-government'],
      ],
      [
        'event.major',
        false,
        [toOffice, 'heating-office -> city-heating-office + commission-leader + district-government'],
      ],
      ['accident.ungraded', true, [toOffice]],
      ['accident.general', false, [toOffice]],
      [
        'accident.important',
        false,
        [
          toOffice,
          'heating-office -> commission-leader',
          'decide by commission-leader: heating-office -> deputy-district-head',
        ],
      ],
      [
        'accident.major',
        false,
        [
          toOffice,
          'heating-office -> commission-head',
          'decide by commission-head: heating-office -> city-heating-office + deputy-district-head',
        ],
      ],
    ]);
  });

  it('has three classes, two scales of three grades, and no grade for other emergencies', () => {
    expect(heating.classes.map((entry) => [entry.id, entry.scale])).toEqual([
      ['accident', 'accident'],
      ['event', 'event'],
      ['other', undefined],
    ]);
    for (const scale of heating.scales)
      expect(scale.grades.map((grade) => grade.id)).toEqual(['general', 'important', 'major']);
  });

  it('draws the lines of an accident as its definitions do: 12 h and 24 h belong to the lower grade', () => {
    const criteria = heating.classes.find((entry) => entry.id === 'accident')?.criteria ?? [];
    expect(criteria.map((criterion) => [criterion.propose, criterion.when, criterion.cite[0]?.line])).toEqual([
      ['general', { fact: 'outage', atMost: 12 * HOUR }, 'L37'],
      ['important', { fact: 'outage', above: 12 * HOUR, atMost: 24 * HOUR }, 'L39'],
      ['major', { fact: 'outage', above: 24 * HOUR }, 'L41'],
      ['major', { fact: 'expectedRestoreAt', is: 'cannot-heat' }, 'L75'],
      ['major', { fact: 'safetyAccident', is: true }, 'L42'],
    ]);
    expect(criteria[1]?.conflictsWith?.[0]?.line).toBe('L70');
  });

  it('counts 12 h exactly, in real time, for a major event', () => {
    const criteria = heating.classes.find((entry) => entry.id === 'event')?.criteria ?? [];
    expect(criteria.map((criterion) => [criterion.propose, criterion.cite[0]?.line])).toEqual([
      ['general', 'L28'],
      ['important', 'L30'],
      ['important', 'L31'],
      ['major', 'L33'],
      ['major', 'L34'],
    ]);
    expect(criteria[3]?.when).toEqual({
      all: [
        { fact: 'cause', oneOf: ['arrears', 'poor-management'] },
        { fact: 'outageSoFar', atLeast: 12 * HOUR },
        { fact: 'mediationFailed', is: true },
      ],
    });
    expect(heating.facts['outageSoFar']).toMatchObject({ from: 'heatStoppedAt', to: { first: ['restoredAt', 'now'] } });
    expect(heating.facts['outage']).toMatchObject({
      to: { first: ['restoredAt', { latest: ['expectedRestoreAt', 'now'] }] },
    });
  });

  it('runs one hard clock of 15 minutes over events and accidents, from the discovery in a general accident', () => {
    expect(ruleOf(heating, 'relay-15min')).toMatchObject({
      when: { class: ['event', 'accident'] },
      start: { setting: 'relayStartsAt' },
      startOf: [{ when: { all: [{ class: ['accident'] }, { grade: ['general'] }] }, start: { time: 'discovered' } }],
      stop: { chain: 'completed' },
      limit: 15 * MINUTE,
      warn: { left: { share: 0.25 } },
      afterRegrade: 'fromGrade',
      excludesLine: false,
    });
    expect(heating.settings['relayStartsAt']).toMatchObject({
      default: 'received',
      options: [{ id: 'received' }, { id: 'discovered' }],
    });
  });

  it.each([
    ['outage-12h', 12, 'important'],
    ['outage-24h', 24, 'major'],
  ])('asks for another grade when %s passes, and warns two hours ahead', (id, hours, grade) => {
    expect(ruleOf(heating, id)).toMatchObject({
      start: { fact: 'heatStoppedAt' },
      stop: { anyOf: [{ fact: 'restoredAt' }, { gradeAtLeast: grade }] },
      limit: hours * HOUR,
      warn: { left: 2 * HOUR },
      forecast: 'expectedRestoreAt',
      demands: { regrade: grade },
      excludesLine: false,
    });
  });

  it('demands a written outcome before an important event, and a recommendation before a major one, can be closed', () => {
    expect(heating.rules.filter((rule) => rule.beforeClosing).map((rule) => [rule.id, rule.stop, rule.limit])).toEqual([
      [
        'event-outcome-written',
        { report: ['outcome'], to: ['commission-leader', 'city-heating-office'], medium: 'written' },
        undefined,
      ],
      [
        'event-take-over-report',
        { report: ['take-over-recommendation'], to: ['city-heating-office'], medium: 'written' },
        undefined,
      ],
    ]);
  });

  it('has on scene whom the text names, all of them', () => {
    const scenes = heating.rules.flatMap((rule) =>
      'arrived' in rule.stop ? [[rule.id, rule.stop.arrived, rule.ifNeeded?.by]] : [],
    );
    expect(scenes).toEqual([
      ['event-on-scene', ['heating-office'], undefined],
      ['general-on-scene', ['heating-office'], 'heating-office'],
      ['important-on-scene', ['heating-office', 'commission-leader'], undefined],
      ['major-on-scene', ['commission-head', 'city-heating-office', 'district-departments'], undefined],
      ['major-command-on-scene', ['commission-director', 'deputy-district-head'], 'commission-head'],
    ]);
  });

  it('asks a named role wherever the text says "if needed", and puts no line there', () => {
    const asked = heating.rules.filter((rule) => rule.ifNeeded);
    expect(asked.map((rule) => rule.id)).toEqual([
      'event-take-over',
      'event-take-over-preparation',
      'general-on-scene',
      'important-explain-further',
      'major-departments',
      'major-command-on-scene',
    ]);
    for (const rule of asked) expect(rule.limit).toBeUndefined();
  });

  it('reports the result along the channels that were really used', () => {
    expect(ruleOf(heating, 'accident-result-up').stop).toEqual({ report: ['result'], toThoseTold: true });
  });

  it('can start eight mechanisms, the linkage on two levels', () => {
    expect(
      heating.mechanisms.map((mechanism) => [mechanism.id, mechanism.levels.length, mechanism.cite[0]?.line]),
    ).toEqual([
      ['linkage', 2, 'L85'],
      ['fast-information', 0, 'L86'],
      ['early-warning', 0, 'L87'],
      ['repair-rescue', 0, 'L88-90'],
      ['quality-evaluation', 0, 'L91'],
      ['take-over', 0, 'L92-93'],
      ['materials', 0, 'L94'],
      ['funds', 0, 'L95'],
    ]);
  });

  it('runs in the heating season only', () => {
    expect(heating.armed?.during).toBe('heating');
  });

  it('asks at intake for the unit, the outage, the forecast and the households, never for what is derived', () => {
    for (const entry of heating.classes) {
      expect(entry.intake).toEqual(
        expect.arrayContaining(['heatingUnit', 'heatStoppedAt', 'expectedRestoreAt', 'households']),
      );
      for (const fact of entry.intake) expect(heating.facts[fact]?.type).not.toBe('duration');
    }
  });
});

describe('the plans beside it', () => {
  it('relay every call of an operator within an hour of its receipt, at any level', () => {
    const rule = ruleOf(pack('communications'), 'relay-1h');
    expect(rule).toMatchObject({
      when: { class: ['comms-failure'] },
      start: { time: 'received' },
      stop: { told: ['emergency-committee'] },
      limit: HOUR,
      per: 'call',
    });
  });

  it('report a grade I or II event at once, at the latest four hours after it happened', () => {
    const rule = ruleOf(pack('national'), 'report-4h');
    expect(rule).toMatchObject({
      when: { gradeAtLeast: 'serious' },
      start: { time: 'occurred', elseAssume: 'received' },
      limit: 4 * HOUR,
      soft: { zh: '立即' },
    });
  });

  it('share no role or decision that would mean two things on one incident', () => {
    const plans = FILES.map((file) => pack(file.replace('.yaml', '')));
    const roles = plans.flatMap((plan) => plan.roles.map((role) => role.id));
    const hops = plans.flatMap((plan) => [...new Set(plan.chains.flatMap((chain) => chain.hops.map((hop) => hop.id)))]);
    expect(new Set(roles).size).toBe(roles.length);
    expect(new Set(hops).size).toBe(hops.length);
  });
});
