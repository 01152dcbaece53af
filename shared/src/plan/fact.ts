import { z } from 'zod';
import { id, label } from './label.ts';
import { oneOfKeys } from './one-of-keys.ts';
import { passOn } from './problem.ts';

/** Points a duration can run between: a fact or incident time, the present, or the latest / first known of several. */
export type FactPoint = string | { readonly first: readonly FactPoint[] } | { readonly latest: readonly FactPoint[] };

const point: z.ZodType<FactPoint, unknown> = z.lazy(() => points);
const points: z.ZodType<FactPoint, unknown> = z.unknown().transform((value, context): FactPoint => {
  const form: z.ZodType<FactPoint, unknown> = typeof value === 'string' ? id : choice;
  const parsed = form.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  passOn(parsed.error.issues, context.issues);
  return z.NEVER;
});
const choice = oneOfKeys<FactPoint>({
  first: z.strictObject({ first: z.array(point).min(1) }),
  latest: z.strictObject({ latest: z.array(point).min(1) }),
});

const common = { label, hint: label.optional() };

/**
 * A typed statement about an incident. `or` are words that may stand in place of a value: one that means "never" ("cannot heat") lies past every line,
 * one that means "unknown" ("no forecast yet") says nothing.
 * A duration is derived, never typed in: `now` may be one of its points.
 */
export const fact = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('instant'),
    or: z.array(z.strictObject({ id, label, means: z.enum(['never', 'unknown']).default('unknown') })).default([]),
  }),
  z.strictObject({ ...common, type: z.literal('count'), unit: label.optional() }),
  z.strictObject({ ...common, type: z.literal('flag') }),
  z.strictObject({
    ...common,
    type: z.literal('choice'),
    of: z.array(z.strictObject({ id, label })).min(2),
  }),
  /** Short public words (a place, a unit's name); free text about people is `personal`, never a fact. */
  z.strictObject({
    ...common,
    type: z.literal('text'),
    maxLength: z.number().int().positive().default(120),
  }),
  z.strictObject({ ...common, type: z.literal('duration'), from: point, to: point }),
]);
export type Fact = z.infer<typeof fact>;
