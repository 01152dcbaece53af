import type { Act, IncidentState } from '@duty-room/shared/incident/state';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { Derived } from '@duty-room/shared/obligation/derive';
import { derivedNow } from '@duty-room/shared/obligation/derived-now';
import type { Obligation } from '@duty-room/shared/obligation/obligation';
import type { AdoptedPlan } from '@duty-room/shared/plan/adopted-plan';

type Plans = Readonly<Record<string, AdoptedPlan>>;

/** A duty came to be at risk or overdue. */
export type Passing = {
  readonly kind: 'at-risk' | 'overdue';
  readonly key: string;
  readonly rule: string;
  readonly dueAt: Instant;
  /** The line's own instant where time passed it; the recording of the event that made it so otherwise. */
  readonly passedAt: Instant;
  /** `time`, or the id of that event. */
  readonly cause: string;
};

/** How far one incident has been watched. It follows from the log alone, so that every server and every start finds the same passings. */
export type Watch = {
  /** Revision of the last act looked at; -1 before the first. */
  readonly revision: number;
  readonly at: Instant;
  /** Duties at risk or overdue then, by key. */
  readonly standing: ReadonlyMap<string, { readonly kind: Passing['kind']; readonly dueAt: Instant }>;
  /** The next instant at which time alone changes something; null where nothing waits for it. */
  readonly next: Instant | null;
};

export const UNWATCHED: Watch = { revision: -1, at: -Infinity, standing: new Map(), next: null };

/** The watch as it stood after an act, whose passings are on record already. */
export function watchFrom(incident: IncidentState, plans: Plans, revision: number): Watch {
  const act = incident.acts[revision];
  if (act === undefined) return UNWATCHED;
  const { obligations, nextChange } = dutiesAfter(incident, plans, revision, act.recordedAt);
  return { revision, at: act.recordedAt, standing: standingIn(obligations), next: nextChange };
}

/**
 * Watches on, act by act and change by change, up to the end of the incident's history and to `now`.
 * Never looks past `now`, so that nothing passes before its time, whatever the log's stamps say.
 */
export function watchOn(
  watch: Watch,
  incident: IncidentState,
  plans: Plans,
  now: Instant,
): { readonly watch: Watch; readonly passings: readonly Passing[] } {
  const passings: Passing[] = [];
  let { revision, at, standing, next } = watch;

  const look = (derived: Derived, since: Instant, act: readonly Act[] | null) => {
    passings.push(...newlyStanding(derived.obligations, standing, since, act));
    standing = standingIn(derived.obligations);
    at = since;
    next = derived.nextChange;
  };
  const passTime = (until: Instant) => {
    while (next !== null && next <= until) {
      const instant = next;
      look(dutiesAfter(incident, plans, revision, instant), instant, null);
      if (next !== null && next <= instant)
        throw new Error(`Time stands still in incident ${incident.id} at ${instant}`);
    }
  };

  for (const acts of recordedTogether(incident.acts.slice(revision + 1))) {
    const last = acts.at(-1);
    if (last === undefined) continue;
    const recorded = Math.min(Math.max(last.recordedAt, at), now);
    passTime(recorded);
    revision = last.revision;
    look(dutiesAfter(incident, plans, revision, recorded), recorded, acts);
  }
  passTime(now);
  return { watch: { revision, at, standing, next }, passings };
}

/** The duties as the office knew them after this act, at this instant. */
function dutiesAfter(incident: IncidentState, plans: Plans, revision: number, at: Instant): Derived {
  if (revision + 1 >= incident.acts.length) return derivedNow(incident, plans, at);
  return derivedNow({ ...incident, acts: incident.acts.slice(0, revision + 1) }, plans, at);
}

function standingIn(obligations: readonly Obligation[]): Watch['standing'] {
  const standing = new Map<string, { readonly kind: Passing['kind']; readonly dueAt: Instant }>();
  for (const { key, state, dueAt } of obligations) {
    if (dueAt !== null && state === 'overdue') standing.set(key, { kind: 'overdue', dueAt });
    else if (dueAt !== null && state === 'atRisk') standing.set(key, { kind: 'at-risk', dueAt });
  }
  return standing;
}

function newlyStanding(
  obligations: readonly Obligation[],
  before: Watch['standing'],
  since: Instant,
  acts: readonly Act[] | null,
): readonly Passing[] {
  const now = standingIn(obligations);
  return obligations.flatMap((obligation): readonly Passing[] => {
    const { key, rule } = obligation;
    const stands = now.get(key);
    const stood = before.get(key);
    if (stands === undefined || (stood?.kind === stands.kind && stood.dueAt === stands.dueAt)) return [];
    const { kind, dueAt } = stands;
    if (acts === null) return [{ kind, key, rule, dueAt, passedAt: kind === 'overdue' ? dueAt : since, cause: 'time' }];
    const gave = acts.find((act) => act.id === obligation.startEvent) ?? acts.at(-1);
    return [{ kind, key, rule, dueAt, passedAt: since, cause: gave?.id ?? 'time' }];
  });
}

/** Acts of one append carry one stamp and are looked at together: what lies between them was never the case. */
function* recordedTogether(acts: readonly Act[]): Iterable<readonly Act[]> {
  let group: Act[] = [];
  for (const act of acts) {
    if (group[0] !== undefined && group[0].recordedAt !== act.recordedAt) {
      yield group;
      group = [];
    }
    group.push(act);
  }
  if (group.length > 0) yield group;
}
