import { assertNever } from '../kernel/assert-never.ts';
import type { CommandMeta, DecideContext, Decision, Draft } from '../kernel/decider.ts';
import type { Instant } from '../kernel/instant.ts';
import { accept, refuse, type Outcome } from '../kernel/refusal.ts';
import { statedAt } from '../kernel/stated-at.ts';
import type { AdoptedPlan } from '../plan/adopted-plan.ts';
import { decideAdoption, type LoadedPack, type PlanDraft } from './adopt.ts';
import type { OfficeCommand } from './commands.ts';
import type { OfficeEventData, OfficeEventType, OfficeState } from './events.ts';

/** What deciding about the office needs to know beside the office itself. */
export type OfficeContext = DecideContext & {
  /** What the machine's own clock says now. */
  readonly wallClock: Instant;
  /** The pack that `plan.adopt` names, read and checked; undefined where there is none of that name. */
  readonly pack: LoadedPack | undefined;
  /** The adoption of a plan now in force. */
  readonly currentPlan: (plan: string) => AdoptedPlan | undefined;
};

export type OfficeDraft = { [Type in OfficeEventType]: Draft<Type, OfficeEventData[Type]> }[OfficeEventType];
export type OfficeMessage = OfficeCommand & { readonly meta: CommandMeta };

/** What a command makes of the office (stream `room`), or of a plan (stream `plan-<id>`). Pure; see `decideIncident`. */
export function decideOffice(
  office: OfficeState,
  command: OfficeMessage,
  context: OfficeContext,
): Decision<OfficeDraft | PlanDraft> {
  const at = statedAt(command.meta, context.now);
  if (!at.ok) return at;
  if (command.name !== 'office.set-up' && !office.setUp) return refuse('set-up-needed');
  if (command.name === 'plan.adopt') {
    const { pack, currentPlan } = context;
    if (pack === undefined) return refuse('unknown-plan', { plan: command.data.pack });
    return decideAdoption(pack, command.data, currentPlan(pack.plan.plan), office.timeZone, at.value);
  }
  const { expectedRevision } = command.meta;
  if (expectedRevision !== undefined && expectedRevision !== office.revision) {
    return refuse('conflict', { revision: office.revision });
  }
  const draft = decideCase(office, command, context);
  if (!draft.ok) return draft;
  return accept({ stream: 'room', events: [{ occurredAt: at.value, ...draft.value }] });
}

function decideCase(
  office: OfficeState,
  command: Exclude<OfficeMessage, { readonly name: 'plan.adopt' }>,
  context: OfficeContext,
): Outcome<OfficeDraft> {
  switch (command.name) {
    case 'office.set-up':
      if (office.setUp) return refuse('already-done');
      if (!isTimeZone(command.data.timeZone)) {
        const { timeZone } = command.data;
        return refuse('bad-input', {
          problems: [{ zh: `没有“${timeZone}”这个时区`, en: `There is no time zone “${timeZone}”` }],
        });
      }
      return accept({ type: 'office.set-up', data: command.data });
    case 'office.rename':
      if (office.name === command.data.name) return refuse('nothing-to-do');
      return accept({ type: 'office.renamed', data: command.data });
    case 'office.set-wall': {
      const { wall } = office;
      const { distanceMetres, panelInches, nightFrom, nightTo } = command.data;
      const same =
        wall.distanceMetres === distanceMetres &&
        wall.panelInches === panelInches &&
        wall.nightFrom === nightFrom &&
        wall.nightTo === nightTo;
      return same ? refuse('nothing-to-do') : accept({ type: 'office.wall-set', data: command.data });
    }
    case 'room.confirm-clock':
      if (office.clock.trusted) return refuse('nothing-to-do');
      return accept({
        type: 'room.clock-confirmed',
        data: { wall: context.wallClock, trusted: context.now, by: 'person' },
      });
    default:
      return assertNever(command);
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
