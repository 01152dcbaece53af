import type { Json } from './json.ts';

/**
 * RFC 8785 canonical JSON: sorted keys, no white space, ECMAScript numbers.
 * Refuses (throws on) non-finite numbers and negative zero; members that are undefined are left out as JSON.stringify does.
 */
export function canonical(value: Json | undefined): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || Object.is(value, -0)) throw new Error(`Not a canonical number: ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonical(item)).join(',')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
  }
  throw new Error(`Not JSON: ${typeof value}`);
}
