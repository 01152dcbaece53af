import type { DirectoryState } from '@duty-room/shared/directory/events';
import type { IncidentState } from '@duty-room/shared/incident/state';
import type { Instant } from '@duty-room/shared/kernel/instant';

/** A person who may be called for a role. */
export type Callee = {
  readonly person: string;
  readonly name: string;
  readonly post: string | undefined;
  readonly hasNumber: boolean;
  /** 0 = the holder, then the deputies. */
  readonly deputy: number;
  /** Calls about this incident that met nobody. */
  readonly attempts: number;
  readonly lastAttemptAt: Instant | undefined;
};

/** Who fills a role, in the order in which they are called, with what was tried for this incident. Withdrawn attempts do not count. */
export function calleesOf(role: string, directory: DirectoryState, incident: IncidentState): readonly Callee[] {
  const missed = incident.acts.filter(
    (act) =>
      act.type === 'incident.relayed' &&
      act.data.to === role &&
      !act.data.reached &&
      incident.withdrawn[act.id] === undefined,
  );
  return (directory.roles[role] ?? []).flatMap((id, deputy) => {
    const person = directory.persons[id];
    if (!person || person.removed === true) return [];
    const tried = missed.filter((act) => act.type === 'incident.relayed' && act.data.person === id);
    return [
      {
        person: id,
        name: person.name,
        post: person.post,
        hasNumber: person.hasNumber,
        deputy,
        attempts: tried.length,
        lastAttemptAt: tried.at(-1)?.occurredAt,
      },
    ];
  });
}

/** Whom to call next: whoever was tried least, the holder before the deputies. */
export function nextCallee(callees: readonly Callee[]): Callee | undefined {
  return callees.toSorted((a, b) => a.attempts - b.attempts || a.deputy - b.deputy)[0];
}
