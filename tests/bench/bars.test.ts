import { describe, expect, it } from 'vitest';
import { missedBars } from './bars.ts';

const run = { perSecond: 1, p50: 1, p99: 1 };
const spread = { median: 1, p95: 1 };

function figures(at: {
  readonly wall?: number;
  readonly restart?: number;
  readonly tick?: number;
  readonly many?: number;
  readonly one?: number;
}) {
  return {
    store: {
      fileSystem: '',
      readPerSecond: 1,
      writers: [
        { writers: 1, store: run, bare: run, throughputRatio: 0.1, p99Ratio: at.one ?? 1.5 },
        { writers: 64, store: run, bare: run, throughputRatio: at.many ?? 0.5, p99Ratio: 9 },
      ],
    },
    tick: { openDuties: 100_000, p50: 0, p99: at.tick ?? 1, max: 40 },
    start: {
      events: 100_000,
      coldMs: 9_000,
      restart: { median: at.restart ?? 3_000, max: 9_000, times: [] },
      small: { median: 1, max: 1 },
    },
    wall: {
      samples: 1,
      painted: { median: at.wall ?? 250, p95: 900 },
      acknowledged: spread,
      bare: { received: spread, painted: spread },
      clockError: 0,
    },
  };
}

describe('the bars of the bench', () => {
  it('are met by figures that stand exactly on them', () => {
    expect(missedBars(figures({}))).toEqual([]);
  });

  it.each([
    ['wall', 251, 'desk to painted wall, median'],
    ['restart', 3_001, 'restart after kill -9, median'],
    ['tick', 1.01, 'tick with 100,000 open duties, p99'],
    ['many', 0.49, 'appends/s of 64 writers over the bare driver'],
    ['one', 1.51, 'p99 of one writer over the bare driver'],
    ['one', Number.NaN, 'p99 of one writer over the bare driver'],
  ])('name the one that %s = %d misses', (name, value, bar) => {
    expect(missedBars(figures({ [name]: value })).map((missed) => missed.bar)).toEqual([bar]);
  });
});
