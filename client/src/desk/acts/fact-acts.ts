import type { FactValue } from '@duty-room/shared/incident/events';
import { INCIDENT_TIMES } from '@duty-room/shared/plan/anchor';
import { fieldOf, type IntakeField } from '../intake-fields.ts';
import { asWord, knownValues, readFacts } from '../intake-model.ts';
import { readMeta, textOf, type Act, type ActField, type ActProblem } from './act.ts';
import { common, pinned, type ActContext } from './context.ts';

/** A fact as it stands: its value, who stated it in which event, and whether it has a history. */
export type StandingFact = {
  readonly field: IntakeField;
  readonly value: FactValue;
  readonly event: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
};

/** Every fact that the pinned plans know and a person can state, and the incident's own times. */
export function factFields(context: Pick<ActContext, 'state' | 'incident'>): readonly IntakeField[] {
  const fields = new Map<string, IntakeField>();
  for (const { plan, class: name } of pinned(context)) {
    const asked = plan.plan.classes.find((one) => one.id === name)?.intake ?? [];
    for (const id of [...asked, ...Object.keys(plan.plan.facts), ...INCIDENT_TIMES]) {
      const field = fields.has(id) ? undefined : fieldOf(plan.plan, id);
      if (field) fields.set(id, field);
    }
  }
  return [...fields.values()];
}

/** The facts as they stand now, in the plans' order: of each the entry with the latest stated instant, corrections applied. */
export function standingFacts(context: Pick<ActContext, 'state' | 'incident'>): readonly StandingFact[] {
  const entries = new Map<string, { value: FactValue; event: string; occurredAt: number; recordedAt: number }[]>();
  const { incident } = context;
  for (const one of incident.acts) {
    if (incident.withdrawn[one.id] !== undefined) continue;
    if (
      one.type === 'incident.reported' ||
      one.type === 'incident.facts-recorded' ||
      one.type === 'incident.call-attached'
    ) {
      for (const [id, value] of Object.entries(one.data.facts)) {
        const list = entries.get(id) ?? [];
        list.push({ value, event: one.id, occurredAt: one.occurredAt, recordedAt: one.recordedAt });
        entries.set(id, list);
      }
    } else if (one.type === 'incident.fact-corrected') {
      const list = entries.get(one.data.fact) ?? [];
      const replaced = list.findIndex((entry) => entry.event === one.data.replaces);
      const from = list[replaced];
      const made = {
        value: one.data.value,
        event: one.id,
        occurredAt: from?.occurredAt ?? one.occurredAt,
        recordedAt: one.recordedAt,
      };
      if (replaced >= 0) list[replaced] = made;
      else list.push(made);
      entries.set(one.data.fact, list);
    }
  }
  return factFields(context).flatMap((field) => {
    const last = (entries.get(field.id) ?? []).reduce<
      { value: FactValue; event: string; occurredAt: number; recordedAt: number } | undefined
    >((best, entry) => (best === undefined || entry.occurredAt >= best.occurredAt ? entry : best), undefined);
    return last === undefined || last.value === null ? [] : [{ field, ...last }];
  });
}

/** How a value is typed again: words keep their mark. */
function typedAgain(field: IntakeField, value: FactValue): string {
  if (field.input.kind === 'flag') return typeof value === 'boolean' ? asWord(value ? 'yes' : 'no') : '';
  if (field.input.kind === 'choice' && typeof value === 'string') return asWord(value);
  if (field.input.kind === 'instant') return typeof value === 'string' ? asWord(value) : '';
  return value === null ? '' : String(value);
}

const factField = (context: ActContext, field: IntakeField): ActField => ({
  kind: 'fact',
  id: `fact:${field.id}`,
  label: field.label ? context.words.label(field.label) : context.words.time(field.id),
  field,
});

/** New statements: what is now known, from a stated instant (a late entry where that is past). */
export function recordFactsAct(context: ActContext): Act {
  const { words, incident } = context;
  const fields = common(context);
  const asked = factFields(context).filter((field) => field.id !== 'received');
  const list: readonly ActField[] = [
    fields.at,
    fields.medium,
    ...asked.map((field) => factField(context, field)),
    { kind: 'text', id: 'text', label: words.say('field.text'), max: 4000, required: false, multiline: true },
  ];
  return {
    id: 'facts',
    title: words.say('act.facts'),
    note: words.say('act.factsNote'),
    fields: list,
    initial: { at: fields.now, medium: 'phone' },
    submit: words.say('act.factsSubmit'),
    build: (values, clock) => {
      const { meta, problems } = readMeta(list, values, clock);
      const typed = Object.fromEntries(asked.map((field) => [field.id, textOf(values, `fact:${field.id}`)]));
      const standing = Object.fromEntries(standingFacts(context).map((one) => [one.field.id, one.value]));
      const readings = readFacts(asked, typed, clock, standing);
      const wrong: ActProblem[] = Object.entries(readings).flatMap(([id, reading]) =>
        reading.state === 'wrong' ? [{ field: `fact:${id}`, why: reading.why }] : [],
      );
      const facts = knownValues(readings);
      const text = textOf(values, 'text');
      const empty: readonly ActProblem[] =
        Object.keys(facts).length === 0 && wrong.length === 0
          ? [{ field: `fact:${asked[0]?.id ?? ''}`, why: 'missing' }]
          : [];
      if (problems.length + wrong.length + empty.length > 0)
        return { ok: false, problems: [...problems, ...wrong, ...empty] };
      return {
        ok: true,
        calls: [
          {
            name: 'incident.record-facts',
            meta,
            data: { incident: incident.id, facts, ...(text === '' ? {} : { personal: { text } }) },
          },
        ],
      };
    },
  };
}

/** A wrong statement put right: the new value holds from the entry's own instant, the old one stays in the record. */
export function correctFactAct(context: ActContext, fact: StandingFact): Act {
  const { words, incident } = context;
  const fields = common(context);
  const field = factField(context, fact.field);
  const list = [field, fields.reason];
  return {
    id: `correct-${fact.field.id}`,
    title: words.say('act.correct', { fact: field.label }),
    note: words.say('act.correctNote'),
    fields: list,
    initial: { [field.id]: typedAgain(fact.field, fact.value), reason: '' },
    submit: words.say('act.correctSubmit'),
    build: (values, clock) => {
      const { problems } = readMeta(list, values, clock);
      const standing = Object.fromEntries(standingFacts(context).map((one) => [one.field.id, one.value]));
      const reading = readFacts([fact.field], { [fact.field.id]: textOf(values, field.id) }, clock, standing)[
        fact.field.id
      ];
      if (reading?.state === 'wrong')
        return { ok: false, problems: [...problems, { field: field.id, why: reading.why }] };
      if (problems.length > 0) return { ok: false, problems };
      return {
        ok: true,
        calls: [
          {
            name: 'incident.correct-fact',
            meta: {},
            data: {
              incident: incident.id,
              fact: fact.field.id,
              value: reading?.state === 'known' ? reading.value : null,
              replaces: fact.event,
              reason: textOf(values, 'reason'),
            },
          },
        ],
      };
    },
  };
}

/** Words for the course of events, of now or of earlier. */
export function noteAct(context: ActContext): Act {
  const { words, incident } = context;
  const fields = common(context);
  const list: readonly ActField[] = [
    { kind: 'text', id: 'text', label: words.say('field.text'), max: 4000, required: true, multiline: true },
    fields.at,
    fields.medium,
  ];
  return {
    id: 'note',
    title: words.say('act.note'),
    note: words.say('act.noteNote'),
    fields: list,
    initial: { text: '', at: fields.now, medium: '' },
    submit: words.say('act.noteSubmit'),
    build: (values, clock) => {
      const { meta, problems } = readMeta(list, values, clock);
      return problems.length > 0
        ? { ok: false, problems }
        : {
            ok: true,
            calls: [
              {
                name: 'incident.note',
                meta,
                data: { incident: incident.id, personal: { text: textOf(values, 'text') } },
              },
            ],
          };
    },
  };
}
