import { REGRADE_RULE } from '@duty-room/shared/obligation/regrade';
import type { Obligation } from '@duty-room/shared/obligation/obligation';
import { act, given, textOf, type Act } from './act.ts';
import { common, personsOf, pinned, roleName, type ActContext } from './context.ts';

/** A duty that a person reports as done. */
export function dischargeAct(context: ActContext, duty: Obligation): Act {
  const { words, incident } = context;
  const fields = common(context);
  return act(
    {
      id: `discharge-${duty.key}`,
      title: words.say('act.discharge', { duty: words.label(duty.label) }),
      fields: [
        fields.at,
        fields.medium,
        { kind: 'text', id: 'text', label: words.say('field.how'), max: 4000, required: false, multiline: true },
      ],
      initial: { at: fields.now, medium: '', text: '' },
      submit: words.say('act.dischargeSubmit'),
    },
    (values, meta) => {
      const text = textOf(values, 'text');
      return {
        name: 'incident.discharge-duty',
        meta,
        data: {
          incident: incident.id,
          plan: duty.plan,
          rule: duty.rule,
          ...(duty.scope === 'incident' ? {} : { scope: duty.scope }),
          ...(text === '' ? {} : { personal: { text } }),
        },
      };
    },
  );
}

/** A duty "if needed": the yes or no of the role that judges. */
export function answerAct(context: ActContext, duty: Obligation, choice: 'yes' | 'no'): Act {
  const { words, incident } = context;
  const fields = common(context);
  const by = duty.ifNeeded?.by ?? '';
  const persons = personsOf(context, by);
  return act(
    {
      id: `answer-${duty.key}-${choice}`,
      title: words.say(choice === 'yes' ? 'act.answerYes' : 'act.answerNo', {
        question: words.label(duty.ifNeeded?.question ?? duty.label),
      }),
      note: words.say('act.decideNote', { role: roleName(context, by) }),
      fields: [
        ...(persons.length > 0
          ? [
              {
                kind: 'choice' as const,
                id: 'behalf',
                label: words.say('field.decidedBy'),
                options: persons,
                required: false,
              },
            ]
          : []),
        fields.medium,
        fields.at,
        { ...fields.reason, kind: 'text', max: 500, required: choice === 'no' },
      ],
      initial: { behalf: persons[0]?.id ?? '', medium: 'phone', at: fields.now, reason: '' },
      submit: words.say('act.decideSubmit'),
    },
    (values, meta) => ({
      name: 'incident.answer-duty',
      meta,
      data: { incident: incident.id, plan: duty.plan, rule: duty.rule, choice, ...given(values, 'reason') },
    }),
  );
}

/** The leader on duty frees the office of a duty, with a reason; an officer may record it for the leader. */
export function waiveAct(context: ActContext, duty: Obligation): Act {
  const { words, incident, state, account } = context;
  const fields = common(context);
  const leaders = (state.shift?.onDuty ?? [])
    .filter((one) => one.post === 'leader')
    .map((one) => ({ id: one.account, label: state.people.accounts[one.account]?.name ?? one.account }));
  const own = leaders.some((one) => one.id === account);
  return act(
    {
      id: `waive-${duty.key}`,
      title: words.say('act.waive', { duty: words.label(duty.label) }),
      note: words.say(leaders.length > 0 ? 'act.waiveNote' : 'act.waiveNobody'),
      grave: true,
      fields: [
        ...(own
          ? []
          : [
              {
                kind: 'choice' as const,
                id: 'behalf',
                label: words.say('field.leader'),
                options: leaders,
                required: true,
              },
              fields.medium,
            ]),
        fields.reason,
      ],
      initial: { behalf: own ? '' : (leaders[0]?.id ?? ''), medium: own ? '' : 'phone', reason: '' },
      submit: words.say('act.waiveSubmit'),
    },
    (values, meta) => ({
      name: 'incident.waive-duty',
      meta,
      data: { incident: incident.id, duty: duty.key, reason: textOf(values, 'reason') },
    }),
  );
}

/** Someone whom the plan wants on scene has arrived. */
export function arriveAct(context: ActContext, role: string | undefined): Act {
  const { words, incident } = context;
  const fields = common(context);
  const roles = pinned(context).flatMap(({ plan }) => plan.plan.roles);
  const options = [...new Map(roles.map((one) => [one.id, { id: one.id, label: words.label(one.label) }])).values()];
  return act(
    {
      id: `arrive-${role ?? 'any'}`,
      title:
        role === undefined ? words.say('act.arrive') : words.say('act.arriveRole', { role: roleName(context, role) }),
      fields: [
        { kind: 'choice', id: 'role', label: words.say('field.who'), options, required: true },
        fields.medium,
        fields.at,
      ],
      initial: { role: role ?? '', medium: 'phone', at: fields.now },
      submit: words.say('act.arriveSubmit'),
    },
    (values, meta) => ({
      name: 'incident.arrive',
      meta,
      data: { incident: incident.id, role: textOf(values, 'role') },
    }),
  );
}

/** Which roles a duty "on scene" still waits for, by the plan's own evidence. */
export function awaitedOnScene(context: ActContext, duty: Obligation): readonly string[] {
  const plan = pinned(context).find((one) => one.plan.plan.plan === duty.plan)?.plan.plan;
  const stop = plan?.rules.find((rule) => rule.id === duty.rule)?.stop;
  if (!stop || !('arrived' in stop)) return [];
  const there = new Set(
    context.incident.acts.flatMap((one) =>
      one.type === 'incident.arrived' && context.incident.withdrawn[one.id] === undefined ? [one.data.role] : [],
    ),
  );
  return stop.arrived.filter((role) => !there.has(role));
}

/** The engine's own duty: to decide on another grade. */
export const isRegradeDuty = (duty: Obligation): boolean => duty.rule === REGRADE_RULE;
