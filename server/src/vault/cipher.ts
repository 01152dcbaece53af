import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { VaultRefused } from './port.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/** AES-256-GCM: nonce, ciphertext and tag in one. `about` is not secret but bound to it: the text opens nowhere else. */
export function encrypt(key: Uint8Array, plain: Uint8Array, about: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What `encrypt` was given. Throws `VaultRefused` where the key, the text or what it is about differ. */
export function decrypt(key: Uint8Array, sealed: Uint8Array, about: string): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new VaultRefused(`Sealed text is too short: ${about}`);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(about));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new VaultRefused(`Sealed text does not open: ${about}`, { cause: error });
  }
}
