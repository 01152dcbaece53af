import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Beat, BeatKeeper } from './beat.ts';

const beat = z.object({
  run: z.string(),
  own: z.number().int(),
  trusted: z.boolean(),
  wall: z.number().int(),
  uptime: z.number().nullable(),
  bootId: z.string().nullable(),
  synchronisedBy: z.string().nullable(),
  epoch: z.string(),
  settled: z.string(),
});

/**
 * Beats in a file beside the log. Each replaces the last by a rename, so that a crash leaves one whole beat.
 * It is not forced to the disk: after a loss of power the machine has another boot, and then the log's last record counts.
 */
export function createBeatFile(path: string): BeatKeeper {
  return {
    async read(): Promise<Beat | null> {
      try {
        const parsed = beat.safeParse(JSON.parse(await readFile(path, 'utf8')));
        return parsed.success ? parsed.data : null;
      } catch {
        return null;
      }
    },
    async write(last) {
      const beside = `${path}.new`;
      await writeFile(beside, JSON.stringify(last), { mode: 0o600 });
      await rename(beside, path);
    },
  };
}
