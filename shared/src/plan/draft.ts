import type { z } from 'zod';
import type { Json, JsonObject } from '../kernel/json.ts';
import { type PlanPath, type Problem, unknownKeys, wordsOf } from './problem.ts';
import { plan, type Plan } from './schema.ts';

/** One entry of a plan file that could be read. `whole` = nothing of it had to be left out. */
export type Entry<Value> = { readonly path: PlanPath; readonly value: Value; readonly whole: boolean };

type ListKey = 'roles' | 'scales' | 'classes' | 'chains' | 'rules' | 'mechanisms' | 'reports' | 'crews';
type MapKey = 'settings' | 'facts';

/**
 * As much of a plan file as could be read, entry by entry, so that a mistake in one rule does not hide another's:
 * cross checks run over what is there.
 */
export type PlanDraft = { readonly [Key in ListKey]: readonly Entry<Plan[Key][number]>[] } & {
  readonly [Key in MapKey]: readonly (Entry<Plan[Key][string]> & { readonly id: string })[];
} & {
  readonly office: string | undefined;
  /** No mistake of shape anywhere. */
  readonly whole: boolean;
};

const WORDS: JsonObject = { zh: '?', en: '?' };
/** What stands in for a broken member that every entry of its kind has; only checks read it. */
const STAND_INS: Readonly<Record<string, Json>> = {
  label: WORDS,
  text: WORDS,
  why: WORDS,
  question: WORDS,
  title: WORDS,
  at: WORDS,
  soft: WORDS,
  zh: '?',
  en: '?',
  cite: { at: WORDS },
};

/** Reads a plan's JSON: every mistake of shape, and what is left of the plan without them. */
export function draftOf(source: JsonObject): { readonly draft: PlanDraft; readonly problems: readonly Problem[] } {
  const parsed = plan.safeParse(source, { reportInput: true });
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue): Problem => ({ path: pathOf(issue.path), message: wordsOf(issue) }));
  const list = <Value>(key: ListKey, item: z.ZodType<Value, unknown>): readonly Entry<Value>[] => {
    const raw = source[key];
    if (!Array.isArray(raw)) return [];
    return raw.flatMap((value: Json, index): readonly Entry<Value>[] => {
      const mended = mend(value, item);
      return mended ? [{ ...mended, path: [key, index] }] : [];
    });
  };
  const map = <Value>(
    key: MapKey,
    item: z.ZodType<Value, unknown>,
  ): readonly (Entry<Value> & { readonly id: string })[] =>
    Object.entries(objectOf(source[key]) ?? {}).flatMap(([id, value]) => {
      const mended = mend(value, item);
      return mended ? [{ ...mended, path: [key, id], id }] : [];
    });
  const { shape } = plan;
  const draft: PlanDraft = {
    office: typeof source['office'] === 'string' ? source['office'] : undefined,
    whole: parsed.success,
    roles: list('roles', shape.roles.element),
    scales: list('scales', shape.scales.unwrap().element),
    classes: list('classes', shape.classes.element),
    chains: list('chains', shape.chains.unwrap().element),
    rules: list('rules', shape.rules.unwrap().element),
    mechanisms: list('mechanisms', shape.mechanisms.unwrap().element),
    reports: list('reports', shape.reports.unwrap().element),
    crews: list('crews', shape.crews.unwrap().element),
    settings: map('settings', shape.settings.unwrap().valueType),
    facts: map('facts', shape.facts.unwrap().valueType),
  };
  return { draft, problems };
}

/** Parses an entry, leaving out (or standing in for) the members that are wrong, while that gets it further. */
function mend<Value>(
  source: Json,
  item: z.ZodType<Value, unknown>,
): { readonly value: Value; readonly whole: boolean } | undefined {
  let value = source;
  for (let round = 0; round < 8; round += 1) {
    const parsed = item.safeParse(value, { reportInput: true });
    if (parsed.success) return { value: parsed.data, whole: round === 0 };
    let changed = false;
    for (const issue of parsed.error.issues) {
      const keys = unknownKeys(issue);
      const paths = keys.length > 0 ? keys.map((key) => [...pathOf(issue.path), key]) : [pathOf(issue.path)];
      for (const path of paths) {
        const next = without(value, path);
        if (next === undefined) continue;
        value = next;
        changed = true;
      }
    }
    if (!changed) return undefined;
  }
  return undefined;
}

/** The value without the member at `path`, or with its stand-in; undefined where neither is possible. */
function without(value: Json, path: PlanPath): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return undefined;
  if (Array.isArray(value)) {
    const inner: Json | undefined = typeof key === 'number' ? value[key] : undefined;
    const next = inner === undefined ? undefined : without(inner, rest);
    return next === undefined ? undefined : value.map((entry: Json, index) => (index === key ? next : entry));
  }
  const members = objectOf(value);
  if (!members) return undefined;
  const inner = members[key];
  if (rest.length > 0 && inner !== undefined) {
    const next = without(inner, rest);
    if (next !== undefined) return { ...members, [key]: next };
  }
  const standIn = STAND_INS[key];
  if (standIn !== undefined && inner !== standIn && rest.length === 0) return { ...members, [key]: standIn };
  if (inner === undefined) return undefined;
  return Object.fromEntries(Object.entries(members).filter(([name]) => name !== key));
}

export function objectOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !isList(value) ? value : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** What stands at a path of the file, as written. */
export function rawAt(source: Json, path: PlanPath): Json | undefined {
  let value: Json | undefined = source;
  for (const key of path) {
    if (value === undefined) return undefined;
    if (isList(value)) value = typeof key === 'number' ? value[key] : undefined;
    else value = objectOf(value)?.[key];
  }
  return value;
}

function pathOf(path: readonly PropertyKey[]): PlanPath {
  return path.map((key) => (typeof key === 'number' ? key : String(key)));
}
