import type { BoardState } from '@duty-room/shared/board/state';
import { directoryCommands } from '@duty-room/shared/directory/commands';
import { decideDirectory, type DirectoryMessage } from '@duty-room/shared/directory/decide';
import { incidentCommands } from '@duty-room/shared/incident/commands';
import type { IncidentContext, IncidentMessage } from '@duty-room/shared/incident/context';
import { decideIncident } from '@duty-room/shared/incident/decide';
import { lastNumberIn } from '@duty-room/shared/incident/number';
import type { IncidentState } from '@duty-room/shared/incident/state';
import type { DecideContext, Decision, Draft } from '@duty-room/shared/kernel/decider';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { own } from '@duty-room/shared/kernel/own';
import { derivedNow } from '@duty-room/shared/obligation/derived-now';
import { holds } from '@duty-room/shared/obligation/scene';
import { Tally } from '@duty-room/shared/obligation/tally';
import type { LoadedPack } from '@duty-room/shared/office/adopt';
import { decideOffice } from '@duty-room/shared/office/decide';
import type { EventType } from '@duty-room/shared/protocol/event-types';
import { shiftCommands } from '@duty-room/shared/shift/commands';
import { decideShift, type ShiftMessage } from '@duty-room/shared/shift/decide';
import type { HandedOverDuty } from '@duty-room/shared/shift/events';
import type { RoomCommand } from './room.ts';

/** What deciding needs beside the board. */
export type World = DecideContext & {
  readonly wallClock: Instant;
  /** For `plan.adopt`: the pack that it names. */
  readonly pack: LoadedPack | undefined;
};

/** Hands the command to the decider of its category, with what that one may know of the room. */
export function decideCommand(
  board: BoardState,
  command: RoomCommand,
  world: World,
): Decision<Draft<EventType, object>> {
  if (isIncident(command)) {
    const incident = 'incident' in command.data ? own(board.incidents, command.data.incident) : undefined;
    return decideIncident(incident, command, incidentContext(board, world));
  }
  if (isShift(command)) {
    return decideShift(board.shift, command, {
      ...world,
      people: board.people,
      hasIncident: (id) => Object.hasOwn(board.incidents, id),
      openDuties: () => openDuties(board, world.now),
    });
  }
  if (isDirectory(command)) {
    return decideDirectory(board.directory, command, { ...world, isRole: (role) => isRole(board, role) });
  }
  return decideOffice(board.office, command, {
    ...world,
    currentPlan: (plan) => own(board.plans, own(board.currentPlans, plan) ?? ''),
  });
}

/** Commands of one name run one after another: the stream that they are about, or what they number. */
export function laneOf(command: RoomCommand): string {
  if (isIncident(command)) return 'incident' in command.data ? `incident-${command.data.incident}` : 'new incident';
  if (isShift(command)) return 'shift';
  if (isDirectory(command)) return 'directory';
  return command.name === 'plan.adopt' ? 'plan' : 'room';
}

export function isRunning(incident: IncidentState): boolean {
  return incident.status === 'open' || incident.status === 'transferring';
}

function incidentContext(board: BoardState, world: World): IncidentContext {
  return {
    ...world,
    plans: board.plans,
    currentPlans: board.currentPlans,
    incident: (id) => own(board.incidents, id),
    obligations: (incident) => derivedNow(incident, board.plans, world.now).obligations,
    holds(incident, adopted, condition) {
      const pin = incident.pins.find((entry) => entry.adoption === adopted.adoption);
      if (pin === undefined) return false;
      const tally = new Tally();
      for (const act of incident.acts) tally.add(act);
      return holds(condition, { tally, adopted, class: pin.class, at: world.now });
    },
    hasPerson: (id) =>
      own(board.directory.persons, id)?.removed === undefined && Object.hasOwn(board.directory.persons, id),
    leadersOnDuty: (board.shift?.onDuty ?? []).filter(({ post }) => post === 'leader').map(({ account }) => account),
    timeZone: board.office.setUp ? board.office.timeZone : '',
    lastNumber: (year) =>
      lastNumberIn(
        year,
        Object.values(board.incidents).map(({ number }) => number),
      ),
  };
}

function openDuties(board: BoardState, now: Instant): readonly HandedOverDuty[] {
  return Object.values(board.incidents)
    .filter(isRunning)
    .flatMap((incident) => derivedNow(incident, board.plans, now).obligations)
    .filter(({ state }) => state === 'open' || state === 'atRisk' || state === 'overdue' || state === 'startUnknown')
    .map(({ key, incident, dueAt }) => ({ key, incident, dueAt }));
}

/** A plan in force names the role, or one that a running incident pins. */
function isRole(board: BoardState, role: string): boolean {
  const adoptions = new Set(Object.values(board.currentPlans));
  for (const incident of Object.values(board.incidents)) {
    if (isRunning(incident)) for (const pin of incident.pins) adoptions.add(pin.adoption);
  }
  return [...adoptions].some((adoption) => own(board.plans, adoption)?.plan.roles.some(({ id }) => id === role));
}

function isIncident(command: RoomCommand): command is RoomCommand & IncidentMessage {
  return Object.hasOwn(incidentCommands, command.name);
}
function isShift(command: RoomCommand): command is RoomCommand & ShiftMessage {
  return Object.hasOwn(shiftCommands, command.name);
}
function isDirectory(command: RoomCommand): command is RoomCommand & DirectoryMessage {
  return Object.hasOwn(directoryCommands, command.name);
}
