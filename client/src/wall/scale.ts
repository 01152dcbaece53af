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

/** About how wide a text is, in its own font size: Chinese is square, Latin letters a little over half of that. */
export function emWidth(text: string): number {
  let width = 0;
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    width += code > 0x2e7f || sign === '→' ? 1 : /[A-Z0-9%@&]/.test(sign) ? 0.63 : sign === ' ' ? 0.3 : 0.5;
  }
  return width;
}

/** How large and on how many lines a text of this width stands in a column of `column` units: the largest of `sizes` that fits. */
export function fitText(
  text: string,
  column: number,
  sizes: readonly { readonly size: number; readonly lines: number }[],
): { readonly size: number; readonly lines: number } {
  const width = emWidth(text);
  const last = sizes.at(-1) ?? { size: DRAWN_UNITS, lines: 1 };
  // Lines break between words: a share of each but the last stays empty.
  return sizes.find(({ size, lines }) => width * size <= column * (lines === 1 ? 1 : lines * 0.9)) ?? last;
}
