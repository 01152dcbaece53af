import type { AccountsState } from '../account/events.ts';
import { assertNever } from '../kernel/assert-never.ts';
import type { CommandMeta, DecideContext, Decision, Draft, RightsRole } from '../kernel/decider.ts';
import type { Instant } from '../kernel/instant.ts';
import { own } from '../kernel/own.ts';
import { present } from '../kernel/present.ts';
import { accept, refuse, type Outcome, type Refusal } from '../kernel/refusal.ts';
import { statedAt } from '../kernel/stated-at.ts';
import type { ShiftCommand } from './commands.ts';
import type { HandedOverDuty, ShiftEventData, ShiftEventType, ShiftPost } from './events.ts';
import type { ShiftState } from './state.ts';

/** What deciding about a shift needs to know beside the shift itself. */
export type ShiftContext = DecideContext & {
  readonly people: AccountsState;
  readonly hasIncident: (id: string) => boolean;
  /** Every duty of every running incident that still waits now, as known: what a hand-over lists. */
  readonly openDuties: () => readonly HandedOverDuty[];
};

export type ShiftDraft = { [Type in ShiftEventType]: Draft<Type, ShiftEventData[Type]> }[ShiftEventType];
export type ShiftMessage = ShiftCommand & { readonly meta: CommandMeta };

/** What a command makes of the shift in force (null before the office's first). Pure; see `decideIncident`. */
export function decideShift(
  shift: ShiftState | null,
  command: ShiftMessage,
  context: ShiftContext,
): Decision<ShiftDraft> {
  const at = statedAt(command.meta, context.now);
  if (!at.ok) return at;
  if (command.name === 'shift.start') {
    if (shift !== null) return refuse('already-exists');
    return inStream(context.newId('shift'), accept([{ type: 'shift.started', data: {} }]), at.value);
  }
  if (shift === null) return refuse('not-found', { what: 'shift' });
  const { expectedRevision } = command.meta;
  if (expectedRevision !== undefined && expectedRevision !== shift.revision) {
    return refuse('conflict', { revision: shift.revision });
  }
  return inStream(shift.id, decideCase(shift, command, context), at.value);
}

function inStream(id: string, outcome: Outcome<readonly ShiftDraft[]>, occurredAt: Instant): Decision<ShiftDraft> {
  if (!outcome.ok) return outcome;
  return accept({ stream: `shift-${id}`, events: outcome.value.map((draft) => ({ occurredAt, ...draft })) });
}

function decideCase(
  shift: ShiftState,
  command: Exclude<ShiftMessage, { readonly name: 'shift.start' }>,
  context: ShiftContext,
): Outcome<readonly ShiftDraft[]> {
  switch (command.name) {
    case 'shift.sign-on': {
      const { account, post } = command.data;
      const unfit = mayStand(account, post, context);
      if (unfit) return unfit;
      if (isOn(shift, account, post)) return refuse('already-done');
      return accept([{ type: 'shift.signed-on', data: { account, post } }]);
    }
    case 'shift.sign-off': {
      const { account, post } = command.data;
      if (!isOn(shift, account, post)) return refuse('nothing-to-do');
      return accept([{ type: 'shift.signed-off', data: { account, post } }]);
    }
    case 'shift.log': {
      const { topic, incident } = command.data;
      if (incident !== undefined && !context.hasIncident(incident)) return refuse('not-found', { what: incident });
      return accept([
        { type: 'shift.logged', data: { topic, ...present({ incident }) }, subject: `shift-${shift.id}` },
      ]);
    }
    case 'shift.prepare-hand-over': {
      const { to } = command.data;
      if (!isOn(shift, context.actor, 'officer')) return refuse('on-duty-only');
      if (shift.handOver !== undefined) return refuse('already-done', { at: shift.handOver.at });
      if (to === context.actor) return refuse('nothing-to-do');
      const unfit = mayStand(to, 'officer', context);
      if (unfit) return unfit;
      return accept([
        { type: 'shift.hand-over-prepared', data: { by: context.actor, to, duties: context.openDuties() } },
      ]);
    }
    case 'shift.cancel-hand-over': {
      if (shift.handOver === undefined) return refuse('nothing-to-do');
      if (!isOn(shift, context.actor, 'officer') && shift.handOver.to !== context.actor) return refuse('on-duty-only');
      return accept([{ type: 'shift.hand-over-cancelled', data: { by: context.actor } }]);
    }
    case 'shift.accept-hand-over':
      return acceptHandOver(shift, command.data.accepted, context);
    case 'shift.force-hand-over': {
      if (isOn(shift, context.actor, 'officer')) return refuse('not-allowed');
      const unfit = mayStand(context.actor, 'officer', context);
      if (unfit) return unfit;
      const { reason } = command.data;
      const data = { by: context.actor, reason, duties: context.openDuties(), next: context.newId('shift') };
      return accept([{ type: 'shift.hand-over-forced', data }]);
    }
    default:
      return assertNever(command);
  }
}

/** Every duty that is open at this moment must have been accepted, also those that came up after the list was made. */
function acceptHandOver(
  shift: ShiftState,
  keys: readonly string[],
  context: ShiftContext,
): Outcome<readonly ShiftDraft[]> {
  if (shift.handOver === undefined) return refuse('not-due');
  if (shift.handOver.to !== context.actor) return refuse('not-allowed');
  const accepted = new Set(keys);
  const missing = context.openDuties().filter((duty) => !accepted.has(duty.key));
  if (missing.length > 0) return refuse('conflict', { missing: missing.map((duty) => duty.key) });
  return accept([
    {
      type: 'shift.hand-over-accepted',
      data: { by: context.actor, accepted: [...accepted], next: context.newId('shift') },
    },
  ]);
}

const RIGHT_OF_POST: Readonly<Record<ShiftPost, RightsRole>> = { officer: 'officer', leader: 'leader' };

/** Refuses an unknown or disabled account, and one without the role that the post needs. */
function mayStand(account: string, post: ShiftPost, { people }: ShiftContext): Refusal | undefined {
  const person = own(people.accounts, account);
  if (person === undefined || person.disabled) return refuse('not-found', { what: account });
  return person.roles.includes(RIGHT_OF_POST[post]) ? undefined : refuse('not-allowed');
}

function isOn(shift: ShiftState, account: string, post: ShiftPost): boolean {
  return shift.onDuty.some((entry) => entry.account === account && entry.post === post);
}
