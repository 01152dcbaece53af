/** How large type must be for the room to read it. */
export type WallGeometry = { readonly distanceMetres: number; readonly panelInches: number };

/** One minute of arc at one metre, in millimetres. */
const MM_PER_METRE_AND_MINUTE = 0.2909;
/** Width of a 16:9 panel per inch of its diagonal, in millimetres. */
const WIDTH_MM_PER_INCH = 22.137;
const UNITS_ACROSS = 1920;
/** The size that reads well: 20 minutes of arc; the wall's type is drawn for it at 46 units. */
const GOOD_ARC_MINUTES = 20;
const DRAWN_UNITS = 46;
const LEAST = 0.8;
const MOST = 1.6;

/**
 * The factor for everything that the room must read (countdown, duty, consequence, grade, title), from the office's viewing distance and
 * panel. 1 = a 55-inch panel at 5 m. Resolution does not matter: a unit is 1/1920 of the width.
 */
export function typeScale({ distanceMetres, panelInches }: WallGeometry): number {
  const unitMm = (panelInches * WIDTH_MM_PER_INCH) / UNITS_ACROSS;
  const needed = (distanceMetres * GOOD_ARC_MINUTES * MM_PER_METRE_AND_MINUTE) / unitMm;
  return Math.round(Math.min(MOST, Math.max(LEAST, needed / DRAWN_UNITS)) * 100) / 100;
}

/** Measures a text in its own font size. */
export type Measure = (text: string) => number;

/** About how wide a text is: Chinese is square, Latin letters a little over half of that. Holds until the fonts are there. */
export const estimatedWidth: Measure = (text) => {
  let width = 0;
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    width += code > 0x2e7f || sign === '→' ? 1 : /[A-Z0-9%@&]/.test(sign) ? 0.68 : sign === ' ' ? 0.34 : 0.56;
  }
  return width;
};

let measure: Measure = estimatedWidth;

/** Puts the measure of the real fonts in place of the estimate. */
export function measureWith(exact: Measure): void {
  measure = exact;
}

/** How wide a text is, in its own font size. */
export function emWidth(text: string): number {
  return measure(text);
}

/** How many lines a text takes in a column (in its own font size), broken as the browser breaks it: between words and Chinese signs. */
export function linesOf(text: string, column: number): number {
  const parts = text.match(/[\u2e80-\uffff]|[^\u2e80-\uffff\s]+|\s+/gu) ?? [];
  let lines = 1;
  let used = 0;
  for (const part of parts) {
    const width = measure(part);
    if (used + width > column && used > 0 && part.trim() !== '') {
      lines += 1;
      used = 0;
    }
    // What is wider than the column by itself is never fitted.
    if (width > column) return Number.POSITIVE_INFINITY;
    used += width;
  }
  return lines;
}

export type Fitted = { readonly size: number; readonly lines: number };

/** A hair of room, because a browser rounds each sign. */
const SLACK = 0.985;

export function fitsIn(text: string, column: number, { size, lines }: Fitted): boolean {
  const ems = (column * SLACK) / size;
  return lines === 1 ? measure(text) <= ems : linesOf(text, ems) <= lines;
}

/** How large and on how many lines a text stands in a column of so many units: the largest of `sizes` that fits, else the last. */
export function fitText(text: string, column: number, sizes: readonly Fitted[]): Fitted {
  return sizes.find((size) => fitsIn(text, column, size)) ?? sizes.at(-1) ?? { size: DRAWN_UNITS, lines: 1 };
}
