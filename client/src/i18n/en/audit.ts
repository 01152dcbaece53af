import type { audit as source } from '../zh/audit.ts';
import type { Words } from '../words.ts';

export const audit = {} satisfies Words<typeof source>;
