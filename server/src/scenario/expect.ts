import type { BoardState } from '@duty-room/shared/board/state';
import type { IncidentState } from '@duty-room/shared/incident/state';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { own } from '@duty-room/shared/kernel/own';
import { obligations } from '@duty-room/shared/obligation/obligations';
import { classOf, holds } from '@duty-room/shared/obligation/scene';
import { Tally } from '@duty-room/shared/obligation/tally';
import { type DutyRow, dutyRow, type PassedRow, passedRow } from './rows.ts';
import type { ExpectedDuty, ExpectedPassing, Expectation } from './schema.ts';
import type { ScenarioTime } from './scenario-time.ts';

/** One thing that is not as expected. */
export type Difference = {
  readonly at: string;
  readonly view: 'known' | 'happened';
  readonly incident: string;
  /** What it is about: a duty, the grade, what passed. */
  readonly about: string;
  readonly expected: string;
  readonly actual: string;
};

/** How a scenario's names and the room's ids go together. */
export type Names = {
  readonly incidentOf: (name: string) => string | undefined;
  readonly nameOf: (id: string) => string;
};

/** Compares one expectation with a board: with the room as known then, or, for what happened, with all that is known now. */
export function compare(
  expectation: Expectation,
  board: BoardState,
  time: ScenarioTime,
  names: Names,
): readonly Difference[] {
  const { view } = expectation;
  const at = time.parse(expectation.at);
  const found: Difference[] = [];
  const differ = (about: string, expected: string, actual: string): void => {
    if (expected !== actual)
      found.push({ at: expectation.at, view, incident: expectation.incident ?? '', about, expected, actual });
  };

  if (expectation.time !== undefined)
    differ('time', expectation.time, board.office.clock.trusted ? 'trusted' : 'unconfirmed');
  if (expectation.onDuty !== undefined)
    for (const post of ['officer', 'leader'] as const) {
      const on = (board.shift?.onDuty ?? []).filter((entry) => entry.post === post).map(({ account }) => account);
      differ(`on duty: ${post}`, listed(expectation.onDuty[post]), listed(on));
    }
  if (expectation.incident === undefined) return found;

  const id = names.incidentOf(expectation.incident);
  const incident = id === undefined ? undefined : own(board.incidents, id);
  if (id === undefined || incident === undefined) {
    differ('incident', 'on record', 'not on record');
    return found;
  }
  if (expectation.status !== undefined) differ('status', expectation.status, incident.status);
  for (const [plan, grade] of Object.entries(expectation.grade ?? {}))
    differ(`grade under ${plan}`, grade, gradeOf(incident, plan, at));
  for (const [plan, grades] of Object.entries(expectation.criteria ?? {}))
    differ(`criteria of ${plan}`, grades.join(', '), fulfilled(incident, board, plan, at).join(', '));
  matchAll(
    expectation.duties.map((duty) => asDuty(duty, time)),
    obligations(incident, board.plans, at, view).map((duty) => dutyRow(duty, time, names.nameOf)),
    expectation.others !== 'any',
    differ,
  );
  if (expectation.passed !== undefined) {
    const actual = (own(board.passed, id) ?? []).map((line) => passedRow(line, time));
    matchAll(
      expectation.passed.map((line) => asPassing(line, time)),
      actual,
      true,
      differ,
    );
  }
  return found;
}

/** What is expected of one row: the members that the file states, and how the row is called. */
type Wanted<Row> = { readonly name: string; readonly members: Partial<Row> };

function asDuty(duty: ExpectedDuty, time: ScenarioTime): Wanted<DutyRow> {
  const { rule, plan, scope, start, due, met, state, outcome, evidence } = duty;
  const instant = (text: string | undefined, word: string): string | undefined =>
    text === undefined || text === word ? text : time.format(time.parse(text));
  return {
    name: `duty ${plan === undefined ? '' : `${plan}/`}${rule}${scope === undefined ? '' : ` for ${scope}`}`,
    members: stated({
      rule,
      plan,
      scope: scope?.slice(1),
      start: instant(start, 'unknown'),
      due: instant(due, 'none'),
      met: instant(met, ''),
      state,
      outcome,
      evidence: evidence?.toSorted(),
    }),
  };
}

function asPassing(line: ExpectedPassing, time: ScenarioTime): Wanted<PassedRow> {
  const instant = (text: string | undefined) => (text === undefined ? undefined : time.format(time.parse(text)));
  const { due, at, seen, ...same } = line;
  return {
    name: `passed ${line.rule} ${line.line}`,
    members: stated({ ...same, due: instant(due), at: instant(at), seen: instant(seen) }),
  };
}

function stated<Row>(members: { [Key in keyof Row]?: Row[Key] | undefined }): Partial<Row>;
function stated(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** Pairs what is expected with what is there, the closest first; what has no partner is missing or too much. */
function matchAll<Row extends { readonly rule: string; readonly plan: string }>(
  expected: readonly Wanted<Row>[],
  actual: readonly Row[],
  closed: boolean,
  differ: (about: string, expected: string, actual: string) => void,
): void {
  const left = new Set(actual);
  const pairs = expected
    .flatMap((wanted) =>
      actual
        .filter((row) => row.rule === wanted.members.rule && (wanted.members.plan ?? row.plan) === row.plan)
        .map((row) => ({ wanted, row, wrong: wrongMembers(wanted, row).length })),
    )
    .toSorted((a, b) => a.wrong - b.wrong);
  const partner = new Map<Wanted<Row>, Row>();
  for (const { wanted, row } of pairs) {
    if (partner.has(wanted) || !left.has(row)) continue;
    partner.set(wanted, row);
    left.delete(row);
  }
  for (const wanted of expected) {
    const row = partner.get(wanted);
    if (row === undefined) differ(wanted.name, describe(wanted.members), 'not there');
    else
      for (const { member, want, have } of wrongMembers(wanted, row)) differ(`${wanted.name}: ${member}`, want, have);
  }
  if (closed) for (const row of left) differ(`${row.plan}/${row.rule}`, 'not there', describe(row));
}

function wrongMembers<Row extends object>({ members }: Wanted<Row>, row: Row) {
  const have: ReadonlyMap<string, unknown> = new Map(Object.entries(row));
  return Object.entries(members).flatMap(([member, want]) => {
    const [wanted, there] = [text(want), text(have.get(member))];
    return wanted === there ? [] : [{ member, want: wanted, have: there }];
  });
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ') || 'none';
  return typeof value === 'string' ? value || 'none' : 'none';
}

function describe(row: object): string {
  return Object.entries(row)
    .filter(([, value]) => text(value) !== 'none')
    .map(([member, value]) => `${member} ${text(value)}`)
    .join('; ');
}

function listed(names: readonly string[]): string {
  return names.toSorted().join(', ');
}

function tallyOf(incident: IncidentState): Tally {
  const tally = new Tally();
  for (const act of incident.acts) tally.add(act);
  return tally;
}

function gradeOf(incident: IncidentState, plan: string, at: Instant): string {
  return tallyOf(incident).gradeAt(plan, at)?.mark.grade ?? 'none';
}

/** The grades whose criteria the facts fulfil. */
function fulfilled(incident: IncidentState, board: BoardState, plan: string, at: Instant): readonly string[] {
  const pin = incident.pins.find((entry) => entry.plan === plan);
  const adopted = pin && own(board.plans, pin.adoption);
  if (pin === undefined || adopted === undefined) return [];
  const scene = { tally: tallyOf(incident), adopted, class: pin.class, at };
  return (classOf(scene)?.criteria ?? [])
    .filter((criterion) => holds(criterion.when, scene))
    .map((criterion) => criterion.propose);
}
