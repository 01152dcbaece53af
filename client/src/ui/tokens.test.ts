import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const screen = css.slice(0, css.indexOf('@media print'));
const [plain = '', contrast = ''] = screen.split('@media (prefers-contrast: more)');

function colours(part: string, theme: string): Record<string, string> {
  const block = part.split(`[data-theme='${theme}'] {`)[1]?.split('}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]));
}
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function ratio(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((p, q) => q - p);
  return (high + 0.05) / (low + 0.05);
}

/** Text on what lies behind it, and the least contrast. */
const PAIRS: readonly (readonly [string, string, number])[] = [
  ['ink', 'bg', 7],
  ['ink', 'panel', 7],
  ['ink', 'panel-2', 7],
  ['ink', 'alarm-panel', 7],
  ['ink', 'alarm-soft', 7],
  ['ink', 'warn-panel', 7],
  ['ink', 'warn-soft', 7],
  ['ink', 'act-soft', 7],
  ['ink-2', 'bg', 7],
  ['ink-2', 'panel', 7],
  ['ink-2', 'panel-2', 7],
  ['ink-2', 'alarm-panel', 4.5],
  ['ink-2', 'warn-panel', 4.5],
  ['ink-3', 'panel', 4.5],
  ['ink-3', 'bg', 4.5],
  ['alarm-ink', 'panel', 7],
  ['alarm-ink', 'alarm-panel', 4.5],
  ['alarm-ink', 'alarm-soft', 4.5],
  ['warn-ink', 'panel', 6.5],
  ['warn-ink', 'bg', 4.5],
  ['warn-ink', 'warn-panel', 4.5],
  ['act-ink', 'panel', 6],
  ['act-ink', 'bg', 4.5],
  ['on-alarm', 'alarm', 6],
  ['on-warn', 'warn', 7],
  ['on-act', 'act', 4.5],
  ['on-act', 'act-hover', 4.5],
  ['on-drill', 'drill', 7],
  ['stale-a', 'stale-b', 7],
  ['edge', 'panel', 3],
  ['edge', 'bg', 3],
];

describe('the colours', () => {
  const themes: Record<string, Record<string, string>> = {
    night: colours(plain, 'night'),
    day: { ...colours(plain, 'night'), ...colours(plain, 'day') },
    'night, high contrast': { ...colours(plain, 'night'), ...colours(contrast, 'night') },
    'day, high contrast': { ...colours(plain, 'night'), ...colours(plain, 'day'), ...colours(contrast, 'day') },
  };

  it.each(Object.keys(themes))('keep every text readable: %s', (name) => {
    const theme = themes[name] ?? {};
    const low = PAIRS.flatMap(([ink, ground, least]) => {
      const found = ratio(theme[ink] ?? '', theme[ground] ?? '');
      return found >= least ? [] : [`${ink} on ${ground}: ${found.toFixed(2)} < ${least}`];
    });
    expect(low).toEqual([]);
  });

  it('are written out: the browsers of the offices mix none', () => {
    expect(css).not.toMatch(/color-mix\(/);
  });
});
