import { catalogue } from '@duty-room/shared/protocol/catalogue';
import { LineCounter, parseDocument } from 'yaml';
import { type CommandStep, type Scenario, scenario as schema } from './schema.ts';
import { scenarioTime } from './scenario-time.ts';
import { referencesIn, stepData } from './step-data.ts';

export type ScenarioIssue = {
  readonly file: string;
  readonly line: number | null;
  readonly path: string;
  readonly message: string;
};
export type LoadedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly issues: readonly ScenarioIssue[] };

type Path = readonly PropertyKey[];
type Report = (path: Path, message: string) => void;

/** Reads a scenario file; every mistake is named with its line, path and reason, all of them at once. */
export function loadScenario(text: string, file: string): LoadedScenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    return {
      ok: false,
      issues: document.errors.map((error) => ({
        file,
        line: lines.linePos(error.pos[0]).line,
        path: '',
        message: error.message,
      })),
    };
  const parsed = schema.safeParse(document.toJS());
  const issues: ScenarioIssue[] = [];
  const lineOf = (path: Path): number | null => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
      if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line;
    }
    return null;
  };
  const report: Report = (path, message) => {
    issues.push({ file, line: lineOf(path), path: path.map(String).join('.'), message });
  };
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      // A union's own message says nothing: name what is wrong in the alternative that came nearest.
      const inner = issue.code === 'invalid_union' ? nearest(issue.errors) : undefined;
      if (inner && inner.length > 0) for (const cause of inner) report([...issue.path, ...cause.path], cause.message);
      else report(issue.path, issue.message);
    }
    return { ok: false, issues };
  }
  checkSense(parsed.data, report);
  return issues.length > 0 ? { ok: false, issues } : { ok: true, scenario: parsed.data };
}

type Causes = readonly { readonly path: Path; readonly message: string; readonly code?: string | undefined }[];

/** The alternative whose own key stands in the file complains of the fewest missing keys. */
function nearest(alternatives: readonly Causes[]): Causes | undefined {
  const foreign = (causes: Causes) => causes.filter(({ code }) => code === 'unrecognized_keys').length;
  return [...alternatives].sort((a, b) => foreign(a) - foreign(b) || a.length - b.length)[0];
}

/** What the shape alone does not show: names, times and data that do not fit together. */
function checkSense(scenario: Scenario, report: Report): void {
  const time = scenarioTime(scenario.start, scenario.timeZone);
  const people = new Set(scenario.people.map((person) => person.id));
  const contacts = new Set(scenario.directory.map((contact) => contact.id));
  doubles(scenario.people, ['people'], report);
  doubles(scenario.directory, ['directory'], report);

  const commands = scenario.steps
    .flatMap((step, index) => ('command' in step ? [{ step, index, at: time.parse(step.recorded ?? step.at) }] : []))
    .toSorted((a, b) => a.at - b.at);
  const names = new Set<string>();
  for (const { step, index, at } of commands) {
    const here: Path = ['steps', index];
    if (!people.has(step.by)) report([...here, 'by'], `nobody is called "${step.by}"`);
    if (at < time.start) report([...here, step.recorded === undefined ? 'at' : 'recorded'], 'is before the start');
    for (const { field, name } of referencesIn(step))
      if (!(field === 'person' ? contacts : names).has(name))
        report([...here, 'data', field], `"$${name}" names no ${field === 'person' ? 'contact' : 'earlier step'}`);
    checkData(step, here, report);
    if (step.as === undefined) continue;
    if (names.has(step.as)) report([...here, 'as'], `"${step.as}" is used twice`);
    if (step.refused !== undefined) report([...here, 'as'], 'a step that is refused makes nothing to name');
    names.add(step.as);
  }
  checkServer(scenario, time.parse, report);
  scenario.expect.forEach((expectation, index) => {
    const here: Path = ['expect', index];
    const { incident, duties, view } = expectation;
    if (time.parse(expectation.at) < time.start) report([...here, 'at'], 'is before the start');
    if (incident !== undefined && !names.has(incident))
      report([...here, 'incident'], `no step is called "${incident}"`);
    for (const key of ['grade', 'criteria', 'status', 'passed'] as const)
      if (expectation[key] !== undefined && incident === undefined) report([...here, key], 'needs an incident');
    if (duties.length > 0 && incident === undefined) report([...here, 'duties'], 'needs an incident');
    for (const key of ['status', 'passed', 'onDuty', 'time'] as const)
      if (expectation[key] !== undefined && view === 'happened')
        report([...here, key], 'can only be expected of what is known then');
    duties.forEach((duty, at) => {
      if (duty.scope !== undefined && !names.has(duty.scope.slice(1)))
        report([...here, 'duties', at, 'scope'], `"${duty.scope}" names no step`);
      duty.evidence?.forEach((entry, place) => {
        if (!names.has(entry)) report([...here, 'duties', at, 'evidence', place], `no step is called "${entry}"`);
      });
    });
  });
}

function doubles(entries: readonly { readonly id: string }[], path: Path, report: Report): void {
  entries.forEach(({ id }, index) => {
    if (entries.findIndex((other) => other.id === id) < index) report([...path, index, 'id'], `"${id}" is used twice`);
  });
}

/** The data against the command's own schema; what is only known while the scenario runs has stand-ins. */
function checkData(step: CommandStep, here: Path, report: Report): void {
  const data = stepData(step, {
    reference: (name) => name,
    instant: () => 0,
    duty: (rule) => rule,
    openDuties: () => [],
    isWords: () => false,
  });
  const parsed = catalogue[step.command].safeParse(data);
  if (parsed.success) return;
  for (const issue of parsed.error.issues) report([...here, 'data', ...issue.path], issue.message);
}

/** A server starts after it stopped, and no command falls into the time between. */
function checkServer(scenario: Scenario, parse: (text: string) => number, report: Report): void {
  let down = false;
  const inOrder = scenario.steps
    .map((step, index) => ({ step, index, at: parse('command' in step ? (step.recorded ?? step.at) : step.at) }))
    .toSorted((a, b) => a.at - b.at);
  for (const { step, index } of inOrder) {
    if ('command' in step && down) report(['steps', index, 'at'], 'the server is down then');
    if (!('server' in step)) continue;
    if (down === (step.server !== 'start'))
      report(['steps', index, 'server'], down ? 'the server is down already' : 'the server is running already');
    down = step.server !== 'start';
  }
}
