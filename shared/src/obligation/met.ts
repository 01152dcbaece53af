import type { Instant } from '../kernel/instant.ts';
import type { EvidenceRef } from './obligation.ts';
import type { Mark } from './tally.ts';

/** Evidence found: the stated instant at which the duty was met, and the events that show it. */
export type Met = { readonly at: Instant; readonly refs: readonly EvidenceRef[] };

/** The line that evidence is judged by; null where there is none. */
export type Line = { readonly dueAt: Instant; readonly excluded: boolean } | null;

/** Whether an instant lies past the line: later than it, or on it where the rule excludes its line. */
export function isPast(instant: Instant, line: Line): boolean {
  return line !== null && (line.excluded ? instant >= line.dueAt : instant > line.dueAt);
}

/** 0 = in time and typed in in time; 1 = in time as stated; 2 = late. */
export function lateness(met: Met, line: Line): 0 | 1 | 2 {
  if (isPast(met.at, line)) return 2;
  return met.refs.some((ref) => isPast(ref.recordedAt, line)) ? 1 : 0;
}

/** The statement that serves the duty best: a later entry of the same act must never make the verdict worse. */
export function best(
  marks: readonly Mark[] | undefined,
  at: Instant,
  line: Line,
  since: Instant = -Infinity,
): Met | undefined {
  return choose(
    (marks ?? [])
      .filter((mark) => !mark.gone && mark.from <= at && mark.from >= since)
      .map((mark) => ({
        at: mark.from,
        refs: [{ event: mark.event, occurredAt: mark.from, recordedAt: mark.recordedAt }],
      })),
    line,
  );
}

export function choose(candidates: readonly Met[], line: Line): Met | undefined {
  let chosen: Met | undefined;
  for (const candidate of candidates) {
    if (!chosen) {
      chosen = candidate;
      continue;
    }
    const difference = lateness(candidate, line) - lateness(chosen, line);
    if (difference < 0 || (difference === 0 && candidate.at < chosen.at)) chosen = candidate;
  }
  return chosen;
}

/** All of several: met when the last was. */
export function together(parts: readonly Met[]): Met | undefined {
  if (parts.length === 0) return undefined;
  return { at: Math.max(...parts.map((part) => part.at)), refs: parts.flatMap((part) => part.refs) };
}
