import { describe, expect, it } from 'vitest';
import { issueLine, loadPlan, parsePlan, type PlanIssue } from './load.ts';
import { TEST_PLAN } from './test-support/water.ts';

/** The test plan with some of its words replaced; each must be there. */
function edited(...changes: readonly (readonly [string, string])[]): string {
  let text = TEST_PLAN;
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  return text;
}

function issuesOf(text: string): readonly PlanIssue[] {
  const loaded = loadPlan(text, 'water.yaml');
  return loaded.ok ? [] : loaded.issues;
}

describe('reading a plan file', () => {
  it('takes a correct plan without an issue or a warning', () => {
    const loaded = loadPlan(TEST_PLAN, 'water.yaml');
    expect(loaded).toMatchObject({ ok: true, warnings: [] });
  });

  it('gives back the same plan from the JSON that the log carries', () => {
    const loaded = loadPlan(TEST_PLAN, 'water.yaml');
    if (!loaded.ok) throw new Error('the test plan is wrong');
    expect(parsePlan(JSON.parse(JSON.stringify(loaded.source)))).toEqual(loaded.plan);
  });

  it('throws on JSON that is no plan', () => {
    expect(() => parsePlan({ plan: 'water' })).toThrow(/roles/);
  });

  it('turns durations into milliseconds and one recipient into a list', () => {
    const loaded = loadPlan(TEST_PLAN, 'water.yaml');
    if (!loaded.ok) throw new Error('the test plan is wrong');
    expect(loaded.plan.rules[0]).toMatchObject({ limit: 900_000, warn: { left: 300_000 } });
    expect(loaded.plan.rules[2]?.stop).toEqual({ report: ['final'], to: ['chief'], medium: 'written' });
  });

  it('names ten different mistakes of one file at once, each with its path and line', () => {
    const text = edited(
      ['edition: T-1\n', ''],
      ['label: { zh: 主管领导, en: Leader }', 'label: { zh: 主管领导 }'],
      ['default: received', 'default: recieved'],
      ['type: count', 'type: number'],
      ['above: PT12H', 'above: 12 hours'],
      ['from: office, to: [chief]', 'from: office, to: [boss]'],
      ['limit: PT15M', 'limit: PT15M\n    lmit: PT15M'],
      ['start: { fact: stoppedAt }', 'start: { fakt: stoppedAt }'],
      ['demands: { regrade: large }', 'demands: { regrade: huge }'],
      ['medium: written }', 'medium: letter }'],
    );
    const issues = issuesOf(text);
    const line = (needle: string): number => text.split('\n').findIndex((row) => row.includes(needle)) + 1;
    expect(issues.map(({ path, line: at }) => [path, at])).toEqual(
      expect.arrayContaining([
        ['edition', 1],
        ['roles.2.label.en', line('主管领导')],
        ['settings.startsAt.default', line('recieved')],
        ['facts.homes.type', line('type: number')],
        ['classes.0.criteria.0.when.above', line('12 hours')],
        ['chains.2.hops.1.to.0', line('boss')],
        ['rules.0', line('id: relay')],
        ['rules.1.start', line('fakt')],
        ['rules.1.demands.regrade', line('huge')],
        ['rules.2.stop.medium', line('letter')],
      ]),
    );
    expect(issues).toHaveLength(10);
    for (const issue of issues) {
      expect(issue.file).toBe('water.yaml');
      expect(issue.message.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(issue.message.en).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('says what is wrong where a form is chosen by its key, not "invalid input"', () => {
    const [start] = issuesOf(edited(['start: { fact: stoppedAt }', 'start: { fakt: stoppedAt }']));
    expect(start?.message.en).toBe(
      'knows no "fakt"; the key should be one of time, fact, graded, hop, report, order, mechanism, decided, answered, became, setting',
    );
    const [two] = issuesOf(
      edited(['when: { class: burst }\n    start: { fact', 'when: { class: burst, grade: small }\n    start: { fact']),
    );
    expect(two?.message).toEqual({
      zh: '一处只能写一项，现同时写了 class、grade',
      en: 'holds one of these at a time, found class and grade together',
    });
    const [word] = issuesOf(edited(['stop: { chain: completed }', 'stop: completed']));
    expect(word?.message.zh).toContain('应写成 { 键: 值 }');
    const [empty] = issuesOf(edited(['when: { fact: outage, above: PT12H }', 'when: { fact: outage }']));
    expect(empty).toMatchObject({ path: 'classes.0.criteria.0.when' });
    expect(empty?.message.en).toContain('needs one of is, oneOf');
  });

  it('finds a mistake deep inside a condition', () => {
    const [issue] = issuesOf(
      edited([
        'when: { all: [{ class: burst }, { grade: large }] }\n    start',
        'when: { all: [{ class: burst }, { not: { garde: large } }] }\n    start',
      ]),
    );
    expect(issue).toMatchObject({ path: 'rules.2.when.all.1.not' });
  });

  it('goes on checking past a key that stands twice, and names both', () => {
    const issues = issuesOf(
      edited(['limit: PT15M', 'limit: PT15M\n    limit: PT16M'], ['role: works }', 'role: nobody }']),
    );
    expect(issues.map((issue) => issue.path)).toEqual(['', 'crews.0.role']);
    expect(issues[0]?.message.zh).toContain('两个相同的键');
  });

  it('names the line of a syntax mistake', () => {
    const issues = issuesOf(edited(['office: office', 'office: "office']));
    expect(issues.length).toBeGreaterThan(0);
    expect(issues[0]).toMatchObject({ file: 'water.yaml', path: '' });
    expect(issues[0]?.line).toBeGreaterThan(0);
  });

  it('refuses what is no plan at all, without breaking', () => {
    for (const text of ['', '[]', '42', 'just words', '- a\n- b']) {
      const loaded = loadPlan(text, 'x.yaml');
      expect(loaded.ok).toBe(false);
    }
  });

  it('refuses a file whose aliases blow up', () => {
    const rows = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level += 1)
      rows.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    expect(loadPlan(rows.join('\n'), 'bomb.yaml').ok).toBe(false);
  });

  it('refuses ids that every object inherits', () => {
    const issues = issuesOf(
      edited(['  homes: { type', '  constructor: { type'], [', fact: homes }', ' }'], ['backAt, homes,', 'backAt,']),
    );
    expect(issues.map((issue) => issue.path)).toEqual(['facts.constructor']);
  });

  it('makes one line of an issue for a terminal', () => {
    const [issue] = issuesOf(edited(['role: works }', 'role: nobody }']));
    if (!issue) throw new Error('no issue');
    expect(issueLine(issue, 'en')).toMatch(/^water\.yaml:\d+ crews\.0\.role: there is no role "nobody"$/);
  });
});
