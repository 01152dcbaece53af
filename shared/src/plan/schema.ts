import { z } from 'zod';
import { anchor, plainAnchor } from './anchor.ts';
import { condition } from './condition.ts';
import { durationText } from './duration-text.ts';
import { evidenceRule } from './evidence.ts';
import { fact } from './fact.ts';
import { cite, id, label } from './label.ts';
import { problem } from './problem.ts';

/** Someone named by the plan: a unit, an office, a leader. Persons who fill it stand in the contact directory. */
export const role = z.strictObject({ id, label, cite: cite.optional() });

/** What the text leaves open: the office chooses, and the choice is shown beside the rule. */
export const setting = z.strictObject({
  label,
  options: z.array(z.strictObject({ id, label, anchor: plainAnchor.optional() })).min(2),
  default: id,
  why: label,
  cite,
});

/** An event-grade scale, from the lowest to the highest. Its own scale: nothing is shared with another's numerals or colours. */
export const scale = z.strictObject({
  id,
  label,
  grades: z.array(z.strictObject({ id, label, short: label.optional() })).min(1),
});

/** Proposes a grade from facts; a named person confirms it. The highest proposal wins. */
export const criterion = z.strictObject({
  propose: id,
  when: condition,
  text: label,
  cite,
  /** Another line of the text that says otherwise; both are shown. */
  conflictsWith: cite.optional(),
});

export const incidentClass = z.strictObject({
  id,
  label,
  scale: id.optional(),
  criteria: z.array(criterion).default([]),
  /** Facts asked for at intake, in this order. */
  intake: z.array(id).default([]),
  cite,
});

/** One step of a chain: tell each of `to`, or decide whether to. The step to the office itself is met by the receipt of the call. */
export const hop = z.strictObject({
  id,
  label,
  from: id,
  to: z.array(id).min(1),
  soft: label.optional(),
  decide: z.strictObject({ by: id, question: label, weighing: label.optional() }).optional(),
  cite,
});

/** The chain that a class and grade prescribe. The first whose condition holds applies. */
export const chain = z.strictObject({
  id,
  label,
  when: condition,
  /** An ungraded incident's chain: its clock runs, it cannot be completed until the grade fills it in. */
  provisional: z.boolean().default(false),
  hops: z.array(hop).min(1),
  cite,
});

/** Time left before the line, or a share of the limit. */
const warnPoint: z.ZodType<number | { readonly share: number }, unknown> = z.unknown().transform((value, context) => {
  const percent = typeof value === 'string' ? /^([1-9]\d?)%$/.exec(value) : null;
  if (percent) return { share: Number(percent[1]) / 100 };
  const parsed = durationText.safeParse(value);
  if (parsed.success) return parsed.data;
  context.issues.push(
    problem(value, {
      zh: `应为 25% 或 PT2H 这样的提前量，现为 ${JSON.stringify(value)}`,
      en: `should be a share such as 25% or a duration such as PT2H, found ${JSON.stringify(value)}`,
    }),
  );
  return z.NEVER;
});

export const rule = z.strictObject({
  id,
  label,
  cite,
  when: condition.optional(),
  /** Default: the instant at which `when` came to hold. */
  start: anchor.default({ became: true }),
  /** Other starts for some cases; the first that holds wins over `start`. */
  startOf: z.array(z.strictObject({ when: condition, start: anchor, cite: cite.optional() })).default([]),
  stop: evidenceRule,
  /** The hard line. */
  limit: durationText.optional(),
  /** The person who gives the order sets the limit. */
  asked: z.boolean().default(false),
  /** The text's own word for "at once": elapsed time is shown, nothing turns red unless the office sets a number. */
  soft: label.optional(),
  /** Evidence exactly on the line is late ("before 14:00"). */
  excludesLine: z.boolean().default(false),
  /** When to warn: time left, or a share of the limit. Default: a quarter of the limit. */
  warn: z.strictObject({ left: warnPoint }).optional(),
  /** A forecast fact (an instant) that puts the duty at risk today when it lies past the line. */
  forecast: id.optional(),
  /** Passing the line itself asks for this grade. */
  demands: z.strictObject({ regrade: id }).optional(),
  actor: id.optional(),
  recipients: z.array(id).default([]),
  medium: z.enum(['phone', 'written']).optional(),
  /** One duty for the incident, for each order, or for each report that reached the office (the intake call being the first). */
  per: z.enum(['incident', 'order', 'call']).default('incident'),
  afterRegrade: z.enum(['keepAnchor', 'fromGrade']).default('keepAnchor'),
  /** Must exist before the incident can be closed. */
  beforeClosing: z.boolean().default(false),
  /** A duty "if needed" (必要时): it waits for a yes or no of this role and has no line. */
  ifNeeded: z.strictObject({ by: id, question: label }).optional(),
  /** What happens next if nobody acts; stands at the right end of the row. */
  otherwise: label.optional(),
  /** A reading that the pack settled, shown beside the rule. */
  reading: label.optional(),
});

export const mechanism = z.strictObject({
  id,
  label,
  levels: z.array(z.strictObject({ id, label })).default([]),
  /** When the text lets it be started; outside of that it can be, with a reason. */
  when: condition.optional(),
  /** Who takes part. */
  roles: z.array(id).default([]),
  text: label,
  cite,
});

export const reportKind = z.strictObject({
  id,
  label,
  /** Fields in the order in which the receiver wants them; a fact id, an incident time, or free text. */
  fields: z.array(z.strictObject({ id, label, fact: id.optional(), required: z.boolean().default(false) })).default([]),
  cite: cite.optional(),
});

export const crew = z.strictObject({ id, label, role: id.optional() });

/** A plan (预案): one versioned edition of an office's rules, as data. */
export const plan = z.strictObject({
  plan: id,
  edition: z.string().min(1),
  title: label,
  document: label,
  /** The role that this duty room fills. */
  office: id,
  /** The plan runs only in this season; the office sets the dates. An incident received outside starts none of its clocks. */
  armed: z.strictObject({ during: id, label, cite }).optional(),
  roles: z.array(role).min(1),
  settings: z.record(id, setting).default({}),
  facts: z.record(id, fact).default({}),
  scales: z.array(scale).default([]),
  classes: z.array(incidentClass).min(1),
  chains: z.array(chain).default([]),
  rules: z.array(rule).default([]),
  mechanisms: z.array(mechanism).default([]),
  reports: z.array(reportKind).default([]),
  crews: z.array(crew).default([]),
});
export type Plan = z.infer<typeof plan>;
export type PlanRule = z.infer<typeof rule>;
export type PlanChain = z.infer<typeof chain>;
export type PlanHop = z.infer<typeof hop>;
export type PlanClass = z.infer<typeof incidentClass>;
export type PlanScale = z.infer<typeof scale>;
export type PlanCriterion = z.infer<typeof criterion>;
export type PlanSetting = z.infer<typeof setting>;
export type PlanReportKind = z.infer<typeof reportKind>;
export type PlanRole = z.infer<typeof role>;
export type PlanMechanism = z.infer<typeof mechanism>;
