import { randomUUID } from 'node:crypto';

/** The only door to chance: ids that nothing else decides. */
export type Random = { readonly id: () => string };

export const systemRandom: Random = { id: randomUUID };
