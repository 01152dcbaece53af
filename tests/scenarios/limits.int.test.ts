import { parseDuration } from '@duty-room/shared/kernel/duration';
import { MINUTE, type Millis } from '@duty-room/shared/kernel/instant';
import type { Json, JsonObject } from '@duty-room/shared/kernel/json';
import { createPackTexts } from '@duty-room/server/room/packs';
import { rememberPacks } from '@duty-room/server/scenario/remember-packs';
import { runScenario } from '@duty-room/server/scenario/run';
import { describe, expect, it } from 'vitest';
import { packSources, packTexts, scenarioFiles, scenarioOf } from './files.ts';

type Path = readonly (string | number)[];
type Limit = { readonly pack: string; readonly path: Path; readonly length: Millis };

/** Where a pack holds a limit: the line of a rule, or the bound of a condition. A warning is no limit. */
const HOLDS_A_LIMIT = new Set<string | number>(['limit', 'above', 'atLeast', 'below', 'atMost']);

function limitsIn(pack: string, value: Json, path: Path = []): readonly Limit[] {
  if (typeof value === 'string') {
    const length = HOLDS_A_LIMIT.has(path.at(-1) ?? '') ? parseDuration(value) : undefined;
    return length === undefined ? [] : [{ pack, path, length }];
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value)
    ? value.map((entry: Json, index) => [index, entry] as const)
    : Object.entries(value);
  return entries.flatMap(([key, inner]) => limitsIn(pack, inner, [...path, key]));
}

function withLimit(value: Json, [key, ...rest]: Path, length: Millis): Json {
  if (key === undefined) return `PT${length / 1000}S`;
  if (Array.isArray(value))
    return value.map((entry: Json, index) => (index === key ? withLimit(entry, rest, length) : entry));
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, inner]) => [
      name,
      name === key ? withLimit(inner, rest, length) : inner,
    ]),
  );
}

/** `rules.relay-15min.limit` instead of the place in a list. */
function nameOf({ pack, path }: Limit): string {
  let value: Json = packSources[pack] ?? null;
  const names = path.map((key) => {
    value = Array.isArray(value) ? (value[key as number] as Json) : ((value as JsonObject)[key] ?? null);
    const id =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject)['id'] : undefined;
    return typeof id === 'string' ? id : String(key);
  });
  return [pack, ...names].join('.');
}

const limits = Object.entries(packSources).flatMap(([pack, source]) => limitsIn(pack, source));
/** Those that expect most come first: they are the likeliest to fail, and the first that does is enough. */
const scenarios = scenarioFiles
  .map(({ file, source }) => ({ file, scenario: scenarioOf(source, file) }))
  .toSorted((a, b) => b.scenario.expect.length - a.scenario.expect.length);

const unchanged = rememberPacks(createPackTexts(packTexts(packSources)));

/** The first scenario that no longer holds. */
async function firstToFail(pack: string, source: JsonObject): Promise<string | undefined> {
  const changed = createPackTexts(packTexts({ [pack]: source }));
  const packs = rememberPacks({ ...unchanged, load: (name) => (name === pack ? changed : unchanged).load(name) });
  for (const { file, scenario } of scenarios) {
    if (!scenario.plans.some((plan) => plan.pack === pack)) continue;
    const run = await runScenario(scenario, { packs, file });
    if (!run.ok) throw new Error(JSON.stringify(run.issues));
    if (run.result.differences.length > 0) return file;
  }
  return undefined;
}

describe('every limit of every pack is pinned', () => {
  it('the walk finds them', () => {
    const names = limits.map(nameOf);
    expect(names).toContain('heating.rules.relay-15min.limit');
    expect(names).toContain('heating.rules.outage-24h.limit');
    expect(names).toContain('national.rules.report-4h.limit');
    expect(names).toContain('communications.rules.relay-1h.limit');
    expect(names.filter((name) => name.includes('criteria'))).toHaveLength(5);
    expect(names.some((name) => name.includes('warn'))).toBe(false);
  });

  it('none fails as long as nothing is moved', async () => {
    for (const [pack, source] of Object.entries(packSources)) expect(await firstToFail(pack, source)).toBeUndefined();
  });

  it.each(limits.flatMap((limit) => [MINUTE, -MINUTE].map((by) => ({ limit, by, name: nameOf(limit) }))))(
    'a scenario fails where $name is moved by $by ms',
    async ({ limit, by }) => {
      const moved = withLimit(packSources[limit.pack] ?? {}, limit.path, limit.length + by) as JsonObject;
      expect(await firstToFail(limit.pack, moved)).toBeDefined();
    },
  );
});
