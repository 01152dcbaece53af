import type { Json, JsonObject } from '../kernel/json.ts';
import { objectOf } from './draft.ts';
import type { PlanPath, Problem } from './problem.ts';

/** What a plan file declares, by id: taken from the raw file, so that a broken entry still exists for those who refer to it. */
export type Names = {
  readonly roles: ReadonlySet<string>;
  readonly facts: ReadonlySet<string>;
  /** Setting -> its options. */
  readonly settings: ReadonlyMap<string, ReadonlySet<string>>;
  /** Scale -> its grades, from the lowest. */
  readonly scales: ReadonlyMap<string, readonly string[]>;
  /** Class -> its scale, if any. */
  readonly classes: ReadonlyMap<string, string | undefined>;
  readonly hops: ReadonlySet<string>;
  /** Hops that are a decision. */
  readonly decisions: ReadonlySet<string>;
  readonly rules: ReadonlySet<string>;
  /** Rules that wait for a yes or no. */
  readonly questions: ReadonlySet<string>;
  readonly mechanisms: ReadonlySet<string>;
  readonly reports: ReadonlySet<string>;
};

type Item = { readonly path: PlanPath; readonly id: string; readonly raw: JsonObject };

/** Collects the ids that a file declares, and names each one that is declared twice where it must be unique. */
export function namesOf(source: JsonObject): { readonly names: Names; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const unique = (items: readonly Item[]): readonly Item[] => {
    const seen = new Set<string>();
    for (const item of items) {
      if (seen.has(item.id))
        problems.push({
          path: [...item.path, 'id'],
          message: { zh: `编号“${item.id}”重复`, en: `the id "${item.id}" is used twice` },
        });
      seen.add(item.id);
    }
    return items;
  };
  const ids = (items: readonly Item[]): Set<string> => new Set(unique(items).map((item) => item.id));
  const top = (key: string): readonly Item[] => itemsOf(source[key], [key]);
  const within = (item: Item, key: string): readonly Item[] => itemsOf(item.raw[key], [...item.path, key]);

  const settings = new Map(
    Object.entries(objectOf(source['settings']) ?? {}).map(([id, value]) => [
      id,
      ids(itemsOf(objectOf(value)?.['options'], ['settings', id, 'options'])),
    ]),
  );
  const facts = Object.entries(objectOf(source['facts']) ?? {});
  for (const [id, value] of facts)
    for (const key of ['of', 'or']) unique(itemsOf(objectOf(value)?.[key], ['facts', id, key]));
  const scales = new Map(
    unique(top('scales')).map((scale) => [scale.id, unique(within(scale, 'grades')).map((grade) => grade.id)]),
  );
  const hops = unique(top('chains')).flatMap((chain) => unique(within(chain, 'hops')));
  const mechanisms = unique(top('mechanisms'));
  for (const mechanism of mechanisms) unique(within(mechanism, 'levels'));
  const reports = unique(top('reports'));
  for (const report of reports) unique(within(report, 'fields'));
  unique(top('crews'));
  const rules = unique(top('rules'));
  const names: Names = {
    roles: ids(top('roles')),
    facts: new Set(facts.map(([id]) => id)),
    settings,
    scales,
    classes: new Map(unique(top('classes')).map((entry) => [entry.id, textOf(entry.raw['scale'])])),
    hops: new Set(hops.map((hop) => hop.id)),
    decisions: new Set(hops.filter((hop) => hop.raw['decide'] !== undefined).map((hop) => hop.id)),
    rules: new Set(rules.map((rule) => rule.id)),
    questions: new Set(rules.filter((rule) => rule.raw['ifNeeded'] !== undefined).map((rule) => rule.id)),
    mechanisms: new Set(mechanisms.map((mechanism) => mechanism.id)),
    reports: new Set(reports.map((report) => report.id)),
  };
  return { names, problems };
}

function itemsOf(list: Json | undefined, path: PlanPath): readonly Item[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((value: Json, index): readonly Item[] => {
    const raw = objectOf(value);
    const id = textOf(raw?.['id']);
    return raw === undefined || id === undefined ? [] : [{ path: [...path, index], id, raw }];
  });
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
