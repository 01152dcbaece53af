import { createHash } from 'node:crypto';

/** SHA-256 of a text, hex. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A UUID (version 8) that follows from the texts alone: the same texts, the same id. */
export function derivedId(...texts: readonly string[]): string {
  const hex = digest(JSON.stringify(texts));
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
