import { DAY } from '../kernel/instant.ts';
import type { BoardState } from './state.ts';

/** What ended stays on hand for the shift that follows; after that it is asked for by name. */
const KEPT_MS = DAY;

/**
 * The room as a screen starts with it: without the incidents that ended long ago, so that a snapshot does not grow with the years.
 * By the log's own time, not by a clock. A later event of such an incident (a reopening) makes the screen start afresh: see `MissingBeginning`.
 */
export function withoutEnded(state: BoardState): BoardState {
  const before = state.recordedMax - KEPT_MS;
  const gone = new Set(
    Object.values(state.incidents)
      .filter((incident) => incident.endedAt !== undefined && incident.endedAt < before)
      .map((incident) => incident.id),
  );
  if (gone.size === 0) return state;
  return {
    ...state,
    incidents: keep(state.incidents, (id) => !gone.has(id)),
    passed: keep(state.passed, (id) => !gone.has(id)),
    clockRevisions: keep(state.clockRevisions, (stream) => !gone.has(stream.slice('clock-incident-'.length))),
  };
}

function keep<T>(map: Readonly<Record<string, T>>, wanted: (key: string) => boolean): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => wanted(key)));
}
