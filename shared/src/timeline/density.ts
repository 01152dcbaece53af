import type { Instant } from '../kernel/instant.ts';
import { upperBound } from './replay.ts';

/** How many of the instants (sorted, UTC ms) fall into each of `count` equal parts of [from, to); what lies on `to` counts to the last part. */
export function density(sorted: readonly Instant[], from: Instant, to: Instant, count: number): readonly number[] {
  const width = (to - from) / count;
  const edges = Array.from({ length: count + 1 }, (_, index) =>
    // The lower edge belongs to its part.
    index === count ? upperBound(sorted, to) : upperBound(sorted, from + width * index - 0.5),
  );
  return edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0));
}
