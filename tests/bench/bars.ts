import type { FoldBench } from './fold.ts';
import type { StartBench } from './start.ts';
import type { StoreBench } from './store.ts';
import type { TickBench } from './tick.ts';
import type { WallBench } from './wall.ts';

export type Figures = {
  readonly store: StoreBench;
  readonly fold: FoldBench;
  readonly tick: TickBench;
  readonly start: StartBench;
  readonly wall: WallBench;
};

/** A bar that a run did not meet. */
export type Missed = {
  readonly bar: string;
  readonly wanted: 'at most' | 'at least';
  readonly limit: number;
  readonly measured: number;
  readonly unit: 'ms' | 'x';
};

/** The bars that these figures do not meet. A figure that is no number meets none. */
export function missedBars({ store, tick, start, wall }: Pick<Figures, 'store' | 'tick' | 'start' | 'wall'>): Missed[] {
  const of = (count: number) => store.writers.find(({ writers }) => writers === count);
  const bars: readonly Missed[] = [
    { bar: 'desk to painted wall, median', wanted: 'at most', limit: 250, measured: wall.painted.median, unit: 'ms' },
    {
      bar: 'restart after kill -9, median',
      wanted: 'at most',
      limit: 3_000,
      measured: start.restart.median,
      unit: 'ms',
    },
    { bar: 'tick with 100,000 open duties, p99', wanted: 'at most', limit: 1, measured: tick.p99, unit: 'ms' },
    {
      bar: 'appends/s of 64 writers over the bare driver',
      wanted: 'at least',
      limit: 0.5,
      measured: of(64)?.throughputRatio ?? Number.NaN,
      unit: 'x',
    },
    {
      bar: 'p99 of one writer over the bare driver',
      wanted: 'at most',
      limit: 1.5,
      measured: of(1)?.p99Ratio ?? Number.NaN,
      unit: 'x',
    },
  ];
  return bars.filter(({ wanted, limit, measured }) => !(wanted === 'at most' ? measured <= limit : measured >= limit));
}
