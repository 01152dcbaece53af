import type { Obligation } from '@duty-room/shared/obligation/obligation';
import { act, given, listOf, textOf, type Act, type ActField } from './act.ts';
import { common, otherRoles, pinned, roleName, type ActContext } from './context.ts';

const FIELD_MARK = 'field:';

/** A report kind as some pinned plan declares it. */
export function reportKinds(context: ActContext): readonly { readonly id: string; readonly label: string }[] {
  const kinds = pinned(context).flatMap(({ plan }) => plan.plan.reports);
  return [...new Map(kinds.map((one) => [one.id, { id: one.id, label: context.words.label(one.label) }])).values()];
}

/** What a duty's evidence asks of a report, where it asks for one. */
export function reportAsked(
  context: ActContext,
  duty: Obligation,
):
  | { readonly kind: string; readonly to: readonly string[]; readonly medium: 'phone' | 'written' | undefined }
  | undefined {
  const plan = pinned(context).find((one) => one.plan.plan.plan === duty.plan)?.plan.plan;
  const stop = plan?.rules.find((rule) => rule.id === duty.rule)?.stop;
  const asked = stop && 'anyOf' in stop ? stop.anyOf[0] : stop && 'allOf' in stop ? stop.allOf[0] : stop;
  if (!asked || !('report' in asked)) return undefined;
  const kind = asked.report[0];
  return kind === undefined
    ? undefined
    : { kind, to: asked.to ?? duty.recipients, medium: asked.medium ?? duty.medium };
}

/** A report of one kind went out, by phone or in writing; each recipient may give a receipt later. */
export function sendReportAct(
  context: ActContext,
  kind: string,
  asked?: { readonly to: readonly string[]; readonly medium: 'phone' | 'written' | undefined },
): Act {
  const { words, incident } = context;
  const fields = common(context);
  const declared = pinned(context)
    .flatMap(({ plan }) => plan.plan.reports)
    .find((one) => one.id === kind);
  const asks: readonly ActField[] = (declared?.fields ?? []).map((field) => ({
    kind: 'text',
    id: FIELD_MARK + field.id,
    label: words.label(field.label),
    max: 4000,
    required: field.required,
  }));
  return act(
    {
      id: `report-${kind}`,
      title: words.say('act.report', { kind: declared ? words.label(declared.label) : kind }),
      note: words.say('act.reportNote'),
      fields: [
        { kind: 'many', id: 'to', label: words.say('field.to'), options: otherRoles(context), required: true },
        fields.medium,
        fields.at,
        ...asks,
        fields.receipt,
        { kind: 'text', id: 'text', label: words.say('field.text'), max: 4000, required: false, multiline: true },
      ],
      initial: {
        to: asked?.to ?? [],
        medium: asked?.medium ?? 'phone',
        at: fields.now,
        receipt: '',
        text: '',
      },
      submit: words.say('act.reportSubmit'),
    },
    (values, meta) => {
      const text = textOf(values, 'text');
      const said = asks.flatMap((field) => {
        const typed = textOf(values, field.id);
        return typed === '' ? [] : [[field.id.slice(FIELD_MARK.length), typed]];
      });
      return {
        name: 'incident.send-report',
        meta,
        data: {
          incident: incident.id,
          kind,
          to: [...listOf(values, 'to')],
          fields: Object.fromEntries(said),
          ...given(values, 'receipt'),
          ...(text === '' ? {} : { personal: { text } }),
        },
      };
    },
  );
}

/** Reports that were sent and whose receipt by some recipient is not on record. */
export function openReceipts(context: Pick<ActContext, 'incident'>): readonly {
  readonly report: string;
  readonly kind: string;
  readonly sequence: number;
  readonly by: string;
  readonly sentAt: number;
}[] {
  const { acts, withdrawn } = context.incident;
  const received = new Set(
    acts.flatMap((one) =>
      one.type === 'incident.report-received' && withdrawn[one.id] === undefined
        ? [`${one.data.report}/${one.data.by}`]
        : [],
    ),
  );
  return acts.flatMap((one) =>
    one.type === 'incident.report-sent' && withdrawn[one.id] === undefined && one.data.receipt === undefined
      ? one.data.to
          .filter((by) => !received.has(`${one.data.report}/${by}`))
          .map((by) => ({
            report: one.data.report,
            kind: one.data.kind,
            sequence: one.data.sequence,
            by,
            sentAt: one.occurredAt,
          }))
      : [],
  );
}

/** A recipient confirmed a report. */
export function receiveReportAct(context: ActContext, report: string, by: string): Act {
  const { words, incident } = context;
  const fields = common(context);
  return act(
    {
      id: `receipt-${report}-${by}`,
      title: words.say('act.receipt', { role: roleName(context, by) }),
      fields: [{ ...fields.receipt, kind: 'text', max: 200, required: true }, fields.medium, fields.at],
      initial: { receipt: words.say('field.receiptConfirmed'), medium: 'phone', at: fields.now },
      submit: words.say('act.receiptSubmit'),
    },
    (values, meta) => ({
      name: 'incident.receive-report',
      meta,
      data: { incident: incident.id, report, by, receipt: textOf(values, 'receipt') },
    }),
  );
}
