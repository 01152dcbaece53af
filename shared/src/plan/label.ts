import { z } from 'zod';
import { oneOrMore } from './one-of-keys.ts';

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
export const cite = oneOrMore<Citation>(citation).transform((value): readonly Citation[] => value);

/**
 * An id inside a plan: words of letters and digits, joined by `-` or `.`. Names that every object inherits are no ids,
 * so that a look-up by id never finds something that no plan declared.
 */
export const id = z
  .string()
  .regex(
    /^(?!(?:constructor|toString|valueOf|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString)$)[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*$/i,
    'letters, digits, - and . only',
  );
