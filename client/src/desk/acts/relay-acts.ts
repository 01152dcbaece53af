import type { ChainStep } from '@duty-room/shared/obligation/obligation';
import { calleesOf, nextCallee } from '../callees.ts';
import { act, given, textOf, type Act, type ActField } from './act.ts';
import { common, otherRoles, personsOf, roleName, type ActContext } from './context.ts';

/** Told this role (信息传递), or tried in vain. Prefilled with whom to call next, the phone and the present. */
export function tellAct(context: ActContext, to: string, hop: string | undefined, reached: boolean): Act {
  const { words, incident, state } = context;
  const fields = common(context);
  const persons = personsOf(context, to);
  const next = nextCallee(calleesOf(to, state.directory, incident));
  const person: ActField = {
    kind: 'choice',
    id: 'person',
    label: words.say('field.person'),
    options: persons,
    required: false,
  };
  const name = roleName(context, to);
  return act(
    {
      id: `${reached ? 'tell' : 'tried'}-${hop ?? 'free'}-${to}`,
      title: words.say(reached ? 'act.tell' : 'act.tried', { role: name }),
      fields: [...(persons.length > 0 ? [person] : []), fields.medium, fields.at, ...(reached ? [fields.receipt] : [])],
      initial: {
        person: next?.person ?? '',
        medium: 'phone',
        at: fields.now,
        receipt: reached ? words.say('field.receiptReadBack') : '',
      },
      submit: words.say(reached ? 'act.tellSubmit' : 'act.triedSubmit'),
    },
    (values, meta) => ({
      name: 'incident.relay',
      meta,
      data: {
        incident: incident.id,
        to,
        ...(hop === undefined ? {} : { hop }),
        ...given(values, 'person'),
        reached,
        ...(reached ? given(values, 'receipt') : {}),
      },
    }),
  );
}

/** Tell someone whom no open step names. */
export function tellAnyoneAct(context: ActContext): Act {
  const { words, incident } = context;
  const fields = common(context);
  return act(
    {
      id: 'tell-anyone',
      title: words.say('act.tellAnyone'),
      fields: [
        { kind: 'choice', id: 'to', label: words.say('field.to'), options: otherRoles(context), required: true },
        fields.medium,
        fields.at,
        fields.receipt,
      ],
      initial: { to: '', medium: 'phone', at: fields.now, receipt: '' },
      submit: words.say('act.tellSubmit'),
    },
    (values, meta) => ({
      name: 'incident.relay',
      meta,
      data: { incident: incident.id, to: textOf(values, 'to'), reached: true, ...given(values, 'receipt') },
    }),
  );
}

/** A decision hop: whether to tell the next ones. Recorded by the office for the one who decides; a no needs a reason. */
export function decideAct(context: ActContext, step: ChainStep, choice: 'yes' | 'no'): Act {
  const { words, incident } = context;
  const fields = common(context);
  const by = step.decision?.by ?? '';
  const persons = personsOf(context, by);
  return act(
    {
      id: `decide-${step.hop}-${choice}`,
      title: words.say(choice === 'yes' ? 'act.decideYes' : 'act.decideNo', {
        question: step.decision ? words.label(step.decision.question) : words.label(step.label),
      }),
      note: words.say('act.decideNote', { role: roleName(context, by) }),
      fields: [
        ...(persons.length > 0
          ? [
              {
                kind: 'choice',
                id: 'behalf',
                label: words.say('field.decidedBy'),
                options: persons,
                required: true,
              } satisfies ActField,
            ]
          : []),
        fields.medium,
        fields.at,
        { ...fields.reason, kind: 'text', max: 500, required: choice === 'no' },
      ],
      initial: { behalf: persons[0]?.id ?? by, medium: 'phone', at: fields.now, reason: '' },
      submit: words.say('act.decideSubmit'),
    },
    (values, meta) => ({
      name: 'incident.decide',
      meta,
      data: { incident: incident.id, hop: step.hop, choice, by, ...given(values, 'reason') },
    }),
  );
}
