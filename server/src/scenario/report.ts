import type { Difference } from './expect.ts';
import type { ScenarioIssue } from './load.ts';
import type { DutyRow } from './rows.ts';
import type { ScenarioResult } from './run.ts';

const COLUMNS: readonly { readonly title: string; readonly of: (row: DutyRow) => string }[] = [
  { title: 'duty', of: ({ plan, rule, scope }) => `${plan}/${rule}${scope === '' ? '' : ` $${scope}`}` },
  { title: 'start', of: ({ start }) => start },
  { title: 'due', of: ({ due }) => due },
  { title: 'state', of: ({ state, outcome }) => (outcome === '' ? state : `${state} (${outcome})`) },
  { title: 'met', of: ({ met }) => met || '-' },
  { title: 'evidence', of: ({ evidence }) => evidence.join(', ') || '-' },
];

/** The table of every duty at the end, and what is not as expected. */
export function resultText(result: ScenarioResult): string {
  const tables = result.tables.map(({ incident, number, title, status, duties }) => {
    const rows = duties.map((row) => COLUMNS.map((column) => column.of(row)));
    const lines = aligned([COLUMNS.map(({ title: head }) => head), ...rows]).map((line) => `  ${line}`);
    return [`$${incident}  ${number}  ${title}  (${status} at ${result.end})`, ...lines].join('\n');
  });
  const { differences } = result;
  const verdict =
    differences.length === 0
      ? 'Every expectation holds.'
      : [`${differences.length} not as expected:`, ...differences.map(differenceText)].join('\n');
  return [result.scenario, ...tables, verdict].join('\n\n');
}

export function differenceText({ at, view, incident, about, expected, actual }: Difference): string {
  const where = `${at} ${view}${incident === '' ? '' : ` $${incident}`}`;
  return `  ${where}: ${about}\n    expected ${expected}\n    actual   ${actual}`;
}

export function issueText({ file, line, path, message }: ScenarioIssue): string {
  return `${file}${line === null ? '' : `:${line}`}: ${path === '' ? '' : `${path}: `}${message}`;
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
