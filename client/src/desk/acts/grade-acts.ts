import type { PlanScale } from '@duty-room/shared/plan/schema';
import { act, given, textOf, type Act } from './act.ts';
import { common, pinned, type ActContext } from './context.ts';

/** The scale of the incident's class under a plan. */
export function scaleUnder(context: Pick<ActContext, 'state' | 'incident'>, plan: string): PlanScale | undefined {
  const pin = pinned(context).find((one) => one.plan.plan.plan === plan);
  const scale = pin?.plan.plan.classes.find((one) => one.id === pin.class)?.scale;
  return pin?.plan.plan.scales.find((one) => one.id === scale);
}

/** The grade in force under a plan: the last one that was not withdrawn. */
export function gradeUnder(context: Pick<ActContext, 'incident'>, plan: string): string | undefined {
  const last = context.incident.acts.findLast(
    (one) =>
      one.type === 'incident.graded' && one.data.plan === plan && context.incident.withdrawn[one.id] === undefined,
  );
  return last?.type === 'incident.graded' ? last.data.grade : undefined;
}

/** Grade or regrade under one plan; the form shows what that would start and supersede before it is confirmed. */
export function gradeAct(
  context: ActContext,
  plan: string,
  proposed: { readonly grade: string; readonly basis: string } | undefined,
): Act {
  const { words, incident } = context;
  const scale = scaleUnder(context, plan);
  const current = gradeUnder(context, plan);
  const fields = common(context);
  return act(
    {
      id: `grade-${plan}`,
      title: words.say(current === undefined ? 'act.grade' : 'act.regrade', {
        plan: words.label(
          pinned(context).find((one) => one.plan.plan.plan === plan)?.plan.plan.title ?? { zh: plan, en: plan },
        ),
      }),
      ...(proposed ? { note: words.say('act.gradeBasis', { basis: proposed.basis }) } : {}),
      previewsGradeOf: plan,
      fields: [
        {
          kind: 'choice',
          id: 'grade',
          label: words.say('field.grade'),
          options: (scale?.grades ?? []).map((one) => ({ id: one.id, label: words.label(one.label) })),
          required: true,
        },
        fields.at,
        { ...fields.reason, kind: 'text', max: 500, required: false },
      ],
      initial: { grade: proposed?.grade ?? current ?? '', at: fields.now, reason: '' },
      submit: words.say(current === undefined ? 'act.gradeSubmit' : 'act.regradeSubmit'),
    },
    (values, meta) => {
      const grade = textOf(values, 'grade');
      return {
        name: 'incident.grade',
        meta,
        data: {
          incident: incident.id,
          plan,
          grade,
          ...(proposed && proposed.grade === grade ? { basis: proposed.basis.slice(0, 300) } : {}),
          ...given(values, 'reason'),
        },
      };
    },
  );
}

/** Keep the confirmed grade although the facts propose another: with a reason. */
export function keepGradeAct(context: ActContext, plan: string, proposed: string): Act {
  const { words, incident } = context;
  const fields = common(context);
  const name = scaleUnder(context, plan)?.grades.find((one) => one.id === proposed)?.label;
  return act(
    {
      id: `keep-${plan}-${proposed}`,
      title: words.say('act.keepGrade', { grade: name ? words.label(name) : proposed }),
      note: words.say('act.keepGradeNote'),
      fields: [fields.at, fields.reason],
      initial: { at: fields.now, reason: '' },
      submit: words.say('act.keepGradeSubmit'),
    },
    (values, meta) => ({
      name: 'incident.keep-grade',
      meta,
      data: { incident: incident.id, plan, proposed, reason: textOf(values, 'reason') },
    }),
  );
}

/** The call was checked and is true (核实). */
export function confirmAct(context: ActContext): Act {
  const { words, incident } = context;
  const fields = common(context);
  return act(
    {
      id: 'confirm',
      title: words.say('act.confirm'),
      fields: [fields.medium, fields.at],
      initial: { medium: 'phone', at: fields.now },
      submit: words.say('act.confirmSubmit'),
    },
    (_values, meta) => ({ name: 'incident.confirm', meta, data: { incident: incident.id } }),
  );
}
