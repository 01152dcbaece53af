import type { desk as source } from '../zh/desk.ts';
import type { Words } from '../words.ts';

export const desk = {} satisfies Words<typeof source>;
