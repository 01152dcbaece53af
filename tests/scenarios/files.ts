import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPlan } from '@duty-room/shared/plan/load';
import type { JsonObject } from '@duty-room/shared/kernel/json';
import { loadScenario } from '@duty-room/server/scenario/load';
import type { Scenario } from '@duty-room/server/scenario/schema';
import { parse } from 'yaml';

export const SCENARIOS = fileURLToPath(new URL('.', import.meta.url));
const PLANS = fileURLToPath(new URL('../../shared/plans/', import.meta.url));

const DRILLS = fileURLToPath(new URL('../../server/src/drill/scenarios/', import.meta.url));

/** Every scenario of this folder, and those that are shipped for drills, as the JSON of its file. */
export const scenarioFiles: readonly { readonly file: string; readonly text: string; readonly source: JsonObject }[] = [
  SCENARIOS,
  DRILLS,
].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => {
      const text = readFileSync(`${folder}${file}`, 'utf8');
      return { file, text, source: parse(text) as JsonObject };
    }),
);

/** Every plan pack that the product ships, as the JSON of its file, by pack name. */
export const packSources: Readonly<Record<string, JsonObject>> = Object.fromEntries(
  readdirSync(PLANS)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const loaded = loadPlan(readFileSync(`${PLANS}${file}`, 'utf8'), file);
      if (!loaded.ok) throw new Error(`${file} is broken`);
      return [file.replace(/\.yaml$/, ''), loaded.source];
    }),
);

/** Packs from their JSON: YAML reads JSON. */
export function packTexts(sources: Readonly<Record<string, JsonObject>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(sources).map(([pack, source]) => [pack, JSON.stringify(source)]));
}

/** A scenario from its JSON; one that is bad throws with all its mistakes. */
export function scenarioOf(source: JsonObject, file: string): Scenario {
  const loaded = loadScenario(JSON.stringify(source), file);
  if (!loaded.ok) throw new Error(loaded.issues.map(({ path, message }) => `${file} ${path}: ${message}`).join('\n'));
  return loaded.scenario;
}
