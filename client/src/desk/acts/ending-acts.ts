import { isWaiting } from '@duty-room/shared/incident/settle';
import type { Obligation } from '@duty-room/shared/obligation/obligation';
import { bracketed } from '../words.ts';
import { act, given, textOf, type Act } from './act.ts';
import { common, type ActContext } from './context.ts';

/** Duties that the plan wants done before the incident is closed, and that are not. */
export function missingForClosing(obligations: readonly Obligation[]): readonly Obligation[] {
  return obligations.filter((duty) => duty.beforeClosing && isWaiting(duty));
}

export function closeAct(context: ActContext): Act {
  const { words, incident, obligations } = context;
  const missing = missingForClosing(obligations);
  const open = obligations.filter((duty) => isWaiting(duty) && duty.notBegun !== true).length;
  return act(
    {
      id: 'close',
      title: words.say('act.close'),
      note:
        missing.length > 0
          ? words.say('act.closeMissing', { duties: missing.map((duty) => words.label(duty.label)).join(' · ') })
          : words.say(open > 0 ? 'act.closeOpen' : 'act.closeNote', { count: open }),
      grave: true,
      fields: [
        { kind: 'text', id: 'summary', label: words.say('field.summary'), max: 500, required: false, multiline: true },
      ],
      initial: { summary: '' },
      submit: words.say('act.closeSubmit'),
    },
    (values, meta) => ({
      name: 'incident.close',
      meta: { ...meta, expectedRevision: incident.revision },
      data: { incident: incident.id, ...given(values, 'summary') },
    }),
  );
}

function withReason(
  context: ActContext,
  parts: { readonly id: string; readonly title: string; readonly note: string; readonly submit: string },
  name: 'incident.reopen' | 'incident.mark-mistaken',
): Act {
  const { incident } = context;
  const fields = common(context);
  return act({ ...parts, grave: true, fields: [fields.reason], initial: { reason: '' } }, (values, meta) => ({
    name,
    meta,
    data: { incident: incident.id, reason: textOf(values, 'reason') },
  }));
}

export const reopenAct = (context: ActContext): Act =>
  withReason(
    context,
    {
      id: 'reopen',
      title: context.words.say('act.reopen'),
      note: context.words.say('act.reopenNote'),
      submit: context.words.say('act.reopenSubmit'),
    },
    'incident.reopen',
  );

export const mistakenAct = (context: ActContext): Act =>
  withReason(
    context,
    {
      id: 'mistaken',
      title: context.words.say('act.mistaken'),
      note: context.words.say('act.mistakenNote'),
      submit: context.words.say('act.mistakenSubmit'),
    },
    'incident.mark-mistaken',
  );

/** The same matter is on record twice: this one ends, the other goes on with its facts. */
export function mergeAct(context: ActContext): Act {
  const { words, incident, state } = context;
  const fields = common(context);
  const others = Object.values(state.incidents)
    .filter((one) => one.id !== incident.id && one.status === 'open')
    .map((one) => ({ id: one.id, label: `${one.number}　${one.title}` }));
  return act(
    {
      id: 'merge',
      title: words.say('act.merge'),
      note: words.say(others.length > 0 ? 'act.mergeNote' : 'act.mergeNobody'),
      grave: true,
      fields: [
        { kind: 'choice', id: 'into', label: words.say('field.into'), options: others, required: true },
        fields.reason,
      ],
      initial: { into: others.length === 1 ? (others[0]?.id ?? '') : '', reason: '' },
      submit: words.say('act.mergeSubmit'),
    },
    (values, meta) => ({
      name: 'incident.merge',
      meta,
      data: { incident: incident.id, into: textOf(values, 'into'), reason: textOf(values, 'reason') },
    }),
  );
}

/** 转办: the clocks of this office go on until the new owner's receipt. */
export function transferAct(context: ActContext): Act {
  const { words, incident } = context;
  const fields = common(context);
  return act(
    {
      id: 'transfer',
      title: words.say('act.transfer'),
      note: words.say('act.transferNote'),
      grave: true,
      fields: [
        { kind: 'text', id: 'to', label: words.say('field.newOwner'), max: 120, required: true },
        fields.medium,
        fields.at,
        fields.reason,
      ],
      initial: { to: '', medium: 'phone', at: fields.now, reason: '' },
      submit: words.say('act.transferSubmit'),
    },
    (values, meta) => ({
      name: 'incident.transfer',
      meta,
      data: { incident: incident.id, to: textOf(values, 'to'), reason: textOf(values, 'reason') },
    }),
  );
}

export function transferReceiptAct(context: ActContext): Act {
  const { words, incident } = context;
  const fields = common(context);
  return act(
    {
      id: 'transfer-receipt',
      title: words.say('act.transferReceipt', { owner: incident.transferTo ?? '' }),
      fields: [
        { kind: 'text', id: 'by', label: words.say('field.receivedBy'), max: 120, required: true },
        fields.medium,
        fields.at,
      ],
      initial: { by: '', medium: 'phone', at: fields.now },
      submit: words.say('act.transferReceiptSubmit'),
    },
    (values, meta) => ({
      name: 'incident.receive-transfer',
      meta,
      data: { incident: incident.id, by: textOf(values, 'by') },
    }),
  );
}

/** Takes back a mis-click; what it stopped opens again. */
export function withdrawAct(context: ActContext, target: { readonly id: string; readonly what: string }): Act {
  const { words, incident } = context;
  const fields = common(context);
  return act(
    {
      id: `withdraw-${target.id}`,
      title: words.say('act.withdraw', { what: target.what }),
      note: words.say('act.withdrawNote'),
      grave: true,
      fields: [fields.reason],
      initial: { reason: '' },
      submit: words.say('act.withdrawSubmit'),
    },
    (values, meta) => ({
      name: 'incident.withdraw',
      meta,
      data: { incident: incident.id, target: target.id, reason: textOf(values, 'reason') },
    }),
  );
}

/** Puts the incident under a further plan, or under another class of a plan. */
export function placeUnderAct(context: ActContext): Act {
  const { words, incident, state } = context;
  const options = Object.values(state.currentPlans).flatMap((adoption) => {
    const plan = state.plans[adoption]?.plan;
    return plan
      ? plan.classes
          .filter((one) => !incident.pins.some((pin) => pin.plan === plan.plan && pin.class === one.id))
          .map((one) => ({
            id: `${plan.plan}/${one.id}`,
            label: bracketed(words.label(one.label), words.label(plan.title), words),
          }))
      : [];
  });
  return act(
    {
      id: 'place-under',
      title: words.say('act.placeUnder'),
      note: words.say('act.placeUnderNote'),
      fields: [{ kind: 'choice', id: 'under', label: words.say('field.class'), options, required: true }],
      initial: { under: '' },
      submit: words.say('act.placeUnderSubmit'),
    },
    (values, meta) => {
      const [plan = '', ...rest] = textOf(values, 'under').split('/');
      return {
        name: 'incident.place-under',
        meta,
        data: { incident: incident.id, under: { plan, class: rest.join('/') } },
      };
    },
  );
}
