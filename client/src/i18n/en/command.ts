import type { command as source } from '../zh/command.ts';
import type { Words } from '../words.ts';

export const command = {} satisfies Words<typeof source>;
