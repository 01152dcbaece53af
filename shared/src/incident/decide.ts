import { assertNever } from '../kernel/assert-never.ts';
import type { Decision } from '../kernel/decider.ts';
import { accept, refuse, type Outcome } from '../kernel/refusal.ts';
import { statedAt } from '../kernel/stated-at.ts';
import type { Here, IncidentContext, IncidentDraft, IncidentMessage } from './context.ts';
import * as acts from './decide-acts.ts';
import * as duties from './decide-duties.ts';
import * as facts from './decide-facts.ts';
import * as intake from './decide-intake.ts';
import type { IncidentState } from './state.ts';

/**
 * What a command makes of an incident: the events of its stream, or a refusal. Pure; the caller recognises a repeated key before
 * it asks, and adds ids, times and the sealed part.
 */
export function decideIncident(
  incident: IncidentState | undefined,
  command: IncidentMessage,
  context: IncidentContext,
): Decision<IncidentDraft> {
  const at = statedAt(command.meta, context.now);
  if (!at.ok) return at;
  const here: Here = { ...context, at: at.value, meta: command.meta };
  if (command.name === 'incident.report') {
    if (incident !== undefined) return refuse('already-exists', { value: incident.number });
    return inStream(context.newId('incident'), intake.decideReport(command.data, here), here);
  }
  if (incident === undefined) return refuse('not-found', { what: command.data.incident });
  const { status, revision } = incident;
  const running = status === 'open' || status === 'transferring';
  if (!running && command.name !== 'incident.reopen' && command.name !== 'incident.note') {
    return refuse('closed', { status });
  }
  const { expectedRevision } = command.meta;
  if (expectedRevision !== undefined && expectedRevision !== revision) return refuse('conflict', { revision });
  return inStream(incident.id, decideCase(incident, command, here), here);
}

/** The stated instant of the command is that of each of its events, unless the case says otherwise. */
function inStream(id: string, outcome: Outcome<readonly IncidentDraft[]>, here: Here): Decision<IncidentDraft> {
  if (!outcome.ok) return outcome;
  const events = outcome.value.map((draft) => ({ occurredAt: here.at, ...draft }));
  return accept({ stream: `incident-${id}`, events });
}

function decideCase(
  incident: IncidentState,
  command: Exclude<IncidentMessage, { readonly name: 'incident.report' }>,
  here: Here,
): Outcome<readonly IncidentDraft[]> {
  switch (command.name) {
    case 'incident.attach-call':
      return intake.attachCall(incident, command.data, here);
    case 'incident.merge':
      return intake.merge(incident, command.data, here);
    case 'incident.mark-mistaken':
      return intake.markMistaken(incident, command.data, here);
    case 'incident.transfer':
      return intake.transfer(incident, command.data, here);
    case 'incident.receive-transfer':
      return intake.receiveTransfer(incident, command.data, here);
    case 'incident.place-under':
      return intake.placeUnder(incident, command.data, here);
    case 'incident.record-facts':
      return facts.recordFacts(incident, command.data, here);
    case 'incident.correct-fact':
      return facts.correctFact(incident, command.data, here);
    case 'incident.confirm':
      return facts.confirm(incident, command.data, here);
    case 'incident.grade':
      return facts.grade(incident, command.data, here);
    case 'incident.keep-grade':
      return facts.keepGrade(incident, command.data, here);
    case 'incident.relay':
      return acts.relay(incident, command.data, here);
    case 'incident.decide':
      return acts.decideHop(incident, command.data, here);
    case 'incident.send-report':
      return acts.sendReport(incident, command.data, here);
    case 'incident.receive-report':
      return acts.receiveReport(incident, command.data, here);
    case 'incident.start-mechanism':
      return acts.startMechanism(incident, command.data, here);
    case 'incident.end-mechanism':
      return acts.endMechanism(incident, command.data, here);
    case 'incident.order-crew':
      return acts.orderCrew(incident, command.data, here);
    case 'incident.report-crew':
      return acts.reportCrew(incident, command.data, here);
    case 'incident.arrive':
      return acts.arrive(incident, command.data, here);
    case 'incident.discharge-duty':
      return duties.dischargeDuty(incident, command.data, here);
    case 'incident.answer-duty':
      return duties.answerDuty(incident, command.data, here);
    case 'incident.waive-duty':
      return duties.waiveDuty(incident, command.data, here);
    case 'incident.note':
      return duties.note(incident, command.data, here);
    case 'incident.withdraw':
      return duties.withdraw(incident, command.data, here);
    case 'incident.close':
      return duties.close(incident, command.data, here);
    case 'incident.reopen':
      return duties.reopen(incident, command.data, here);
    default:
      return assertNever(command);
  }
}
