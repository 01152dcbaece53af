import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Beat } from './beat.ts';
import { createBeatFile } from './beat-file.ts';
import { createSystemClock } from './system-clock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beat-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the beat beside the log', () => {
  it('comes back as the last one written, and leaves nothing beside it', async () => {
    const clock = createSystemClock();
    const beat: Beat = {
      run: 'run-1',
      own: 1,
      trusted: true,
      wall: clock.wall(),
      uptime: clock.uptime(),
      bootId: clock.bootId(),
      synchronisedBy: null,
      epoch: 'log-1',
      settled: '7',
    };
    const file = createBeatFile(join(folder, 'beat.json'));
    expect(await file.read()).toBeNull();
    await file.write({ ...beat, own: 0 });
    await file.write(beat);
    expect(await createBeatFile(join(folder, 'beat.json')).read()).toEqual(beat);
    expect(await readdir(folder)).toEqual(['beat.json']);
  });

  it.each(['', '{"own":', '{"own":"yesterday"}'])('is nothing where the file holds %j', async (text) => {
    await writeFile(join(folder, 'beat.json'), text);
    expect(await createBeatFile(join(folder, 'beat.json')).read()).toBeNull();
  });
});
