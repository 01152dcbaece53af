import { LineCounter, parseDocument } from 'yaml';
import { type Scenario, scenario as schema } from './schema.ts';

export type ScenarioIssue = {
  readonly file: string;
  readonly line: number | null;
  readonly path: string;
  readonly message: string;
};
export type LoadedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly issues: readonly ScenarioIssue[] };

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
  const lineOf = (path: readonly PropertyKey[]): number | null => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
      if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line;
    }
    return null;
  };
  const report = (path: readonly PropertyKey[], message: string): void => {
    issues.push({ file, line: lineOf(path), path: path.map(String).join('.'), message });
  };
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      // A union's own message says nothing: name what is wrong in the alternative that came nearest.
      const inner =
        issue.code === 'invalid_union' ? [...issue.errors].sort((a, b) => a.length - b.length)[0] : undefined;
      if (inner && inner.length > 0) for (const cause of inner) report([...issue.path, ...cause.path], cause.message);
      else report(issue.path, issue.message);
    }
    return { ok: false, issues };
  }
  checkNames(parsed.data, report);
  return issues.length > 0 ? { ok: false, issues } : { ok: true, scenario: parsed.data };
}

function checkNames(scenario: Scenario, report: (path: readonly PropertyKey[], message: string) => void): void {
  const people = new Set(scenario.people.map((person) => person.id));
  const names = new Set<string>();
  scenario.steps.forEach((step, index) => {
    if (!('command' in step)) return;
    if (!people.has(step.by)) report(['steps', index, 'by'], `nobody is called "${step.by}"`);
    for (const [field, value] of Object.entries(step.data))
      if (
        typeof value === 'string' &&
        value.startsWith('$') &&
        !names.has(value.slice(1)) &&
        !people.has(value.slice(1))
      )
        report(['steps', index, 'data', field], `"${value}" names no earlier step`);
    if (step.as === undefined) return;
    if (names.has(step.as)) report(['steps', index, 'as'], `"${step.as}" is used twice`);
    names.add(step.as);
  });
  scenario.expect.forEach((expectation, index) => {
    if (!names.has(expectation.incident))
      report(['expect', index, 'incident'], `no step is called "${expectation.incident}"`);
    expectation.duties.forEach((duty, at) => {
      duty.evidence?.forEach((entry, place) => {
        if (!names.has(entry))
          report(['expect', index, 'duties', at, 'evidence', place], `no step is called "${entry}"`);
      });
    });
  });
}
