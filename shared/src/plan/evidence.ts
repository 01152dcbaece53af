import { z } from 'zod';
import { ORDER_STAGES } from './anchor.ts';
import { scalar } from './condition.ts';
import { id } from './label.ts';
import { oneOfKeys, oneOrMore } from './one-of-keys.ts';

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

const roles = oneOrMore(id);

export const evidenceRule: z.ZodType<EvidenceRule, unknown> = z.lazy(() => evidenceRules);
const evidenceRules: z.ZodType<EvidenceRule, unknown> = oneOfKeys<EvidenceRule>({
  anyOf: z.strictObject({ anyOf: z.array(evidenceRule).min(1) }),
  allOf: z.strictObject({ allOf: z.array(evidenceRule).min(1) }),
  chain: z.strictObject({ chain: z.literal('completed') }),
  told: z.strictObject({ told: roles }),
  fact: z.strictObject({ fact: id, is: scalar.optional() }),
  gradeAtLeast: z.strictObject({ gradeAtLeast: id }),
  report: z.strictObject({
    report: roles,
    to: roles.optional(),
    toThoseTold: z.boolean().optional(),
    medium: z.enum(['phone', 'written']).optional(),
    receipt: z.boolean().optional(),
  }),
  order: z.strictObject({ order: z.enum(ORDER_STAGES) }),
  arrived: z.strictObject({ arrived: roles }),
  mechanism: z.strictObject({ mechanism: id, state: z.enum(['started', 'ended']) }),
  decided: z.strictObject({ decided: id }),
  answered: z.strictObject({ answered: z.literal(true) }),
  discharged: z.strictObject({ discharged: z.literal(true) }),
});
