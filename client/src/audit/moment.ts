import { DAY, HOUR, type Instant, type Millis } from '@duty-room/shared/kernel/instant';
import { upperBound } from '@duty-room/shared/timeline/replay';

/** The part of the log that the time line shows. */
export type Span = { readonly from: Instant; readonly to: Instant };

/** A span is never shorter than this: a line needs some length to be dragged on. */
const SHORTEST: Millis = 60_000;

export function spanOf(from: Instant, to: Instant): Span {
  return to - from >= SHORTEST ? { from, to } : { from: to - SHORTEST, to };
}

export function within(span: Span, at: Instant): Instant {
  return Math.min(span.to, Math.max(span.from, at));
}

/** The instant of the sorted list next to `at`, before or after it; null where there is none. */
export function neighbour(sorted: readonly Instant[], at: Instant, direction: -1 | 1): Instant | null {
  const after = upperBound(sorted, at);
  if (direction === 1) return sorted[after] ?? null;
  // What equals `at` is where we stand.
  return sorted[upperBound(sorted, at - 0.5) - 1] ?? null;
}

export const RATES = [1, 10, 60, 600] as const;
export type Rate = (typeof RATES)[number];

const STEPS: readonly Millis[] = [
  10_000,
  30_000,
  60_000,
  5 * 60_000,
  10 * 60_000,
  15 * 60_000,
  30 * 60_000,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
];

export type Ticks = { readonly step: Millis; readonly at: readonly Instant[] };

/**
 * Where the time line has its marks: at round times of the office's day, at most `most` of them. `offset` is what the office's clock
 * shows more than UTC at the span's beginning; over a change of daylight saving the marks stay whole hours apart.
 */
export function ticks({ from, to }: Span, most: number, offset: Millis): Ticks {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? (to - from) / most;
  const first = Math.ceil((from + offset) / step) * step - offset;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return { step, at: Array.from({ length: count }, (_, index) => first + index * step) };
}

/** Steps of the keyboard on the time line. */
export function keyStep(key: string, shift: boolean): Millis | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return shift ? 60_000 : 1_000;
    case 'ArrowLeft':
    case 'ArrowDown':
      return shift ? -60_000 : -1_000;
    case 'PageUp':
      return 10 * 60_000;
    case 'PageDown':
      return -10 * 60_000;
    default:
      return null;
  }
}
