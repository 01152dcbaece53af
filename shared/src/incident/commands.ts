import { z } from 'zod';
import { durationText } from '../plan/duration-text.ts';
import { id } from '../plan/label.ts';

const words = (max: number): z.ZodString => z.string().trim().min(1).max(max);
const reason = words(500);
const key = z.string().min(1).max(80);
export const factValue = z.union([z.number(), z.boolean(), z.string().max(500), z.null()]);
export const factValues = z.record(id, factValue);
/** What is said about callers and victims: sealed before it is stored. */
export const personal = z.strictObject({
  name: z.string().trim().max(120).optional(),
  number: z.string().trim().max(60).optional(),
  unit: z.string().trim().max(120).optional(),
  text: z.string().trim().max(4000).optional(),
});
export type Personal = z.infer<typeof personal>;
const pinRequest = z.strictObject({ plan: id, class: id });

/** The data of each incident command; `incident` names the stream. */
export const incidentCommands = {
  'incident.report': z.strictObject({
    title: words(120),
    place: z.string().trim().max(120).default(''),
    under: z.array(pinRequest).min(1).max(8),
    source: words(40).default('phone'),
    by: id.optional(),
    facts: factValues.default({}),
    alreadyTold: z.array(words(60)).max(20).default([]),
    personal: personal.optional(),
  }),
  'incident.attach-call': z.strictObject({
    incident: key,
    source: words(40).default('phone'),
    by: id.optional(),
    facts: factValues.default({}),
    personal: personal.optional(),
  }),
  'incident.merge': z.strictObject({ incident: key, into: key, reason }),
  'incident.mark-mistaken': z.strictObject({ incident: key, reason }),
  'incident.transfer': z.strictObject({ incident: key, to: words(120), reason }),
  'incident.receive-transfer': z.strictObject({ incident: key, by: words(120) }),
  'incident.place-under': z.strictObject({ incident: key, under: pinRequest }),
  'incident.record-facts': z.strictObject({ incident: key, facts: factValues, personal: personal.optional() }),
  'incident.correct-fact': z.strictObject({ incident: key, fact: id, value: factValue, replaces: key, reason }),
  'incident.confirm': z.strictObject({ incident: key }),
  'incident.grade': z.strictObject({
    incident: key,
    plan: id,
    grade: id,
    basis: z.string().max(300).optional(),
    reason: reason.optional(),
  }),
  'incident.keep-grade': z.strictObject({ incident: key, plan: id, proposed: id, reason }),
  'incident.relay': z.strictObject({
    incident: key,
    to: id,
    hop: id.optional(),
    person: key.optional(),
    reached: z.boolean().default(true),
    receipt: words(200).optional(),
  }),
  'incident.decide': z.strictObject({
    incident: key,
    hop: id,
    choice: z.enum(['yes', 'no']),
    by: id,
    reason: reason.optional(),
  }),
  'incident.send-report': z.strictObject({
    incident: key,
    /** The plan whose report it is; needed only where two of the incident's plans have a kind of this name. */
    plan: id.optional(),
    kind: id,
    to: z.array(id).min(1).max(20),
    fields: z.record(id, z.string().max(4000)).default({}),
    receipt: words(200).optional(),
    personal: personal.optional(),
  }),
  'incident.receive-report': z.strictObject({ incident: key, report: key, by: id, receipt: words(200) }),
  'incident.start-mechanism': z.strictObject({
    incident: key,
    plan: id,
    mechanism: id,
    level: id.optional(),
    reason: reason.optional(),
  }),
  'incident.end-mechanism': z.strictObject({ incident: key, plan: id, mechanism: id, reason: reason.optional() }),
  'incident.order-crew': z.strictObject({
    incident: key,
    crew: words(60),
    task: words(200),
    limit: durationText.optional(),
  }),
  'incident.report-crew': z.strictObject({
    incident: key,
    order: key,
    stage: z.enum(['acknowledged', 'departed', 'arrived', 'done']),
  }),
  'incident.arrive': z.strictObject({ incident: key, role: id, person: key.optional() }),
  'incident.discharge-duty': z.strictObject({
    incident: key,
    plan: id,
    rule: id,
    scope: key.optional(),
    personal: personal.optional(),
  }),
  'incident.answer-duty': z.strictObject({
    incident: key,
    plan: id,
    rule: id,
    choice: z.enum(['yes', 'no']),
    reason: reason.optional(),
  }),
  'incident.waive-duty': z.strictObject({ incident: key, duty: z.string().min(1).max(300), reason }),
  'incident.note': z.strictObject({ incident: key, personal }),
  'incident.withdraw': z.strictObject({ incident: key, target: key, reason }),
  'incident.close': z.strictObject({ incident: key, summary: z.string().trim().max(500).optional() }),
  'incident.reopen': z.strictObject({ incident: key, reason }),
} as const;

export type IncidentCommandName = keyof typeof incidentCommands;
export type IncidentCommand = {
  [Name in IncidentCommandName]: { readonly name: Name; readonly data: z.output<(typeof incidentCommands)[Name]> };
}[IncidentCommandName];
