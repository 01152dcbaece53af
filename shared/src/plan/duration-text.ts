import { z } from 'zod';
import { parseDuration } from '../kernel/duration.ts';

/** An ISO 8601 duration in a plan file; milliseconds once parsed. */
export const durationText = z.string().transform((text, context) => {
  const parsed = parseDuration(text);
  if (parsed !== undefined && parsed > 0) return parsed;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not a duration such as PT15M or PT12H`,
  });
  return z.NEVER;
});
