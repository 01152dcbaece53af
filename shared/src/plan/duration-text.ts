import { z } from 'zod';
import { parseDuration } from '../kernel/duration.ts';
import { problem } from './problem.ts';

/** An ISO 8601 duration in a plan file; milliseconds once parsed. */
export const durationText = z.string().transform((text, context) => {
  const parsed = parseDuration(text);
  if (parsed !== undefined && parsed > 0) return parsed;
  context.issues.push(
    problem(text, {
      zh: `“${text}”不是 PT15M、PT12H 这样的时长`,
      en: `"${text}" is not a duration such as PT15M or PT12H`,
    }),
  );
  return z.NEVER;
});
