import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text: a session, a wall's identity, the one-time set-up link. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token: whoever reads the vault cannot use it. Being random and long, it needs no salt. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
