import type { AccountsState } from '../account/events.ts';
import { decideDirectory, type DirectoryDraft, type DirectoryMessage } from '../directory/decide.ts';
import { directoryCommands } from '../directory/commands.ts';
import { incidentCommands } from '../incident/commands.ts';
import type { IncidentContext, IncidentDraft, IncidentMessage } from '../incident/context.ts';
import { decideIncident } from '../incident/decide.ts';
import { lastNumberIn } from '../incident/number.ts';
import { isWaiting } from '../incident/settle.ts';
import type { IncidentState } from '../incident/state.ts';
import type { CommandMeta, DecideContext, Decision } from '../kernel/decider.ts';
import type { Instant } from '../kernel/instant.ts';
import { own } from '../kernel/own.ts';
import { derivedNow } from '../obligation/derived-now.ts';
import { holds } from '../obligation/scene.ts';
import { Tally } from '../obligation/tally.ts';
import type { LoadedPack, PlanDraft } from '../office/adopt.ts';
import { decideOffice, type OfficeDraft } from '../office/decide.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import type { Condition } from '../plan/condition.ts';
import type { Command } from '../protocol/catalogue.ts';
import { shiftCommands } from '../shift/commands.ts';
import { decideShift, type ShiftDraft, type ShiftMessage } from '../shift/decide.ts';
import type { HandedOverDuty } from '../shift/events.ts';
import { isOnBoard } from './view.ts';
import type { BoardState } from './state.ts';

/** What only the room around the board knows. */
export type RoomContext = DecideContext & {
  /** Who may stand on duty. A drill has the people of the office, not of its own log. */
  readonly people: AccountsState;
  /** What the machine's own clock says now. */
  readonly wallClock: Instant;
  /** The pack that a `plan.adopt` names; undefined for every other command and for an unknown name. */
  readonly pack: LoadedPack | undefined;
};

export type RoomMessage = Command & { readonly meta: CommandMeta };
export type RoomDraft = IncidentDraft | ShiftDraft | DirectoryDraft | OfficeDraft | PlanDraft;

/** What a command of the catalogue makes of the room: the events of one stream, or a refusal. Pure. */
export function decideOnBoard(board: BoardState, command: RoomMessage, context: RoomContext): Decision<RoomDraft> {
  if (isIncidentMessage(command)) {
    return decideIncident(incidentOf(board, command, context), command, incidentContext(board, context));
  }
  if (isShiftMessage(command)) {
    return decideShift(board.shift, command, {
      ...context,
      hasIncident: (id) => Object.hasOwn(board.incidents, id),
      openDuties: () => openDuties(board, context.now),
    });
  }
  if (isDirectoryMessage(command)) {
    const roles = new Set(Object.values(board.plans).flatMap(({ plan }) => plan.roles.map((role) => role.id)));
    return decideDirectory(board.directory, command, { ...context, isRole: (role) => roles.has(role) });
  }
  return decideOffice(board.office, command, {
    ...context,
    currentPlan: (plan) => own(board.plans, own(board.currentPlans, plan) ?? ''),
  });
}

/** Every duty that still waits, of every running incident: what a hand-over lists and the incoming officer accepts. */
export function openDuties(board: BoardState, now: Instant): readonly HandedOverDuty[] {
  return Object.values(board.incidents)
    .filter(isOnBoard)
    .flatMap((incident) =>
      derivedNow(incident, board.plans, now)
        .obligations.filter(isWaiting)
        .map(({ key, dueAt }) => ({ key, incident: incident.id, dueAt })),
    );
}

function incidentOf(board: BoardState, command: IncidentMessage, context: DecideContext): IncidentState | undefined {
  return own(board.incidents, command.name === 'incident.report' ? context.newId('incident') : command.data.incident);
}

function incidentContext(board: BoardState, context: RoomContext): IncidentContext {
  return {
    ...context,
    plans: board.plans,
    currentPlans: board.currentPlans,
    incident: (id) => own(board.incidents, id),
    obligations: (incident) => derivedNow(incident, board.plans, context.now).obligations,
    holds: (incident, adopted, condition) => holdsNow(incident, adopted, condition, context.now),
    hasPerson: (id) => Object.hasOwn(board.directory.persons, id),
    leadersOnDuty: (board.shift?.onDuty ?? []).filter((on) => on.post === 'leader').map((on) => on.account),
    timeZone: board.office.setUp ? board.office.timeZone : '',
    lastNumber: (year) =>
      lastNumberIn(
        year,
        Object.values(board.incidents).map((incident) => incident.number),
      ),
  };
}

function holdsNow(incident: IncidentState, adopted: AdoptedPlan, condition: Condition, at: Instant): boolean {
  const pin = incident.pins.find((entry) => entry.adoption === adopted.adoption);
  if (pin === undefined) return false;
  const tally = new Tally();
  for (const act of incident.acts) tally.add(act);
  return holds(condition, { tally, adopted, class: pin.class, at });
}

function isIncidentMessage(command: RoomMessage): command is IncidentMessage {
  return Object.hasOwn(incidentCommands, command.name);
}

function isShiftMessage(command: RoomMessage): command is ShiftMessage {
  return Object.hasOwn(shiftCommands, command.name);
}

function isDirectoryMessage(command: RoomMessage): command is DirectoryMessage {
  return Object.hasOwn(directoryCommands, command.name);
}
