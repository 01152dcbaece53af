import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPackFiles } from './packs.ts';
import { wardPlan } from './test-support/ward-plan.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packs-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('plan packs in folders', () => {
  it('are found by the names of their files, the office’s own before the shipped, broken ones with their mistakes', async () => {
    const [shipped, own] = [join(folder, 'shipped'), join(folder, 'own')];
    await mkdir(shipped);
    await mkdir(own);
    await writeFile(join(shipped, 'ward.yaml'), wardPlan);
    await writeFile(join(shipped, 'broken.yaml'), 'plan: broken');
    await writeFile(join(shipped, 'README.md'), 'no plan');
    await writeFile(join(own, 'ward.yaml'), wardPlan.replace('"edition":"1"', '"edition":"our own"'));
    const packs = createPackFiles([shipped, own, join(folder, 'not there')]);
    const list = await packs.list();
    expect(list.map(({ pack, load }) => [pack, load.ok])).toEqual([
      ['broken', false],
      ['ward', true],
    ]);
    expect(await packs.load('ward')).toMatchObject({ ok: true, plan: { edition: 'our own' } });
    expect(await packs.load('broken')).toMatchObject({
      ok: false,
      issues: expect.arrayContaining([expect.anything()]),
    });
    expect(await packs.load('../own/ward')).toBeUndefined();
  });
});
