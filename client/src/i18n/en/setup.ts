import type { setup as source } from '../zh/setup.ts';
import type { Words } from '../words.ts';

export const setup = {} satisfies Words<typeof source>;
