import { randomBytes } from 'node:crypto';
import type { JsonObject } from '@duty-room/shared/kernel/json';
import { z } from 'zod';
import { decrypt, encrypt, KEY_BYTES } from './cipher.ts';
import { VaultRefused } from './port.ts';

/** A subject's key. The id stands in every text sealed with it, so that a destroyed key is told from a changed text. */
export type SubjectKey = { readonly id: string; readonly key: Uint8Array };

const FORM = /^1\.([\w-]{11})\.([\w-]+)$/;
const jsonObject = z.record(z.string(), z.json());

export function newSubjectKey(): SubjectKey {
  return { id: randomBytes(8).toString('base64url'), key: randomBytes(KEY_BYTES) };
}

/** `1.<key id>.<nonce, ciphertext and tag>`, the last two in base64url. */
export function sealText({ id, key }: SubjectKey, subject: string, plain: JsonObject): string {
  return `1.${id}.${encrypt(key, Buffer.from(JSON.stringify(plain)), subject).toString('base64url')}`;
}

/** The plain object, or null where the text was sealed with a key that is no more. */
export function openText(key: SubjectKey | undefined, subject: string, sealed: string): JsonObject | null {
  const [, keyId, text] = FORM.exec(sealed) ?? [];
  if (keyId === undefined || text === undefined) throw new VaultRefused(`Not a sealed text: ${subject}`);
  if (key === undefined || key.id !== keyId) return null;
  return jsonObject.parse(JSON.parse(decrypt(key.key, Buffer.from(text, 'base64url'), subject).toString('utf8')));
}
