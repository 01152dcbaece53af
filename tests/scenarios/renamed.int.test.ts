import { createPackTexts } from '@duty-room/server/room/packs';
import { differenceText } from '@duty-room/server/scenario/report';
import { rememberPacks } from '@duty-room/server/scenario/remember-packs';
import { runScenario } from '@duty-room/server/scenario/run';
import { describe, expect, it } from 'vitest';
import { packSources, packTexts, scenarioFiles, scenarioOf } from './files.ts';
import { renaming } from './renaming.ts';

const renamed = renaming(packSources);
const packs = rememberPacks(createPackTexts(packTexts(renamed.packs)));

/** Ids that were declared and stand anywhere as they did. */
function idsIn(value: unknown, found: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const entry of value) idsIn(entry, found);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'id' && typeof inner === 'string') found.add(inner);
      else idsIn(inner, found);
    }
  return found;
}

describe('the engine knows no plan', () => {
  it('every id of every pack has another name', () => {
    expect(renamed.count).toBeGreaterThan(200);
    for (const id of idsIn(renamed.packs, new Set())) expect(id).toMatch(/^x\d+$/);
    expect(Object.keys(renamed.packs).every((pack) => /^x\d+$/.test(pack))).toBe(true);
  });

  it.each(scenarioFiles)('holds under other names as well: $file', async ({ source, file }) => {
    const scenario = scenarioOf(renamed.scenario(source), file);
    const run = await runScenario(scenario, { packs, file });
    if (!run.ok) throw new Error(JSON.stringify(run.issues, null, 2));
    expect(run.result.differences.map(differenceText).join('\n')).toBe('');
    expect(run.result.tables.flatMap(({ duties }) => duties).every(({ plan }) => /^x\d+$/.test(plan))).toBe(true);
  });
});
