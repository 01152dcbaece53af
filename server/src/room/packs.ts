import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { loadPlan, type PlanLoad } from '@duty-room/shared/plan/load';

/** Plan packs (预案) that the office can adopt: what the product ships and what stands in the office's own folder. */
export type Packs = {
  /** Every pack, a broken one with its mistakes. */
  readonly list: () => Promise<readonly { readonly pack: string; readonly load: PlanLoad }[]>;
  /** One pack by name; undefined where there is none. */
  readonly load: (pack: string) => Promise<PlanLoad | undefined>;
};

const SUFFIXES = new Set(['.yaml', '.yml']);

/** Packs from folders; a file's name without its ending is the pack's. Of two with one name the later folder's counts. */
export function createPackFiles(folders: readonly string[]): Packs {
  const find = async (): Promise<ReadonlyMap<string, string>> => {
    const files = new Map<string, string>();
    for (const folder of folders) {
      for (const name of (await namesIn(folder)).toSorted()) {
        if (SUFFIXES.has(extname(name))) files.set(basename(name, extname(name)), join(folder, name));
      }
    }
    return files;
  };
  const read = async (file: string): Promise<PlanLoad> => loadPlan(await readFile(file, 'utf8'), basename(file));
  return {
    async list() {
      const files = [...(await find())];
      return Promise.all(files.map(async ([pack, file]) => ({ pack, load: await read(file) })));
    },
    async load(pack) {
      const file = (await find()).get(pack);
      return file === undefined ? undefined : read(file);
    },
  };
}

/** Packs from texts by name: for tests and scenarios. */
export function createPackTexts(texts: Readonly<Record<string, string>>): Packs {
  const read = (pack: string, text: string) => loadPlan(text, `${pack}.yaml`);
  return {
    list: async () => Object.entries(texts).map(([pack, text]) => ({ pack, load: read(pack, text) })),
    load: async (pack) => (Object.hasOwn(texts, pack) ? read(pack, texts[pack] ?? '') : undefined),
  };
}

/** A folder that is not there holds no packs. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
