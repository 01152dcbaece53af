import { canonical } from '../kernel/canonical.ts';
import type { Json } from '../kernel/json.ts';
import type { BoardView } from './view.ts';

/**
 * What a wall shows of the room, as canonical text: two screens that fold the same projected events and look at the same instant
 * have the same text. Hash it with whatever is at hand; here nothing touches crypto.
 */
export function boardText(view: BoardView): string {
  const plain: Json = {
    at: view.at,
    duties: view.duties.map(({ obligation }) => [
      obligation.incident,
      obligation.key,
      obligation.state,
      obligation.startedAt,
      obligation.dueAt,
    ]),
    done: view.done.map(({ obligation }) => [
      obligation.incident,
      obligation.key,
      obligation.state,
      obligation.metAt ?? null,
    ]),
    incidents: view.incidents.map((card) => [
      card.incident.id,
      card.incident.title,
      card.tone,
      card.grades.map((chip) => chip.grade?.zh ?? null),
      card.facts.map((line) => [line.fact, line.value]),
    ]),
    officers: view.officers.map((person) => person.name),
    leaders: view.leaders.map((person) => person.name),
    nobodyOnDuty: view.nobodyOnDuty,
  };
  return canonical(plain);
}
