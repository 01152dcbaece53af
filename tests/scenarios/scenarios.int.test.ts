import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rememberPacks } from '@duty-room/server/scenario/remember-packs';
import { differenceText } from '@duty-room/server/scenario/report';
import { runScenario, type ScenarioResult } from '@duty-room/server/scenario/run';
import { shippedPacks } from '@duty-room/server/scenario/shipped-packs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packSources, SCENARIOS, scenarioFiles, scenarioOf } from './files.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const packs = rememberPacks(shippedPacks());

async function resultOf(source: (typeof scenarioFiles)[number]['source'], file: string): Promise<ScenarioResult> {
  const run = await runScenario(scenarioOf(source, file), { packs, file });
  if (!run.ok) throw new Error(JSON.stringify(run.issues));
  return run.result;
}

describe('every scenario of the folder', () => {
  it.each(scenarioFiles)('holds: $file', async ({ source, file }) => {
    const { differences } = await resultOf(source, file);
    expect(differences.map(differenceText).join('\n')).toBe('');
  });

  it('is called as its file is', () => {
    for (const { file, source } of scenarioFiles)
      expect(scenarioOf(source, file).scenario).toBe(file.replace('.yaml', ''));
  });

  it('takes less than a second, whatever the length of its night', async () => {
    const began = performance.now();
    for (const { source, file } of scenarioFiles) await resultOf(source, file);
    expect((performance.now() - began) / scenarioFiles.length).toBeLessThan(1000);
  });

  it('gives the same table each time', async () => {
    for (const { source, file } of scenarioFiles)
      expect(JSON.stringify(await resultOf(source, file))).toBe(JSON.stringify(await resultOf(source, file)));
  });

  it('leaves no shipped plan pack out', () => {
    const used = scenarioFiles.flatMap(({ source }) => scenarioOf(source, '').plans.map(({ pack }) => pack));
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(packSources).toSorted());
  });
});

describe('npm run scenario', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const cli = (...args: string[]) =>
    spawnSync(process.execPath, [join(ROOT, 'server/src/scenario/cli.ts'), ...args], { encoding: 'utf8', cwd: folder });
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const good = scenarioFiles.find(({ file }) => file === 'relay-missed-at-hop-two.yaml')!;

  it('prints the table of duties and ends with 0 where everything holds', () => {
    const { status, stdout, stderr } = cli(join(SCENARIOS, good.file));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/heating\/relay-15min +22:10:00 +22:25:00 +metLate +22:33:00 +call, decision, leader/);
    expect(stdout).toContain('Every expectation holds.');
  });

  it('holds for the example of the documentation', () => {
    const readme = readFileSync(join(SCENARIOS, 'README.md'), 'utf8');
    const example = /```yaml\n(.*?)```/s.exec(readme)?.[1] ?? '';
    expect(cli(write('example.yaml', example)).status).toBe(0);
  });

  it('ends with 1 and shows what was expected and what was the case', () => {
    const file = write('wrong.yaml', good.text.replaceAll('state: metLate', 'state: met'));
    const { status, stdout } = cli(file);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /1 not as expected:\n {2}22:40 known \$call: duty relay-15min: state\n {4}expected met\n {4}actual {3}metLate/,
    );
  });

  it('fails where a duty exists that the file does not list', () => {
    const file = write('unlisted.yaml', good.text.replace(/^ +- \{ rule: important-handling.*$/m, ''));
    const { status, stdout } = cli(file);
    expect(status).toBe(1);
    expect(stdout).toMatch(/heating\/important-handling\n {4}expected not there/);
  });

  it('fails where a command is refused that was to be accepted, and the other way round', () => {
    const file = write(
      'refusals.yaml',
      good.text
        .replace(
          "choice: 'no', by: commission-leader, reason: 影响单一小区，预计次日恢复",
          "choice: 'no', by: commission-leader",
        )
        .replace(/command: incident\.grade,\s+as: grade,/, 'command: incident.grade, refused: conflict,')
        .replaceAll('evidence: [grade]', 'evidence: []'),
    );
    const { status, stdout } = cli(file);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /incident\.decide \(decision\)\n {4}expected accepted\n {4}actual {3}refused: missing-reason/,
    );
    expect(stdout).toMatch(/incident\.grade\n {4}expected refused: conflict\n {4}actual {3}accepted/);
  });

  it('gives the same as JSON', () => {
    const { status, stdout } = cli(join(SCENARIOS, good.file), '--json');
    expect(status).toBe(0);
    const result: ScenarioResult = JSON.parse(stdout);
    expect(result.differences).toEqual([]);
    expect(result.tables[0]?.duties.map(({ rule }) => rule)).toContain('important-handling');
  });

  it('names every mistake of a bad file at once, with its place, and ends with 2', () => {
    const file = write(
      'bad.yaml',
      [
        'scenario: bad',
        'title: { zh: 坏 }',
        'office: 区供热办',
        'start: 2026-12-14 25:00',
        'timeZone: Asia/Atlantis',
        'plans: [{ pack: heating }]',
        'people: [{ id: li, name: 李, roles: [captain] }]',
        'steps:',
        "  - { at: 2 o'clock, by: li, command: incident.report }",
        '  - { at: 02:00, by: li, command: incident.explode }',
        '  - { at: 02:10, server: explode }',
        'expect:',
        '  - { at: 02:00, incident: call, duties: [{ rule: relay-15min, state: late }] }',
      ].join('\n'),
    );
    const { status, stderr } = cli(file);
    expect(status).toBe(2);
    for (const place of [
      'bad.yaml:2: title.en',
      'bad.yaml:4: start',
      'bad.yaml:5: timeZone: there is no such time zone',
      'bad.yaml:7: people.0.roles.0',
      'bad.yaml:9: steps.0.at: should be a time',
      'bad.yaml:10: steps.1.command: there is no such command',
      'bad.yaml:11: steps.2.server',
      'bad.yaml:13: expect.0.duties.0.state',
    ])
      expect(stderr).toContain(place);
    expect(stderr).not.toContain('    at ');
  });

  it('names what does not fit together: people, names, data, the server', () => {
    const bad = parse(good.text) as { people: unknown[]; steps: Record<string, unknown>[]; expect: unknown[] };
    bad.people.push(bad.people[0]);
    bad.steps[0]!['by'] = 'nobody';
    (bad.steps[1]!['data'] as Record<string, unknown>)['incident'] = '$elsewhere';
    (bad.steps[2]!['data'] as Record<string, unknown>)['reached'] = 'maybe';
    bad.steps[3]!['as'] = 'call';
    bad.steps.push({ at: '21:00', by: 'li', command: 'shift.cancel-hand-over' });
    bad.steps.push({ at: '23:00', server: 'start' });
    bad.expect.push(
      { at: '23:00', incident: 'ghost' },
      { at: '23:00', view: 'happened', incident: 'call', status: 'open' },
    );
    const { status, stderr } = cli(write('senseless.yaml', JSON.stringify(bad)));
    expect(status).toBe(2);
    for (const reason of [
      'people.2.id: "li" is used twice',
      'steps.0.by: nobody is called "nobody"',
      'steps.1.data.incident: "$elsewhere" names no earlier step',
      'steps.2.data.reached',
      'steps.3.as: "call" is used twice',
      'steps.5.at: is before the start',
      'steps.6.server: the server is running already',
      'incident: no step is called "ghost"',
      'status: can only be expected of what is known then',
    ])
      expect(stderr).toContain(reason);
  });

  it('refuses a file whose plan, rule or season the packs do not have', () => {
    const plans = cli(write('no-pack.yaml', good.text.replace('pack: heating', 'pack: heatin')));
    expect([plans.status, plans.stderr]).toEqual([2, expect.stringContaining('there is no plan pack "heatin"')]);
    const rule = cli(
      write('no-rule.yaml', good.text.replaceAll('rule: important-on-scene', 'rule: important-on-sceen')),
    );
    expect([rule.status, rule.stderr]).toEqual([
      2,
      expect.stringContaining('no plan here has a rule "important-on-sceen"'),
    ]);
    const season = cli(write('no-season.yaml', good.text.replace(/, seasons: .*$/m, ' }')));
    expect([season.status, season.stderr]).toEqual([2, expect.stringContaining('plans.0: bad-input')]);
  });

  it('refuses what is no YAML, no file, or no argument', () => {
    expect(cli(write('broken.yaml', 'scenario: [\n')).status).toBe(2);
    const missing = cli('not-there.yaml');
    expect([missing.status, missing.stderr]).toEqual([2, 'not-there.yaml: cannot be read (ENOENT)\n']);
    expect(cli().status).toBe(2);
    expect(cli('--fast', join(SCENARIOS, good.file)).status).toBe(2);
  });
});
