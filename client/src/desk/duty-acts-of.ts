import type { EvidenceRule } from '@duty-room/shared/plan/evidence';
import type { Obligation } from '@duty-room/shared/obligation/obligation';
import type { Act } from './acts/act.ts';
import { pinned, roleName, type ActContext } from './acts/context.ts';
import { answerAct, arriveAct, awaitedOnScene, dischargeAct, isRegradeDuty, waiveAct } from './acts/duty-acts.ts';
import { recordFactsAct } from './acts/fact-acts.ts';
import { gradeAct, keepGradeAct } from './acts/grade-acts.ts';
import { sendReportAct } from './acts/report-acts.ts';
import { mechanismsOf, orderCrewAct, ordersOf, reportCrewAct, startMechanismAct } from './acts/resource-acts.ts';
import { tellAct } from './acts/relay-acts.ts';

/** A button of a duty: what it says and the act that it opens, made when it is pressed so that its instant is the present. */
export type DutyButton = { readonly id: string; readonly text: string; readonly act: () => Act };

const flat = (rule: EvidenceRule): readonly EvidenceRule[] =>
  'anyOf' in rule ? rule.anyOf.flatMap(flat) : 'allOf' in rule ? rule.allOf.flatMap(flat) : [rule];

/** What a person can record so that this duty is met, by the evidence that the plan's rule asks for. */
export function dutyButtons(duty: Obligation, context: () => ActContext): readonly DutyButton[] {
  const first = context();
  const { words } = first;
  if (isRegradeDuty(duty)) {
    const proposed = duty.demandsGrade ?? '';
    return [
      {
        id: 'regrade',
        text: words.say('duty.regrade'),
        act: () =>
          gradeAct(context(), duty.plan, {
            grade: proposed,
            basis: duty.cite.map((one) => words.label(one.at)).join(' · '),
          }),
      },
      { id: 'keep', text: words.say('duty.keep'), act: () => keepGradeAct(context(), duty.plan, proposed) },
    ];
  }
  const rule = pinned(first)
    .find((one) => one.plan.plan.plan === duty.plan)
    ?.plan.plan.rules.find((one) => one.id === duty.rule);
  if (!rule) return [];
  const buttons = new Map<string, DutyButton>();
  const add = (button: DutyButton): void => void buttons.set(button.id, button);
  if (duty.ifNeeded) {
    add({ id: 'yes', text: words.say('duty.yes'), act: () => answerAct(context(), duty, 'yes') });
    add({ id: 'no', text: words.say('duty.no'), act: () => answerAct(context(), duty, 'no') });
    return [...buttons.values()];
  }
  for (const evidence of flat(rule.stop)) {
    if ('discharged' in evidence) {
      add({ id: 'done', text: words.say('duty.done'), act: () => dischargeAct(context(), duty) });
    } else if ('answered' in evidence) {
      add({ id: 'yes', text: words.say('duty.yes'), act: () => answerAct(context(), duty, 'yes') });
      add({ id: 'no', text: words.say('duty.no'), act: () => answerAct(context(), duty, 'no') });
    } else if ('report' in evidence) {
      const [kind] = evidence.report;
      if (kind !== undefined)
        add({
          id: `report-${kind}`,
          text: words.say('duty.report'),
          act: () =>
            sendReportAct(context(), kind, {
              to: evidence.to ?? duty.recipients,
              medium: evidence.medium ?? duty.medium,
            }),
        });
    } else if ('arrived' in evidence) {
      for (const role of awaitedOnScene(first, duty))
        add({
          id: `arrive-${role}`,
          text: `${roleName(first, role)}${words.language === 'zh' ? '' : ' '}${words.say('duty.arrived')}`,
          act: () => arriveAct(context(), role),
        });
    } else if ('told' in evidence) {
      for (const role of evidence.told)
        add({
          id: `tell-${role}`,
          text: `${roleName(first, role)}${words.say('list.ellipsis')}`,
          act: () => tellAct(context(), role, undefined, true),
        });
    } else if ('fact' in evidence) {
      add({ id: 'facts', text: words.say('duty.record'), act: () => recordFactsAct(context()) });
    } else if ('gradeAtLeast' in evidence) {
      add({ id: 'regrade', text: words.say('duty.regrade'), act: () => gradeAct(context(), duty.plan, undefined) });
    } else if ('mechanism' in evidence) {
      const mechanism = mechanismsOf(first).find((one) => one.plan === duty.plan && one.id === evidence.mechanism);
      if (mechanism && evidence.state === 'started')
        add({
          id: `start-${mechanism.id}`,
          text: words.say('duty.start'),
          act: () => startMechanismAct(context(), mechanism),
        });
    } else if ('order' in evidence) {
      const order = ordersOf(first).find((one) => one.order === duty.scope);
      add(
        order
          ? { id: 'crew', text: words.say('duty.done'), act: () => reportCrewAct(context(), order) }
          : { id: 'order', text: words.say('act.orderCrew'), act: () => orderCrewAct(context()) },
      );
    }
  }
  if (duty.state === 'startUnknown' && duty.notBegun !== true && !buttons.has('facts'))
    add({ id: 'facts', text: words.say('duty.record'), act: () => recordFactsAct(context()) });
  return [...buttons.values()];
}

/** The leader on duty may free the office of a running duty. */
export const waiveButton = (duty: Obligation, context: () => ActContext): DutyButton => ({
  id: 'waive',
  text: context().words.say('duty.waive'),
  act: () => waiveAct(context(), duty),
});
