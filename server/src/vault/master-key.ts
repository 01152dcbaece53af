import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { KEY_BYTES } from './cipher.ts';
import { VaultRefused } from './port.ts';

/**
 * Reads the master key; null where there is no such file. The file holds 32 bytes in base64 and may be open to nobody but its owner:
 * otherwise it is refused, because what has been readable must be counted as read.
 */
export function readMasterKey(file: string): Uint8Array | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new VaultRefused(`The master key ${file} cannot be read`, { cause: error });
  }
  try {
    const mode = fstatSync(descriptor).mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new VaultRefused(`The master key ${file} is open to others (mode ${mode.toString(8)}): chmod 600 it`);
    }
    const key = Buffer.from(readFileSync(descriptor, 'utf8').trim(), 'base64');
    if (key.length !== KEY_BYTES) throw new VaultRefused(`${file} holds no master key`);
    return key;
  } finally {
    closeSync(descriptor);
  }
}

/** Makes a new master key file, on the disk before this returns. Throws where the file exists. */
export function makeMasterKey(file: string): Uint8Array {
  const key = randomBytes(KEY_BYTES);
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, `${key.toString('base64')}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  syncFolder(dirname(file));
  return key;
}

/** A new file's name is safe only when its folder is; Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
