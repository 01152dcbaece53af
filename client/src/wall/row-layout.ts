import { emWidth, fitsIn, fitText, type Fitted } from './scale.ts';

/** How the words of one row stand. Sizes in units, before the type scale. */
export type RowLayout = {
  readonly title: Fitted;
  /** The duty alone, without who is next: where a row of one line has no room for both. */
  readonly short: boolean;
  readonly consequence: Fitted & { readonly width: number };
  /** `beside` = consequence at the right of the title; `below` = at the right end of the second line, the title has the whole width. */
  readonly place: 'beside' | 'below';
};

/** Units that the words of a row have beside its shape and figures, before the type scale. */
export function columnOf(style: 'full' | 'slim' | 'dense', type: number): number {
  switch (style) {
    case 'full':
      // The figures of a full row are large enough for any room: they shrink with the type but do not grow.
      return (1182 - 392 * Math.min(1, type)) / type;
    case 'slim':
      return (1186 - 266 * type) / type;
    case 'dense':
      return (872 - 232 * type) / type;
  }
}
const GAP = 24;
const CONSEQUENCE = 38;

const one = (size: number): Fitted => ({ size, lines: 1 });
const two = (size: number): Fitted => ({ size, lines: 2 });

/** The narrowest column in which a text stands on two lines. */
function halfWidth(text: string, size: number): number {
  for (let share = 0.5; share < 1; share += 0.04) {
    const width = emWidth(text) * size * share;
    if (fitsIn(text, width, two(size))) return width;
  }
  return emWidth(text) * size;
}

/**
 * A row of two lines. Nothing but the sub-line's tail may be cut off: the consequence goes on two lines, the title steps down to 37 units and
 * to two lines, and at last takes the whole width and sends the consequence to the end of the second line.
 */
export function fullLayout(title: string, consequence: string, type: number, low: boolean): RowLayout {
  const column = columnOf('full', type);
  const gap = consequence === '' ? 0 : GAP;
  const whole = emWidth(consequence) * CONSEQUENCE;
  const halfSize = low ? 34 : CONSEQUENCE;
  const half = halfWidth(consequence, halfSize);
  const ways = [
    { consequence: { ...one(CONSEQUENCE), width: whole }, titles: [one(46), one(41)] },
    { consequence: { ...two(halfSize), width: half }, titles: [one(46), one(41)] },
    { consequence: { ...one(CONSEQUENCE), width: whole }, titles: [two(low ? 34 : 40)] },
    { consequence: { ...two(halfSize), width: half }, titles: [one(37), two(low ? 34 : 40), two(low ? 32 : 37)] },
  ];
  for (const way of ways) {
    if (way.consequence.width > column * 0.55) continue;
    const found = way.titles.find((size) => fitsIn(title, column - way.consequence.width - gap, size));
    if (found) return { title: found, short: false, consequence: way.consequence, place: 'beside' };
  }
  return {
    title: fitText(title, column, [
      one(46),
      one(41),
      one(37),
      two(low ? 31 : 37),
      two(low ? 29 : 32),
      two(27),
      two(22),
    ]),
    short: false,
    consequence: { ...one(whole <= column * 0.75 ? CONSEQUENCE : 30), width: whole },
    place: 'below',
  };
}

/** A row of one line with the incident in small letters under it. */
export function slimLayout(
  title: string,
  short: string,
  consequence: string,
  type: number,
  style: 'slim' | 'dense',
): RowLayout {
  const column = columnOf(style, type);
  const gap = consequence === '' ? 0 : GAP;
  const ways = [one(37), one(32), two(26)].map((size) => ({
    ...size,
    width: size.lines === 1 ? emWidth(consequence) * size.size : halfWidth(consequence, size.size),
  }));
  for (const text of [title, short]) {
    for (const way of ways) {
      if (way.width > column * 0.5) continue;
      const found = [one(36), one(33), one(30)].find((size) => fitsIn(text, column - way.width - gap, size));
      if (found) return { title: found, short: text === short, consequence: way, place: 'beside' };
    }
  }
  const narrow = ways.reduce((least, way) => (way.width < least.width ? way : least));
  const title2 = fitText(short, column - narrow.width - gap, [one(27), two(25), two(22)]);
  return { title: title2, short: true, consequence: narrow, place: 'beside' };
}
