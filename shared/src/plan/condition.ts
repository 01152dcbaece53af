import { z } from 'zod';
import { durationText } from './duration-text.ts';
import { id } from './label.ts';

export type FactTest = {
  readonly fact: string;
  readonly is?: string | number | boolean | undefined;
  readonly oneOf?: readonly (string | number | boolean)[] | undefined;
  readonly known?: boolean | undefined;
  /** Strict: more than. Milliseconds for a duration fact. */
  readonly above?: number | undefined;
  /** Includes its line (以上). */
  readonly atLeast?: number | undefined;
  readonly below?: number | undefined;
  readonly atMost?: number | undefined;
};

/** When a rule applies: a small tree, never a string to parse. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | FactTest
  | { readonly class: readonly string[] }
  /** The confirmed grade of the incident's class under this plan; `gradeAtLeast` includes its own step. */
  | { readonly grade: readonly string[] }
  | { readonly gradeAtLeast: string }
  | { readonly ungraded: true }
  | { readonly setting: string; readonly is: string }
  | { readonly decided: string; readonly choice: 'yes' | 'no' }
  | { readonly mechanism: string; readonly state: 'started' | 'ended' }
  /** A yes or no given to a duty "if needed" (必要时). */
  | { readonly answered: string; readonly choice: 'yes' | 'no' };

const scalar = z.union([z.string(), z.number(), z.boolean()]);
/** A number, or a duration text that becomes milliseconds. */
const quantity = z.union([z.number(), durationText]);
const oneOrMore = z.union([id, z.array(id).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]));

const factTest = z
  .strictObject({
    fact: id,
    is: scalar.optional(),
    oneOf: z.array(scalar).min(1).optional(),
    known: z.boolean().optional(),
    above: quantity.optional(),
    atLeast: quantity.optional(),
    below: quantity.optional(),
    atMost: quantity.optional(),
  })
  .refine(
    (test) => Object.keys(test).length > 1,
    'a fact test needs one of is, oneOf, known, above, atLeast, below, atMost',
  );

export const condition: z.ZodType<Condition, unknown> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ not: condition }),
    factTest,
    z.strictObject({ class: oneOrMore }),
    z.strictObject({ grade: oneOrMore }),
    z.strictObject({ gradeAtLeast: id }),
    z.strictObject({ ungraded: z.literal(true) }),
    z.strictObject({ setting: id, is: z.string() }),
    z.strictObject({ decided: id, choice: z.enum(['yes', 'no']) }),
    z.strictObject({ mechanism: id, state: z.enum(['started', 'ended']) }),
    z.strictObject({ answered: id, choice: z.enum(['yes', 'no']) }),
  ]),
);
