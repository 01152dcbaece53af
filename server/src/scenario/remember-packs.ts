import type { Packs } from '../room/packs.ts';

/** The same packs, each read once: what is asked for again is as it was the first time. */
export function rememberPacks(packs: Packs): Packs {
  const read = new Map<string, ReturnType<Packs['load']>>();
  return {
    list: packs.list,
    load(pack) {
      const loading = read.get(pack) ?? packs.load(pack);
      read.set(pack, loading);
      return loading;
    },
  };
}
