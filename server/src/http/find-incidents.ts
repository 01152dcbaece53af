import type { BoardState } from '@duty-room/shared/board/state';
import type { IncidentState } from '@duty-room/shared/incident/state';
import {
  INCIDENTS_PAGE,
  type IncidentList,
  type IncidentRow,
  type IncidentsQuery,
} from '@duty-room/shared/protocol/http';

/** A page of the incidents that fit the query, the latest receipt first. */
export function findIncidents(board: BoardState, query: IncidentsQuery): IncidentList {
  const found = Object.values(board.incidents)
    .filter((incident) => fits(incident, query))
    .toSorted((a, b) => b.receivedAt - a.receivedAt || (a.id < b.id ? -1 : 1));
  const first = (query.page - 1) * INCIDENTS_PAGE;
  return { rows: found.slice(first, first + INCIDENTS_PAGE).map(rowOf), total: found.length };
}

function fits(incident: IncidentState, query: IncidentsQuery): boolean {
  const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${incident.number} ${incident.title} ${incident.place}`.toLowerCase();
  return (
    words.every((word) => text.includes(word)) &&
    (query.status === undefined || incident.status === query.status) &&
    (query.plan === undefined || incident.pins.some((pin) => pin.plan === query.plan)) &&
    (query.class === undefined || incident.pins.some((pin) => pin.class === query.class)) &&
    (query.from === undefined || incident.receivedAt >= query.from) &&
    (query.to === undefined || incident.receivedAt < query.to)
  );
}

function rowOf(incident: IncidentState): IncidentRow {
  const { id, number, title, place, status, pins, receivedAt, endedAt } = incident;
  const grades: Record<string, string> = {};
  for (const act of incident.acts) {
    if (act.type === 'incident.graded' && !Object.hasOwn(incident.withdrawn, act.id))
      grades[act.data.plan] = act.data.grade;
  }
  return {
    id,
    number,
    title,
    place,
    status,
    pins: pins.map((pin) => ({ ...pin })),
    grades,
    receivedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
  };
}
