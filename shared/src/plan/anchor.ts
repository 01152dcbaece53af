import { z } from 'zod';
import { id } from './label.ts';

/**
 * The times that every incident has, whatever its plan; each is a fact history of its own:
 * occurred (发生), discovered by the unit (发现), received by this office (接报), confirmed (核实), handled (处置完毕).
 */
export const INCIDENT_TIMES = ['occurred', 'discovered', 'received', 'confirmed', 'handled'] as const;
export type IncidentTime = (typeof INCIDENT_TIMES)[number];

export const ORDER_STAGES = ['ordered', 'acknowledged', 'departed', 'arrived', 'done'] as const;
export type OrderStage = (typeof ORDER_STAGES)[number];

/** What starts a clock. */
export const plainAnchor = z.union([
  z.strictObject({ time: z.enum(INCIDENT_TIMES), elseAssume: z.enum(INCIDENT_TIMES).optional() }),
  /** An instant fact gives its value; another fact gives the instant at which it became so. */
  z.strictObject({ fact: id, is: z.union([z.string(), z.number(), z.boolean()]).optional() }),
  /** The confirmed grade in force. */
  z.strictObject({ graded: z.literal(true) }),
  z.strictObject({ hop: id }),
  z.strictObject({ report: id, act: z.enum(['sent', 'received']).default('sent') }),
  z.strictObject({ order: z.enum(ORDER_STAGES) }),
  z.strictObject({ mechanism: id, state: z.enum(['started', 'ended']) }),
  z.strictObject({ decided: id }),
  z.strictObject({ answered: id }),
  /** The instant at which the rule's condition came to hold. */
  z.strictObject({ became: z.literal(true) }),
]);
export type PlainAnchor = z.infer<typeof plainAnchor>;

/** A plain anchor, or the choice that the office made among the anchors of a setting. */
export const anchor = z.union([plainAnchor, z.strictObject({ setting: id })]);
export type Anchor = z.infer<typeof anchor>;
