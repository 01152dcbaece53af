import { z } from 'zod';
import { passOn, problem } from './problem.ts';

/**
 * A union of objects told apart by one key (`{ time: … }`, `{ fact: … }`): the key picks the form before anything is parsed,
 * so that a mistake is named where it is, instead of once for every form that it is not.
 */
export function oneOfKeys<Output>(
  forms: Readonly<Record<string, z.ZodType<Output, unknown>>>,
): z.ZodType<Output, unknown> {
  const keys = Object.keys(forms);
  return z.unknown().transform((value, context): Output => {
    const given = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : null;
    if (given === null) {
      const found = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
      context.issues.push(
        value === undefined || value === null
          ? problem(value, { zh: '缺少这一项', en: 'is missing' })
          : problem(value, {
              zh: `应写成 { 键: 值 }，键为其中之一：${keys.join(', ')}；现为 ${found}`,
              en: `should be { key: value } with one of the keys ${keys.join(', ')}; found ${found}`,
            }),
      );
      return z.NEVER;
    }
    const own = keys.filter((key) => given.includes(key));
    const form = own[0] === undefined ? undefined : forms[own[0]];
    if (form === undefined) {
      const found = given.length === 0 ? '{}' : given.join(', ');
      context.issues.push(
        problem(value, {
          zh: `不认识“${found}”，可用的键：${keys.join(', ')}`,
          en: `knows no "${found}"; the key should be one of ${keys.join(', ')}`,
        }),
      );
      return z.NEVER;
    }
    const parsed = form.safeParse(value, { reportInput: true });
    if (parsed.success) return parsed.data;
    const extra = own.slice(1);
    for (const issue of parsed.error.issues) {
      if (extra.length > 0 && issue.path.length === 0 && issue.code === 'unrecognized_keys') {
        context.issues.push(
          problem(value, {
            zh: `一处只能写一项，现同时写了 ${own.join('、')}`,
            en: `holds one of these at a time, found ${own.join(' and ')} together`,
          }),
        );
      } else passOn([issue], context.issues);
    }
    return z.NEVER;
  });
}

/** One or several, always a list once parsed. */
export function oneOrMore<Item>(item: z.ZodType<Item, unknown>): z.ZodType<Item[], unknown> {
  const list = z.array(item).min(1);
  return z.unknown().transform((value, context): Item[] => {
    const parsed = Array.isArray(value)
      ? list.safeParse(value, { reportInput: true })
      : item.safeParse(value, { reportInput: true });
    if (!parsed.success) {
      passOn(parsed.error.issues, context.issues);
      return z.NEVER;
    }
    return Array.isArray(parsed.data) ? parsed.data : [parsed.data];
  });
}
