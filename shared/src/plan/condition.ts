import { z } from 'zod';
import { durationText } from './duration-text.ts';
import { id } from './label.ts';
import { oneOfKeys, oneOrMore } from './one-of-keys.ts';
import { problem } from './problem.ts';

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

export const QUANTITY_TESTS = ['above', 'atLeast', 'below', 'atMost'] as const;

/** A word, a number, or true/false: what a fact can be compared with. */
export const scalar: z.ZodType<string | number | boolean, unknown> = z.unknown().transform((value, context) => {
  if (typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return value;
  context.issues.push(
    problem(value, { zh: '应为文字、数字或 true/false', en: 'should be a word, a number or true/false' }),
  );
  return z.NEVER;
});

/** A number, or a duration text that becomes milliseconds. */
const quantity: z.ZodType<number, unknown> = z.unknown().transform((value, context) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const parsed = durationText.safeParse(value);
  if (parsed.success) return parsed.data;
  context.issues.push(
    problem(value, {
      zh: `应为数字或 PT12H 这样的时长，现为 ${JSON.stringify(value)}`,
      en: `should be a number or a duration such as PT12H, found ${JSON.stringify(value)}`,
    }),
  );
  return z.NEVER;
});

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
  .check((context) => {
    if (Object.keys(context.value).length > 1) return;
    context.issues.push(
      problem(context.value, {
        zh: '要写出比较：is、oneOf、known、above、atLeast、below、atMost 之一',
        en: 'a fact test needs one of is, oneOf, known, above, atLeast, below, atMost',
      }),
    );
  });

const yesOrNo = z.enum(['yes', 'no']);

export const condition: z.ZodType<Condition, unknown> = z.lazy(() => conditions);
const conditions: z.ZodType<Condition, unknown> = oneOfKeys<Condition>({
  all: z.strictObject({ all: z.array(condition).min(1) }),
  any: z.strictObject({ any: z.array(condition).min(1) }),
  not: z.strictObject({ not: condition }),
  fact: factTest,
  class: z.strictObject({ class: oneOrMore(id) }),
  grade: z.strictObject({ grade: oneOrMore(id) }),
  gradeAtLeast: z.strictObject({ gradeAtLeast: id }),
  ungraded: z.strictObject({ ungraded: z.literal(true) }),
  setting: z.strictObject({ setting: id, is: z.string() }),
  decided: z.strictObject({ decided: id, choice: yesOrNo }),
  mechanism: z.strictObject({ mechanism: id, state: z.enum(['started', 'ended']) }),
  answered: z.strictObject({ answered: id, choice: yesOrNo }),
});
