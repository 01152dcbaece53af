import { parseDuration } from '@duty-room/shared/kernel/duration';
import { SECOND, type Instant } from '@duty-room/shared/kernel/instant';
import { derivedNow } from '@duty-room/shared/obligation/derived-now';
import { obligations } from '@duty-room/shared/obligation/obligations';
import { REGRADE_RULE } from '@duty-room/shared/obligation/regrade';
import { knownAt } from '@duty-room/shared/timeline/known-at';
import { issueLine } from '@duty-room/shared/plan/load';
import type { Plan } from '@duty-room/shared/plan/schema';
import type { BoardState } from '@duty-room/shared/board/state';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import { createMemoryBeats } from '../clock/beat.ts';
import { createManualClock } from '../clock/manual-clock.ts';
import { createMemoryStore } from '../event-store/memory/memory-store.ts';
import { createRoom } from '../room/create-room.ts';
import { isOnBoard } from '@duty-room/shared/board/view';
import { derivedId } from '../room/ids.ts';
import type { Packs } from '../room/packs.ts';
import type { Room } from '../room/room.ts';
import { silentLogger } from '../room/room-logger.ts';
import { createMemoryVault } from '../vault/memory-vault.ts';
import { compare, type Difference, type Names } from './expect.ts';
import type { ScenarioIssue } from './load.ts';
import { createPlayer } from './player.ts';
import { prepareRoom } from './prepare-room.ts';
import { rememberPacks } from './remember-packs.ts';
import { type DutyRow, dutyRow } from './rows.ts';
import type { CommandStep, Expectation, Scenario, ScenarioStep } from './schema.ts';
import { scenarioTime } from './scenario-time.ts';
import { severableStore } from './severable-store.ts';

/** Every duty of one incident as it stands when the scenario is over. */
export type IncidentTable = {
  readonly incident: string;
  readonly number: string;
  readonly title: string;
  readonly status: string;
  readonly duties: readonly DutyRow[];
};
export type ScenarioResult = {
  readonly scenario: string;
  /** The instant of the tables. */
  readonly end: string;
  readonly tables: readonly IncidentTable[];
  /** Empty where every expectation holds. */
  readonly differences: readonly Difference[];
};
export type ScenarioRun =
  | { readonly ok: true; readonly result: ScenarioResult }
  | { readonly ok: false; readonly issues: readonly ScenarioIssue[] };

type Moment = { readonly at: Instant } & (
  | { readonly kind: 'step'; readonly step: ScenarioStep; readonly index: number }
  | { readonly kind: 'expect'; readonly expectation: Expectation }
);

/**
 * Runs a scenario in memory on virtual time. Expectations of what is known are held against the living room when the clock reaches
 * them, and once more at the end against the beginning of the log; those of what happened at the end. A file that names what the
 * packs do not have is bad, and says so.
 */
export async function runScenario(
  scenario: Scenario,
  options: { readonly packs: Packs; readonly file: string },
): Promise<ScenarioRun> {
  const { file } = options;
  const packs = rememberPacks(options.packs);
  const bad = (path: readonly (string | number)[], message: string): ScenarioIssue => ({
    file,
    line: null,
    path: path.join('.'),
    message,
  });
  const named = await checkPacks(scenario, packs, bad);
  if (named.length > 0) return { ok: false, issues: named };

  const time = scenarioTime(scenario.start, scenario.timeZone);
  const clock = createManualClock({ wall: time.start });
  const log = createMemoryStore({ epoch: `scenario-${scenario.scenario}` });
  const vault = createMemoryVault();
  const beats = createMemoryBeats();
  let drawn = 0;
  const random = { id: () => derivedId('scenario', scenario.scenario, String((drawn += 1))) };

  let store = severableStore(log);
  const open = () =>
    createRoom({ store: store.store, clock, vault, packs, random, log: silentLogger, version: 'scenario', beats });
  let room: Room | null = await open();
  /** The room as it was last, for what is asked while the server is down. */
  let last: Room = room;

  const settle = async (): Promise<void> => {
    for (let under = room?.settled(); under !== undefined; under = room?.settled()) await under;
  };
  const settling = (): Promise<void> | undefined => (room?.settled() === undefined ? undefined : settle());
  /** Time passes: from one instant at which something changes by itself to the next, so that a night takes a moment. */
  const travel = async (to: Instant): Promise<void> => {
    const remaining = () => to - time.start - clock.monotonic();
    while (remaining() > 0) {
      if (room === null) return clock.stopProcess(remaining());
      const next = nextChange(room);
      const by = next === null ? remaining() : Math.min(next - room.time().now, remaining());
      clock.stall(Math.max(by, 1));
      await clock.advance(0, settling);
      await settle();
    }
  };

  const refused = await prepareRoom(room, scenario);
  await settle();
  if (refused.length > 0) {
    await room.close();
    return {
      ok: false,
      issues: refused.map(({ path, refusal }) =>
        bad(path, `${refusal.code} ${refusal.details === undefined ? '' : JSON.stringify(refusal.details)}`.trim()),
      ),
    };
  }

  const player = createPlayer(scenario, time);
  const differences: Difference[] = [];
  const names = namesOf(scenario, player, () => last);
  const playCommand = async (step: CommandStep, index: number): Promise<void> => {
    const about = `step ${index} ${step.command}${step.as === undefined ? '' : ` (${step.as})`}`;
    const expected = step.refused === undefined ? 'accepted' : `refused: ${step.refused}`;
    const played = await player.play(last, step, index);
    const actual =
      played.kind === 'impossible'
        ? `impossible: ${played.why}`
        : played.answer.ok
          ? 'accepted'
          : `refused: ${played.answer.code}`;
    if (actual === expected) return;
    const details = played.kind === 'done' && !played.answer.ok ? played.answer.details : undefined;
    const why = details === undefined ? '' : ` ${JSON.stringify(details)}`;
    differences.push({ at: step.at, view: 'known', incident: '', about, expected, actual: `${actual}${why}` });
  };
  const playStep = async (step: ScenarioStep, index: number): Promise<void> => {
    if ('command' in step) await playCommand(step, index);
    else if ('clock' in step) {
      clock.stepWall(stepOf(step.clock.step));
      // The room sees it at its next tick, not only when it next has something to do.
      await clock.advance(SECOND, settling);
    } else if (step.server === 'start') {
      store = severableStore(log);
      room = await open();
      last = room;
    } else {
      if (step.server === 'stop') await room?.close();
      await store.cut();
      clock.stopProcess(0);
      room = null;
    }
    await settle();
  };

  for (const moment of moments(scenario, time.parse)) {
    await travel(moment.at);
    if (moment.kind === 'step') await playStep(moment.step, moment.index);
    else if (moment.expectation.view === 'known')
      differences.push(...compare(moment.expectation, last.board(), time, names));
  }

  const events: StoredEvent[] = [];
  for await (const event of log.readAll()) events.push(event);
  let known: BoardState | undefined;
  for (const { expectation, at } of expectationsOf(scenario, time.parse)) {
    known = knownAt(events, at, known);
    for (const difference of compare(expectation, expectation.view === 'known' ? known : last.board(), time, names)) {
      // What the living room showed wrongly as well was said already.
      if (differences.some((other) => JSON.stringify(other) === JSON.stringify(difference))) continue;
      const about = expectation.view === 'known' ? `${difference.about} (by the log)` : difference.about;
      differences.push({ ...difference, about });
    }
  }
  const now = time.start + clock.monotonic();
  const { incidents, plans } = last.board();
  const tables = Object.values(incidents).map((incident) => ({
    incident: names.nameOf(incident.id),
    number: incident.number,
    title: incident.title,
    status: incident.status,
    duties: obligations(incident, plans, now, 'known').map((duty) => dutyRow(duty, time, names.nameOf)),
  }));
  await room?.close();
  return { ok: true, result: { scenario: scenario.scenario, end: time.format(now), tables, differences } };
}

/** Everything in the order of time; of what falls on one instant, steps come first, each as in the file. */
function moments(scenario: Scenario, parse: (text: string) => Instant): readonly Moment[] {
  const steps = scenario.steps.map((step, index): Moment => {
    return { kind: 'step', step, index, at: parse('command' in step ? (step.recorded ?? step.at) : step.at) };
  });
  const expectations = expectationsOf(scenario, parse).map((entry): Moment => ({ kind: 'expect', ...entry }));
  return [...steps, ...expectations].toSorted((a, b) => a.at - b.at);
}

function expectationsOf(scenario: Scenario, parse: (text: string) => Instant) {
  return scenario.expect
    .map((expectation) => ({ expectation, at: parse(expectation.at) }))
    .toSorted((a, b) => a.at - b.at);
}

/** The next instant, by the room's time, at which the passing of time alone changes something. */
function nextChange(room: Room): Instant | null {
  const { incidents, plans } = room.board();
  const { now } = room.time();
  let next: Instant | null = null;
  for (const incident of Object.values(incidents)) {
    if (!isOnBoard(incident)) continue;
    const change = derivedNow(incident, plans, now).nextChange;
    if (change !== null && change > now) next = next === null ? change : Math.min(next, change);
  }
  return next;
}

function stepOf(text: string): number {
  const length = parseDuration(text.slice(1)) ?? 0;
  return text.startsWith('-') ? -length : length;
}

/** Ids of the room under the names of the file: of events, incidents, orders and calls. */
function namesOf(scenario: Scenario, player: ReturnType<typeof createPlayer>, room: () => Room): Names {
  const steps = scenario.steps.flatMap((step) => ('command' in step && step.as !== undefined ? [step.as] : []));
  return {
    incidentOf: (name) => player.made(name)?.stream.replace(/^incident-/, ''),
    nameOf: (id) =>
      steps.find((name) => player.made(name)?.event === id) ??
      steps.find((name) => player.scopeOf(room(), name) === id) ??
      steps.find((name) => player.made(name)?.stream === `incident-${id}`) ??
      unnamed(room(), id),
  };
}

function unnamed(room: Room, id: string): string {
  for (const { acts } of Object.values(room.board().incidents)) {
    const act = acts.find((entry) => entry.id === id);
    if (act !== undefined) return `(unnamed ${act.type})`;
  }
  return id;
}

/** Packs that are broken or missing, and what the expectations name that no pack has. */
async function checkPacks(
  scenario: Scenario,
  packs: Packs,
  bad: (path: readonly (string | number)[], message: string) => ScenarioIssue,
): Promise<readonly ScenarioIssue[]> {
  const issues: ScenarioIssue[] = [];
  const plans: Plan[] = [];
  for (const [index, { pack }] of scenario.plans.entries()) {
    const loaded = await packs.load(pack);
    if (loaded === undefined) issues.push(bad(['plans', index, 'pack'], `there is no plan pack "${pack}"`));
    else if (loaded.ok) plans.push(loaded.plan);
    else issues.push(...loaded.issues.map((issue) => bad(['plans', index, 'pack'], issueLine(issue, 'en'))));
  }
  if (issues.length > 0) return issues;
  const checkRule = (path: readonly (string | number)[], rule: string, plan: string | undefined): void => {
    const asked = plans.filter((entry) => plan === undefined || entry.plan === plan);
    if (asked.length === 0) issues.push(bad([...path, 'plan'], `there is no plan "${plan}" here`));
    else if (rule !== REGRADE_RULE && !asked.some((entry) => entry.rules.some(({ id }) => id === rule)))
      issues.push(bad([...path, 'rule'], `no plan here has a rule "${rule}"`));
  };
  scenario.expect.forEach(({ duties, passed = [], grade = {}, criteria = {} }, index) => {
    duties.forEach(({ rule, plan }, at) => checkRule(['expect', index, 'duties', at], rule, plan));
    passed.forEach(({ rule, plan }, at) => checkRule(['expect', index, 'passed', at], rule, plan));
    for (const key of Object.keys({ ...grade, ...criteria }))
      if (!plans.some(({ plan }) => plan === key))
        issues.push(bad(['expect', index], `there is no plan "${key}" here`));
  });
  return issues;
}
