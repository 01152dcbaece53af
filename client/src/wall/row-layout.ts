import { emWidth, fitText } from './scale.ts';

type Fitted = { readonly size: number; readonly lines: number };

/** How the words of one row stand. Sizes in units, before the type scale. */
export type RowLayout = {
  readonly title: Fitted;
  readonly consequence: Fitted & { readonly width: number };
  /** `beside` = consequence at the right of the title; `below` = at the right end of the second line, the title has the whole width. */
  readonly place: 'beside' | 'below';
};

/** Width of the words' column of a full row, and of a dense one. */
export const COLUMN = { full: 800, slim: 930, dense: 640 } as const;
const GAP = 26;
const CONSEQUENCE = 38;

const one = (size: number): Fitted => ({ size, lines: 1 });
const two = (size: number): Fitted => ({ size, lines: 2 });

function fits(text: string, column: number, { size, lines }: Fitted): boolean {
  return emWidth(text) * size <= column * (lines === 1 ? 1 : lines * 0.86);
}

/**
 * A row of two lines. Nothing but the sub-line's tail may be cut off: the title steps down to 37 units and to two lines before it takes the
 * whole width and sends the consequence to the end of the second line.
 */
export function fullLayout(title: string, consequence: string, type: number, low: boolean): RowLayout {
  const column = COLUMN.full / type;
  const twoLines = low ? two(33) : two(40);
  const least = low ? two(33) : two(37);
  const wide = emWidth(consequence) * CONSEQUENCE + (consequence === '' ? 0 : GAP);
  for (const size of [one(46), one(41), twoLines]) {
    if (fits(title, column - wide, size))
      return { title: size, consequence: { ...one(CONSEQUENCE), width: wide }, place: 'beside' };
  }
  // The consequence on two lines gives the title more room.
  const half = Math.min(wide, emWidth(consequence) * CONSEQUENCE * 0.62 + GAP);
  for (const size of [one(46), one(41), twoLines, least]) {
    if (half <= column * 0.5 && fits(title, column - half, size))
      return { title: size, consequence: { ...two(low ? 33 : CONSEQUENCE), width: half }, place: 'beside' };
  }
  const alone = fitText(title, column, [one(46), one(41), one(37), low ? two(31) : two(37), two(32), two(27)]);
  return {
    title: alone,
    consequence: { ...one(wide <= column * 0.75 ? CONSEQUENCE : 30), width: wide },
    place: 'below',
  };
}

/** A row of one line with the incident in small letters under it: both steps down until they fit, then break. */
export function slimLayout(title: string, consequence: string, type: number, style: 'slim' | 'dense'): RowLayout {
  const column = COLUMN[style] / type;
  const most = column * 0.45;
  const fitted = fitText(consequence, most, [one(37), one(32), two(26)]);
  const width = Math.min(most, emWidth(consequence) * fitted.size * (fitted.lines === 2 ? 0.62 : 1)) + GAP;
  return {
    title: fitText(title, column - width, [one(38), one(34), one(30), two(25), two(22)]),
    consequence: { ...fitted, width },
    place: 'beside',
  };
}
