import type { CommandName } from '@duty-room/shared/protocol/catalogue';
import { gradeProposals } from '@duty-room/shared/obligation/preview';
import type { Act } from './acts/act.ts';
import { pinned, type ActContext } from './acts/context.ts';
import { arriveAct } from './acts/duty-acts.ts';
import {
  closeAct,
  mergeAct,
  mistakenAct,
  placeUnderAct,
  reopenAct,
  transferAct,
  transferReceiptAct,
} from './acts/ending-acts.ts';
import { noteAct, recordFactsAct } from './acts/fact-acts.ts';
import { confirmAct, gradeAct, gradeUnder, scaleUnder } from './acts/grade-acts.ts';
import { endMechanismAct, mechanismsOf, orderCrewAct, startMechanismAct } from './acts/resource-acts.ts';
import { reportKinds, sendReportAct } from './acts/report-acts.ts';
import { tellAnyoneAct } from './acts/relay-acts.ts';
import { bracketed } from './words.ts';

/** An act of the incident as a menu or the palette offers it. */
export type MenuAct = {
  readonly id: string;
  readonly text: string;
  readonly command: CommandName;
  readonly make: () => Act;
};

/** The grade that the facts propose under a plan, with the words of its criterion. */
export function proposalUnder(
  context: ActContext,
  plan: string,
): { readonly grade: string; readonly basis: string } | undefined {
  const { incident, state, clock, words } = context;
  const found = gradeProposals(incident, state.plans, clock.now).find((one) => one.pin.plan === plan)?.proposal;
  if (!found) return undefined;
  const cite = found.criterion.cite[0];
  return {
    grade: found.grade,
    basis: cite
      ? bracketed(words.label(found.criterion.text), words.label(cite.at), words)
      : words.label(found.criterion.text),
  };
}

/** Everything that can be recorded about the incident in hand. */
export function menuActs(context: () => ActContext): readonly MenuAct[] {
  const now = context();
  const { words, incident } = now;
  const acts: MenuAct[] = [];
  const add = (command: CommandName, make: () => Act, text = make().title): void => {
    acts.push({ id: `${command}/${acts.length}`, text, command, make });
  };
  if (incident.status === 'transferring') add('incident.receive-transfer', () => transferReceiptAct(context()));
  if (incident.status !== 'open' && incident.status !== 'transferring') {
    add('incident.reopen', () => reopenAct(context()));
    return acts;
  }
  add('incident.record-facts', () => recordFactsAct(context()));
  add('incident.note', () => noteAct(context()));
  if (!incident.acts.some((one) => one.type === 'incident.confirmed' && incident.withdrawn[one.id] === undefined))
    add('incident.confirm', () => confirmAct(context()));
  for (const { plan } of pinned(now)) {
    const id = plan.plan.plan;
    if (scaleUnder(now, id)) add('incident.grade', () => gradeAct(context(), id, proposalUnder(context(), id)));
  }
  add('incident.relay', () => tellAnyoneAct(context()));
  for (const kind of reportKinds(now)) add('incident.send-report', () => sendReportAct(context(), kind.id));
  add('incident.order-crew', () => orderCrewAct(context()));
  add('incident.arrive', () => arriveAct(context(), undefined));
  for (const mechanism of mechanismsOf(now)) {
    if (mechanism.startedAt === undefined || mechanism.endedAt !== undefined)
      add('incident.start-mechanism', () => startMechanismAct(context(), mechanism));
    else add('incident.end-mechanism', () => endMechanismAct(context(), mechanism));
  }
  add('incident.place-under', () => placeUnderAct(context()));
  add('incident.transfer', () => transferAct(context()));
  add('incident.merge', () => mergeAct(context()));
  add('incident.mark-mistaken', () => mistakenAct(context()));
  add('incident.close', () => closeAct(context()), words.say('act.close'));
  return acts;
}

/** Whether the incident has a class under this plan that is graded and no grade yet. */
export const isUngraded = (context: ActContext, plan: string): boolean =>
  scaleUnder(context, plan) !== undefined && gradeUnder(context, plan) === undefined;
