import { describe, expect, it } from 'vitest';
import { fitBlocks, fitRows } from './row-fit.ts';

const heights = { full: 132, slim: 56, gap: 8, more: 40 };
const rows = (urgent: number, rest: number): boolean[] => [
  ...Array.from({ length: urgent }, () => true),
  ...Array.from({ length: rest }, () => false),
];

describe('the rows of the departure board', () => {
  it('are all shown where they fit, without a line about the rest', () => {
    const fit = fitRows(rows(1, 4), 5 * 132 + 4 * 8, heights);
    expect(fit).toMatchObject({ style: 'full', shown: [0, 1, 2, 3, 4], hidden: [] });
  });

  it('are whole ones only, and the line about the rest has its room', () => {
    const fit = fitRows(rows(1, 5), 5 * 132 + 4 * 8, heights);
    expect(fit).toMatchObject({ style: 'full', shown: [0, 1, 2, 3], hidden: [4, 5] });
    expect(fit.shown.length * 140 + 40).toBeLessThanOrEqual(5 * 132 + 4 * 8);
  });

  it('leave out what is not urgent first, and keep the order of time left', () => {
    const urgent = [true, false, false, false, false, true, false];
    expect(fitRows(urgent, 5 * 132 + 4 * 8, heights)).toMatchObject({ shown: [0, 1, 2, 5], hidden: [3, 4, 6] });
  });

  it('shrink to one line each when the urgent ones do not fit', () => {
    const fit = fitRows(rows(8, 20), 740, heights);
    expect(fit.style).toBe('slim');
    expect(fit.hidden.every((index) => index >= 8)).toBe(true);
    expect(fit.shown.length * 64 + 40).toBeLessThanOrEqual(748);
  });

  it('take two columns in a flood, still with every urgent one', () => {
    const fit = fitRows(rows(20, 40), 740, heights);
    expect(fit.style).toBe('dense');
    expect(fit.shown.filter((index) => index < 20)).toHaveLength(20);
    expect(fit.shown).toHaveLength(20);
  });

  it('take turns when even that is too little: each urgent one is on one page', () => {
    const pages = [0, 1, 2].map((page) => fitRows(rows(60, 0), 740, heights, page));
    expect(pages[0]?.pages).toBe(3);
    expect(pages.flatMap((fit) => fit.shown)).toEqual(Array.from({ length: 60 }, (_, index) => index));
  });

  it('never leave out an urgent one on a single page, whatever the room', () => {
    for (let urgent = 0; urgent <= 30; urgent += 1) {
      for (let height = 60; height <= 900; height += 35) {
        const fit = fitRows(rows(urgent, 12), height, heights);
        if (fit.pages === 1) expect(fit.hidden.filter((index) => index < urgent)).toEqual([]);
        expect([...fit.shown, ...fit.hidden].toSorted((a, b) => a - b)).toHaveLength(urgent + 12);
      }
    }
  });
});

describe('incident cards', () => {
  it('are shown while they fit whole', () => {
    expect(fitBlocks([100, 100, 100], 320, 10, 40)).toBe(3);
    expect(fitBlocks([100, 100, 100], 319, 10, 40)).toBe(2);
    expect(fitBlocks([100, 100, 100], 260, 10, 40)).toBe(2);
    expect(fitBlocks([100, 100, 100], 259, 10, 40)).toBe(1);
    expect(fitBlocks([400], 100, 10, 40)).toBe(0);
  });
});
