import { z } from 'zod';
import { scalar } from './condition.ts';
import { id } from './label.ts';
import { oneOfKeys } from './one-of-keys.ts';

/**
 * The times that every incident has, whatever its plan; each is a fact history of its own:
 * occurred (发生), discovered by the unit (发现), received by this office (接报), confirmed (核实), handled (处置完毕).
 */
export const INCIDENT_TIMES = ['occurred', 'discovered', 'received', 'confirmed', 'handled'] as const;
export type IncidentTime = (typeof INCIDENT_TIMES)[number];

export const ORDER_STAGES = ['ordered', 'acknowledged', 'departed', 'arrived', 'done'] as const;
export type OrderStage = (typeof ORDER_STAGES)[number];

/** What starts a clock. */
export type PlainAnchor =
  | { readonly time: IncidentTime; readonly elseAssume?: IncidentTime | undefined }
  /** An instant fact gives its value; another fact gives the instant at which it became so. */
  | { readonly fact: string; readonly is?: string | number | boolean | undefined }
  /** The confirmed grade in force. */
  | { readonly graded: true }
  | { readonly hop: string }
  | { readonly report: string; readonly act: 'sent' | 'received' }
  | { readonly order: OrderStage }
  | { readonly mechanism: string; readonly state: 'started' | 'ended' }
  | { readonly decided: string }
  | { readonly answered: string }
  /** The instant at which the rule's condition came to hold. */
  | { readonly became: true };

/** A plain anchor, or the choice that the office made among the anchors of a setting. */
export type Anchor = PlainAnchor | { readonly setting: string };

const forms = {
  time: z.strictObject({ time: z.enum(INCIDENT_TIMES), elseAssume: z.enum(INCIDENT_TIMES).optional() }),
  fact: z.strictObject({ fact: id, is: scalar.optional() }),
  graded: z.strictObject({ graded: z.literal(true) }),
  hop: z.strictObject({ hop: id }),
  report: z.strictObject({ report: id, act: z.enum(['sent', 'received']).default('sent') }),
  order: z.strictObject({ order: z.enum(ORDER_STAGES) }),
  mechanism: z.strictObject({ mechanism: id, state: z.enum(['started', 'ended']) }),
  decided: z.strictObject({ decided: id }),
  answered: z.strictObject({ answered: id }),
  became: z.strictObject({ became: z.literal(true) }),
};

export const plainAnchor = oneOfKeys<PlainAnchor>(forms);
export const anchor = oneOfKeys<Anchor>({ ...forms, setting: z.strictObject({ setting: id }) });
