import { z } from 'zod';
import { ORDER_STAGES } from './anchor.ts';
import { id } from './label.ts';

/** What stops a clock. A phone report never stops a rule that asks for `written`. */
export type EvidenceRule =
  | { readonly anyOf: readonly EvidenceRule[] }
  | { readonly allOf: readonly EvidenceRule[] }
  /** Every hop and decision of the chain that applies. Met at the latest stated one. */
  | { readonly chain: 'completed' }
  /** This role was told (a relay, or a report that reached it). */
  | { readonly told: readonly string[] }
  /** Met when the fact is known, or is this value. */
  | { readonly fact: string; readonly is?: string | number | boolean | undefined }
  | { readonly gradeAtLeast: string }
  /** A report of this kind to each recipient; `toThoseTold` = the channel actually used. */
  | {
      readonly report: readonly string[];
      readonly to?: readonly string[] | undefined;
      readonly toThoseTold?: boolean | undefined;
      readonly medium?: 'phone' | 'written' | undefined;
      readonly receipt?: boolean | undefined;
    }
  | { readonly order: (typeof ORDER_STAGES)[number] }
  /** All of these roles are on scene. */
  | { readonly arrived: readonly string[] }
  | { readonly mechanism: string; readonly state: 'started' | 'ended' }
  | { readonly decided: string }
  /** A named person said yes or no to a duty "if needed" (必要时). */
  | { readonly answered: true }
  /** A person recorded that this duty is done. */
  | { readonly discharged: true };

const roles = z.union([id, z.array(id).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]));

export const evidenceRule: z.ZodType<EvidenceRule, unknown> = z.lazy(() =>
  z.union([
    z.strictObject({ anyOf: z.array(evidenceRule).min(1) }),
    z.strictObject({ allOf: z.array(evidenceRule).min(1) }),
    z.strictObject({ chain: z.literal('completed') }),
    z.strictObject({ told: roles }),
    z.strictObject({ fact: id, is: z.union([z.string(), z.number(), z.boolean()]).optional() }),
    z.strictObject({ gradeAtLeast: id }),
    z.strictObject({
      report: roles,
      to: roles.optional(),
      toThoseTold: z.boolean().optional(),
      medium: z.enum(['phone', 'written']).optional(),
      receipt: z.boolean().optional(),
    }),
    z.strictObject({ order: z.enum(ORDER_STAGES) }),
    z.strictObject({ arrived: roles }),
    z.strictObject({ mechanism: id, state: z.enum(['started', 'ended']) }),
    z.strictObject({ decided: id }),
    z.strictObject({ answered: z.literal(true) }),
    z.strictObject({ discharged: z.literal(true) }),
  ]),
);
