import type { wall as source } from '../zh/wall.ts';
import type { Words } from '../words.ts';

export const wall = {} satisfies Words<typeof source>;
