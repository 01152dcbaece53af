import type { z } from 'zod';
import type { Label } from './label.ts';

/** Where something stands in a plan file: keys and list indices from the top. */
export type PlanPath = readonly (string | number)[];

/** One mistake (or warning) before the file and the line are known. */
export type Problem = { readonly path: PlanPath; readonly message: Label };

/** A raw zod issue that carries its words in both languages. */
export function problem(input: unknown, message: Label): z.core.$ZodRawIssue {
  return { code: 'custom', input, message: message.en, params: message };
}

/** Hands the issues of an inner parse on to the schema that asked for it, already in words; paths stay relative to the inner value. */
export function passOn(issues: readonly z.core.$ZodIssue[], into: z.core.$ZodRawIssue[]): void {
  for (const issue of issues) {
    const words = wordsOf(issue);
    into.push({
      code: 'custom',
      input: issue.input,
      path: [...issue.path],
      message: words.en,
      params: { ...words, keys: unknownKeys(issue) },
    });
  }
}

/** The keys that an issue calls unknown, if that is what it says. */
export function unknownKeys(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys;
  const keys: unknown = issue.code === 'custom' ? issue.params?.['keys'] : undefined;
  return Array.isArray(keys) ? keys.map(String) : [];
}

const TYPES: Readonly<Record<string, Label>> = {
  string: { zh: '文字', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '若干“键: 值”', en: 'a block of keys' },
  record: { zh: '若干“键: 值”', en: 'a block of keys' },
};

/** Says a zod issue in both languages, as an author of a plan needs it. */
export function wordsOf(issue: z.core.$ZodIssue): Label {
  const own = labelIn(issue.code === 'custom' ? issue.params : undefined);
  if (own) return own;
  const given = show(issue.input);
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.input === undefined || issue.input === null) return { zh: '缺少这一项', en: 'is missing' };
      const wanted = TYPES[issue.expected] ?? { zh: issue.expected, en: issue.expected };
      return { zh: `应为${wanted.zh}，现为 ${given}`, en: `should be ${wanted.en}, found ${given}` };
    }
    case 'unrecognized_keys': {
      const keys = issue.keys.join(', ');
      return { zh: `不认识的键：${keys}`, en: `unknown key: ${keys}` };
    }
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ');
      return issue.input === undefined
        ? { zh: `缺少这一项，可为：${values}`, en: `is missing; one of: ${values}` }
        : { zh: `应为其中之一：${values}；现为 ${given}`, en: `should be one of: ${values}; found ${given}` };
    }
    case 'invalid_union': {
      const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String).join(', ') : '';
      return options === ''
        ? { zh: `写法不对：${given}`, en: `is not of any known form: ${given}` }
        : { zh: `应为其中之一：${options}`, en: `should be one of: ${options}` };
    }
    case 'invalid_format':
      return issue.format === 'regex'
        ? {
            zh: `“${given}”不能作编号：只用字母、数字、- 和 .，以字母开头`,
            en: `${given} cannot be an id: letters, digits, - and . only, a letter first`,
          }
        : { zh: `格式不对：${given}`, en: `has the wrong form: ${given}` };
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) === 1
        ? { zh: '不能为空', en: 'must not be empty' }
        : { zh: `至少 ${issue.minimum}`, en: `at least ${issue.minimum}` };
    case 'too_big':
      return { zh: `至多 ${issue.maximum}`, en: `at most ${issue.maximum}` };
    case 'invalid_key':
      return {
        zh: `“${given}”不能作编号：只用字母、数字、- 和 .，以字母开头`,
        en: `${given} cannot be an id: letters, digits, - and . only, a letter first`,
      };
    default:
      return { zh: `不正确：${issue.message}`, en: issue.message };
  }
}

function labelIn(params: unknown): Label | undefined {
  if (typeof params !== 'object' || params === null || !('zh' in params) || !('en' in params)) return undefined;
  return typeof params.zh === 'string' && typeof params.en === 'string' ? { zh: params.zh, en: params.en } : undefined;
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
