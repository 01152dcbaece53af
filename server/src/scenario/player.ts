import { commandRights, isGranted } from '@duty-room/shared/access/rights';
import type { IncidentState } from '@duty-room/shared/incident/state';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { own } from '@duty-room/shared/kernel/own';
import { refuse, type Outcome } from '@duty-room/shared/kernel/refusal';
import { derivedNow } from '@duty-room/shared/obligation/derived-now';
import type { Obligation } from '@duty-room/shared/obligation/obligation';
import { catalogue, type CommandAccepted } from '@duty-room/shared/protocol/catalogue';
import { isOnBoard } from '@duty-room/shared/board/view';
import type { Room, RoomCommand, Who } from '../room/room.ts';
import { commandOf } from './command-of.ts';
import { personOf } from './prepare-room.ts';
import type { CommandStep, Scenario } from './schema.ts';
import type { ScenarioTime } from './scenario-time.ts';
import { stepData } from './step-data.ts';

/** What a step made. */
export type Made = { readonly event: string; readonly stream: string };
export type PlayedRoom = Pick<Room, 'execute' | 'board' | 'time'>;
export type Played =
  | { readonly kind: 'done'; readonly answer: Outcome<CommandAccepted> }
  /** It refers to something that an earlier step was to make and did not. */
  | { readonly kind: 'impossible'; readonly why: string };

export type Player = {
  /** Does what the step says, as the person who does it would at the desk. */
  readonly play: (room: PlayedRoom, step: CommandStep, index: number) => Promise<Played>;
  readonly made: (name: string) => Made | undefined;
  /** What `$name` stands for as the scope of a duty. */
  readonly scopeOf: (room: PlayedRoom, name: string) => string | undefined;
};

class Unresolved extends Error {}

/** Plays a scenario's commands. A step's key follows from its place, so that no step is done twice. */
export function createPlayer(scenario: Scenario, time: ScenarioTime): Player {
  const made = new Map<string, Made>();
  const whoIs = (id: string): Who => ({
    account: id,
    roles: scenario.people.find((person) => person.id === id)?.roles ?? [],
  });

  const actOf = (room: PlayedRoom, name: string) => {
    const { event, stream } = needed(made.get(name), `"$${name}" was not made`);
    return own(room.board().incidents, stream.slice('incident-'.length))?.acts.find(({ id }) => id === event);
  };
  const reference = (room: PlayedRoom, name: string, field: string): string => {
    if (field === 'person') {
      const contact = scenario.directory.find(({ id }) => id === name);
      return needed(contact && personOf(room.board(), contact.name), `"$${name}" is not in the directory`);
    }
    const { event, stream } = needed(made.get(name), `"$${name}" was not made`);
    if (field === 'incident' || field === 'into') return stream.replace(/^incident-/, '');
    const act = actOf(room, name);
    if (act?.type === 'incident.crew-ordered' && (field === 'order' || field === 'scope')) return act.data.order;
    if (act?.type === 'incident.report-sent' && field === 'report') return act.data.report;
    if (act?.type === 'incident.call-attached' && field === 'scope') return act.data.call;
    return event;
  };

  return {
    async play(room, step, index) {
      try {
        const incident = (): IncidentState | undefined => {
          const name = step.data['incident'];
          if (typeof name !== 'string') return undefined;
          return own(room.board().incidents, name.startsWith('$') ? reference(room, name.slice(1), 'incident') : name);
        };
        const data = stepData(step, {
          reference: (name, field) => reference(room, name, field),
          instant: time.parse,
          duty: (rule, scope) => keyOfDuty(room, incident(), rule, scope),
          openDuties: () => openDuties(room),
          isWords: (fact) =>
            Object.values(room.board().plans).some(({ plan }) => own(plan.facts, fact)?.type === 'text'),
        });
        const meta = {
          key: keyOf(index),
          occurredAt: time.parse(step.at),
          onBehalfOf: step.onBehalfOf,
          medium: step.medium,
        };
        const answer = await execute(
          room,
          commandOf(step.command, catalogue[step.command].parse(data), meta),
          whoIs(step.by),
        );
        if (answer.ok && step.as !== undefined)
          made.set(step.as, { event: answer.value.event, stream: answer.value.stream });
        return { kind: 'done', answer };
      } catch (error) {
        if (error instanceof Unresolved) return { kind: 'impossible', why: error.message };
        throw error;
      }
    },
    made: (name) => made.get(name),
    scopeOf: (room, name) => (made.has(name) ? reference(room, name, 'scope') : undefined),
  };
}

export function keyOf(index: number): string {
  return `scenario-step-${String(index).padStart(6, '0')}`;
}

/** By the table of rights first, as every command that comes over the network. */
function execute(room: PlayedRoom, command: RoomCommand, who: Who): Promise<Outcome<CommandAccepted>> {
  const rights = commandRights[command.name];
  const { shift } = room.board();
  if (isGranted(rights, who.roles, { account: who.account, onBehalfOf: command.meta.onBehalfOf, shift }))
    return room.execute(command, who);
  return Promise.resolve(refuse(isGranted(rights, who.roles, {}) ? 'not-allowed' : 'on-duty-only'));
}

/** The duty of this name that still waits, else the one that came about last; the name itself where there is none. */
function keyOfDuty(
  room: PlayedRoom,
  incident: IncidentState | undefined,
  rule: string,
  scope: string | undefined,
): string {
  if (incident === undefined) return rule;
  const named = derivedNow(incident, room.board().plans, room.time().now).obligations.filter(
    (duty) =>
      (duty.rule === rule || `${duty.plan}/${duty.rule}` === rule) && (scope === undefined || duty.scope === scope),
  );
  return (named.find(waits) ?? named.at(-1))?.key ?? rule;
}

function openDuties(room: PlayedRoom): readonly string[] {
  const { incidents, plans } = room.board();
  const now: Instant = room.time().now;
  return Object.values(incidents)
    .filter(isOnBoard)
    .flatMap((incident) => derivedNow(incident, plans, now).obligations)
    .filter(waits)
    .map(({ key }) => key);
}

function waits({ state }: Obligation): boolean {
  return state === 'open' || state === 'atRisk' || state === 'overdue' || state === 'startUnknown';
}

function needed<T>(value: T | undefined, why: string): T {
  if (value === undefined) throw new Unresolved(why);
  return value;
}
