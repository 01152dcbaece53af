import { z } from 'zod';

/** Words for people: Chinese first, English complete. */
export const label = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Label = z.infer<typeof label>;

/** Where a rule stands in the plan's text, as an officer would name it; `line` points authors to the source. */
export const citation = z.strictObject({
  at: label,
  quote: z.string().min(1).optional(),
  line: z.string().min(1).optional(),
});
export type Citation = z.infer<typeof citation>;

/** One citation or several; always a list once parsed. */
export const cite = z
  .union([citation, z.array(citation).min(1)])
  .transform((value): readonly Citation[] => (Array.isArray(value) ? value : [value]));

/** An id inside a plan: lower-case words. */
export const id = z.string().regex(/^[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*$/i, 'letters, digits, - and . only');
