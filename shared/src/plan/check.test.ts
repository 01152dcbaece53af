import { describe, expect, it } from 'vitest';
import { loadPlan } from './load.ts';
import { TEST_PLAN } from './test-support/water.ts';

/** Paths and English words of what the loader says after replacing some words of the test plan. */
function said(...changes: readonly (readonly [string, string])[]): readonly string[] {
  let text = TEST_PLAN;
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  const loaded = loadPlan(text, 'water.yaml');
  return loaded.ok
    ? loaded.warnings.map((warning) => `warning ${warning.path}: ${warning.message.en}`)
    : loaded.issues.map((issue) => `${issue.path}: ${issue.message.en}`);
}

type Case = readonly [what: string, from: string, to: string, expected: string];

const CASES: readonly Case[] = [
  ['an office that is no role', 'office: office', 'office: offfice', 'office: there is no role "offfice"'],
  [
    'a caller that is no role',
    'from: works, to: [office]',
    'from: wroks, to: [office]',
    'chains.0.hops.0.from: there is no role "wroks"',
  ],
  [
    'a recipient that is no role',
    'to: chief, medium',
    'to: [chief, boss], medium',
    'rules.2.stop.to.1: there is no role "boss"',
  ],
  [
    'an unknown fact in a condition',
    '{ fact: outage, above',
    '{ fact: outgae, above',
    'classes.0.criteria.0.when.fact: there is no fact "outgae"',
  ],
  [
    'an unknown fact as a start',
    'start: { fact: stoppedAt }',
    'start: { fact: stopped }',
    'rules.1.start.fact: there is no fact "stopped"',
  ],
  [
    'an unknown fact in a duration',
    'from: stoppedAt, to',
    'from: stopped, to',
    'facts.outage.from: there is no fact "stopped"',
  ],
  [
    'an unknown fact in a report',
    'fact: homes }] }',
    'fact: house }] }',
    'reports.0.fields.0.fact: there is no fact "house"',
  ],
  [
    'an unknown fact at intake',
    'intake: [stoppedAt',
    'intake: [stopped',
    'classes.0.intake.0: there is no fact "stopped"',
  ],
  [
    'an unknown class',
    'when: { class: burst }\n    start: { setting',
    'when: { class: brust }\n    start: { setting',
    'rules.0.when.class: there is no class "brust"',
  ],
  ['an unknown scale', 'scale: burst\n', 'scale: brust\n', 'classes.0.scale: there is no scale "brust"'],
  ['a grade of no scale', 'propose: large', 'propose: huge', 'classes.0.criteria.0.propose: there is no grade "huge"'],
  [
    "another class's grade",
    'propose: large',
    'propose: loud',
    'classes.0.criteria.0.propose: the grade "loud" is not on the scale of burst',
  ],
  [
    "another class's grade in a rule",
    '{ gradeAtLeast: large }',
    '{ gradeAtLeast: loud }',
    'rules.1.stop.anyOf.1.gradeAtLeast: the grade "loud" is not on the scale of burst',
  ],
  [
    'an unknown setting',
    'start: { setting: startsAt }',
    'start: { setting: startAt }',
    'rules.0.start.setting: there is no setting "startAt"',
  ],
  [
    'an unknown default option',
    'default: received',
    'default: gotten',
    'settings.startsAt.default: there is no option "gotten"',
  ],
  [
    'an option without an anchor',
    ', anchor: { time: discovered } }',
    ' }',
    'rules.0.start: the option "found" of the setting "startsAt" has no anchor',
  ],
  [
    'an unknown option in a condition',
    '{ class: burst }, { grade: large }] }\n    start',
    '{ class: burst }, { setting: startsAt, is: later }] }\n    start',
    'rules.2.when.all.1.is: the setting "startsAt" has no option "later"',
  ],
  ['an unknown hop', 'start: { time: handled }', 'start: { hop: upp }', 'rules.2.start.hop: there is no hop "upp"'],
  [
    'an unknown decision',
    'start: { time: handled }',
    'start: { decided: up }',
    'rules.2.start.decided: there is no decision hop "up"',
  ],
  [
    'an unknown report kind',
    'report: final, to',
    'report: fnal, to',
    'rules.2.stop.report: there is no report kind "fnal"',
  ],
  [
    'an unknown mechanism',
    'start: { time: handled }',
    'start: { mechanism: pumps, state: started }',
    'rules.2.start.mechanism: there is no mechanism "pumps"',
  ],
  [
    'an answer to a rule without a question',
    'start: { time: handled }',
    'start: { answered: line }',
    'rules.2.start.answered: there is no rule with ifNeeded "line"',
  ],
  ['an id used twice', '- id: line', '- id: relay', 'rules.1.id: the id "relay" is used twice'],
  [
    'a grade used twice',
    '{ id: large, label: { zh: 大, en: Large } }]',
    '{ id: small, label: { zh: 大, en: Large } }, { id: large, label: { zh: 大, en: Large } }]',
    'scales.0.grades.1.id: the id "small" is used twice',
  ],
  [
    'a hop that means something else elsewhere',
    '{ id: up,',
    '{ id: in,',
    'chains.2.hops.1.id: the hop "in" means something else in another chain',
  ],
  [
    'a derived duration at intake',
    'cause, discovered]',
    'cause, outage, discovered]',
    'classes.0.intake.5: "outage" is a derived duration and cannot be typed in',
  ],
  [
    "one of the incident's own times declared",
    '  homes: {',
    '  handled: { type: instant, label: { zh: 处置, en: Handled } }\n  homes: {',
    'facts.handled: "handled" is one of the incident\'s own times and cannot be declared',
  ],
  [
    'a duration that runs from a count',
    'from: stoppedAt, to',
    'from: homes, to',
    'facts.outage.from: "homes" is no instant; a duration cannot run from or to it',
  ],
  [
    'a size test of a choice',
    '{ fact: outage, above: PT12H }',
    '{ fact: cause, above: 3 }',
    'classes.0.criteria.0.when.above: "cause" is no count and no duration; it cannot be compared by above',
  ],
  [
    'a bare number for a duration',
    'above: PT12H',
    'above: 12',
    'classes.0.criteria.0.when.above: "outage" is a duration; write PT12H, not a bare number',
  ],
  [
    'a duration for a count',
    '{ fact: outage, above: PT12H }',
    '{ fact: homes, above: PT12H }',
    'classes.0.criteria.0.when.above: "homes" is a count, not a duration',
  ],
  [
    'an unknown option of a choice',
    '{ fact: outage, above: PT12H }',
    '{ fact: cause, is: frost }',
    'classes.0.criteria.0.when.is: "cause" has no option "frost": pipe, pump',
  ],
  [
    'a word for a flag',
    '{ fact: outage, above: PT12H }',
    '{ fact: unsafe, is: yes }',
    'classes.0.criteria.0.when.is: "unsafe" is a flag; it is true or false',
  ],
  [
    'a value that an instant cannot have',
    '{ fact: outage, above: PT12H }',
    '{ fact: backAt, is: soon }',
    'classes.0.criteria.0.when.is: "backAt" is an instant; it can be compared with its words only: never',
  ],
  [
    'equality with a duration',
    '{ fact: outage, above: PT12H }',
    '{ fact: outage, is: 12 }',
    'classes.0.criteria.0.when.is: "outage" is a duration; use above, atLeast, below or atMost',
  ],
  [
    'a duration as a start',
    'start: { fact: stoppedAt }',
    'start: { fact: outage }',
    'rules.1.start.fact: the duration "outage" cannot start a clock',
  ],
  [
    "one of the incident's own times as a fact anchor",
    'start: { fact: stoppedAt }',
    'start: { fact: occurred }',
    'rules.1.start.fact: "occurred" is one of the incident\'s own times; write { time: occurred }',
  ],
  [
    'a duration as evidence',
    '{ fact: backAt }, {',
    '{ fact: outage }, {',
    'rules.1.stop.anyOf.0.fact: the duration "outage" cannot stop a clock',
  ],
  ['a forecast that is no instant', 'forecast: backAt', 'forecast: homes', 'rules.1.forecast: "homes" is no instant'],
  [
    'a warning longer than the limit',
    'left: PT5M',
    'left: PT15M',
    'rules.0.warn.left: the warning is not shorter than the limit',
  ],
  [
    'a warning of no share',
    'left: PT5M',
    'left: 0%',
    'rules.0.warn.left: should be a share such as 25% or a duration such as PT2H, found "0%"',
  ],
  [
    'a rule without any target',
    '    soft: { zh: 及时, en: promptly }\n',
    '',
    'rules.2: needs one of limit, asked, soft, ifNeeded',
  ],
  [
    'a warning without a line',
    'soft: { zh: 及时, en: promptly }',
    'soft: { zh: 及时, en: promptly }\n    warn: { left: 25% }',
    'rules.2.warn: warn needs a limit',
  ],
  [
    'a limit that is fixed and asked for',
    'limit: PT12H',
    'limit: PT12H\n    asked: true\n    per: order',
    'rules.1.asked: takes either limit or asked, not both',
  ],
  [
    'an asked limit outside an order',
    'soft: { zh: 及时, en: promptly }',
    'asked: true',
    'rules.2.asked: a limit set by the person who orders needs per: order',
  ],
  [
    'an order that starts a rule of the incident',
    'start: { time: handled }',
    'start: { order: ordered }',
    'rules.2.start: a rule that starts at a stage of an order needs per: order',
  ],
  [
    'a line for a duty "if needed"',
    'limit: PT12H',
    'limit: PT12H\n    ifNeeded: { by: chief, question: { zh: 要吗, en: Needed } }',
    'rules.1.ifNeeded: a duty "if needed" has no line',
  ],
  [
    'an answer that stops a rule without a question',
    'stop: { report: final, to: chief, medium: written }',
    'stop: { answered: true }',
    'rules.2.stop: answered stops only a rule with ifNeeded',
  ],
  [
    'recipients named and looked up at once',
    'to: chief, medium',
    'to: chief, toThoseTold: true, medium',
    'rules.2.stop.toThoseTold: takes either to or toThoseTold, not both',
  ],
  [
    'a medium that differs from the evidence',
    'soft: { zh: 及时, en: promptly }',
    'soft: { zh: 及时, en: promptly }\n    medium: phone',
    'rules.2.medium: the medium differs from the one that stop asks for',
  ],
  [
    'a start by a condition that is not there',
    '    when: { class: burst }\n    start: { fact: stoppedAt }',
    '    start: { became: true }',
    'rules.1.start: without a condition (when) there is no instant at which it came to hold',
  ],
];

describe('cross checks of a plan', () => {
  it.each(CASES)('refuses %s', (_what, from, to, expected) => {
    expect(said([from, to])).toContain(expected);
  });

  it('refuses a relay over a class and grade that no chain covers', () => {
    expect(
      said([
        'when: { all: [{ class: burst }, { grade: small }] }\n    cite',
        'when: { all: [{ class: burst }, { grade: large }] }\n    cite',
      ]),
    ).toEqual(expect.arrayContaining(['rules.0.stop: there is no chain for burst/small']));
  });

  it('refuses a relay over a class without any chain', () => {
    expect(
      said(['when: { class: burst }\n    start: { setting', 'when: { class: [burst, other] }\n    start: { setting']),
    ).toContain('rules.0.stop: there is no chain for other');
  });

  it('refuses a chain for the ungraded that would count as complete', () => {
    expect(said(['    provisional: true\n', ''])).toContain(
      'rules.0.stop: the chain "burst.ungraded" for burst/ungraded must be provisional',
    );
  });

  it('refuses a provisional chain for a confirmed grade', () => {
    expect(
      said(['    label: { zh: 大, en: Large }\n', '    label: { zh: 大, en: Large }\n    provisional: true\n']),
    ).toContain('rules.0.stop: the chain "burst.large" for burst/large must not be provisional');
  });

  it('refuses a relay that the receipt starts and, its chain ending at the office, stops as well', () => {
    const startOf = TEST_PLAN.slice(TEST_PLAN.indexOf('    startOf:'), TEST_PLAN.indexOf('    stop: { chain'));
    expect(said([startOf, ''])).toEqual([
      'rules.0.start: the start is also the stop (burst/small): {"time":"received"}; give another start (startOf)',
    ]);
  });

  it('finds that an assumed start would be its own stop too', () => {
    expect(
      said(['start: { time: discovered } }', 'start: { time: discovered, elseAssume: received } }']).join(),
    ).toContain('rules.0.startOf.0.start: the start is also the stop (burst/small)');
  });

  it.each([
    ['{ time: received }', '{ told: office }'],
    ['{ hop: in }', '{ told: [office] }'],
    ['{ hop: up }', '{ told: chief }'],
    ['{ hop: up }', '{ chain: completed }'],
    ['{ fact: backAt }', '{ fact: backAt }'],
    ['{ time: handled }', '{ fact: handled }'],
    ['{ report: final }', '{ report: final, to: chief, medium: written }'],
    ['{ report: final, act: received }', '{ anyOf: [{ discharged: true }, { report: final }] }'],
    ['{ graded: true }', '{ gradeAtLeast: large }'],
    ['{ became: true }', '{ gradeAtLeast: small }'],
    ['{ fact: cause, is: pipe }', '{ allOf: [{ fact: cause }, { fact: cause, is: pipe }] }'],
  ])('refuses a rule that %s starts and %s stops', (start, stop) => {
    const issues = said(
      ['start: { time: handled }', `start: ${start}`],
      ['stop: { report: final, to: chief, medium: written }', `stop: ${stop}`],
    );
    expect(issues.some((issue) => issue.startsWith('rules.2.start: the start is also the stop'))).toBe(true);
  });

  it.each([
    ['{ time: received }', '{ told: [office, chief] }'],
    ['{ hop: in }', '{ told: chief }'],
    ['{ hop: in }', '{ chain: completed }'],
    ['{ fact: cause, is: pipe }', '{ fact: cause, is: pump }'],
    ['{ fact: backAt }', '{ allOf: [{ fact: backAt }, { discharged: true }] }'],
    ['{ became: true }', '{ fact: backAt }'],
  ])('lets a rule run from %s to %s', (start, stop) => {
    expect(
      said(
        ['start: { time: handled }', `start: ${start}`],
        ['stop: { report: final, to: chief, medium: written }', `stop: ${stop}`],
      ),
    ).toEqual([]);
  });

  it('refuses a rule that ends at a stage of its order before the one that starts it', () => {
    const order = (from: string, to: string): readonly string[] =>
      said(
        ['start: { time: handled }', `start: { order: ${from} }\n    per: order`],
        ['stop: { report: final, to: chief, medium: written }', `stop: { order: ${to} }`],
      );
    expect(order('ordered', 'arrived')).toEqual([]);
    expect(order('arrived', 'departed').join()).toContain('the start is also the stop');
  });

  it('warns of roles, facts, settings and chains that nothing uses, without refusing the plan', () => {
    expect(
      said(
        ['  - { id: chief,', '  - { id: idle, label: { zh: 闲人, en: Idler } }\n  - { id: chief,'],
        ['  homes: {', '  rain: { type: flag, label: { zh: 下雨, en: Rain } }\n  homes: {'],
        ['start: { setting: startsAt }', 'start: { time: received }'],
        [
          'chains:\n',
          'chains:\n  - { id: nobody, label: { zh: 无, en: None }, when: { all: [{ class: other }, { class: burst }] }, cite: *c, hops: [{ id: x, label: { zh: 无, en: None }, from: works, to: [chief], cite: *c }] }\n',
        ],
      ),
    ).toEqual([
      'warning roles.2: the role "idle" is used by nothing',
      'warning facts.rain: the fact "rain" is used by nothing',
      'warning settings.startsAt: the setting "startsAt" is used by nothing',
      'warning chains.0: the chain "nobody" is used by nothing',
    ]);
  });

  it('still finds what one entry refers to wrongly when another entry is broken', () => {
    expect(
      said(
        ['  - { id: works, label: { zh: 水厂, en: Waterworks } }', '  - { id: works }'],
        ['role: works', 'role: nobody'],
      ),
    ).toEqual(['roles.0.label: is missing', 'crews.0.role: there is no role "nobody"']);
  });
});
