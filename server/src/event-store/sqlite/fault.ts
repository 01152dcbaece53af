import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreUnavailable } from '../port.ts';
import type { Fault } from './messages.ts';

const READ_ONLY = new Set(['EACCES', 'EPERM', 'EROFS']);
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Says in the store's own words why SQLite or the file system refused. `file` is the log; its disk is asked whether it is full. */
export function faultOf(error: unknown, file: string): Fault {
  if (error instanceof StoreUnavailable) return { reason: error.reason, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { reason: reasonOf(codeOf(error), file), message: `${file}: ${message}` };
}

/** The code of an SQLite or system error, or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function reasonOf(code: string, file: string): Fault['reason'] {
  if (code === 'SQLITE_FULL' || FULL.has(code)) return 'full';
  if (code.startsWith('SQLITE_READONLY') || READ_ONLY.has(code)) return 'read-only';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'corrupt';
  if (code.startsWith('SQLITE_BUSY')) return 'locked';
  // A full disk also shows as an input/output error, where SQLite could not grow its shared index.
  if (code.startsWith('SQLITE_IOERR') && isFull(file)) return 'full';
  return 'failed';
}

function isFull(file: string): boolean {
  try {
    return statfsSync(dirname(file)).bavail === 0;
  } catch {
    return false;
  }
}
