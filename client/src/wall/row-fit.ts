/** Which rows of the departure board are shown, and how. All heights in wall units. */
export type RowFit = {
  /** `full` = two lines a row, `slim` = one line, `dense` = one line in two columns over the whole width. */
  readonly style: 'full' | 'slim' | 'dense';
  /** Indexes of the shown rows, in their order. */
  readonly shown: readonly number[];
  /** Indexes of what is left out; never an urgent one unless there are several pages. */
  readonly hidden: readonly number[];
  /** Pages of urgent rows that even `dense` cannot hold at once; they take turns. */
  readonly pages: number;
};

export type RowHeights = {
  readonly full: number;
  readonly slim: number;
  readonly gap: number;
  /** The line that says what is left out. */
  readonly more: number;
};

/** How many whole rows fit into `height`. */
export function capacity(height: number, row: number, gap: number): number {
  return Math.max(0, Math.floor((height + gap) / (row + gap)));
}

/** Urgent rows first, then the others in their order; shown in the order in which they came. */
function choose(urgent: readonly boolean[], room: number): readonly number[] {
  const all = urgent.map((_, index) => index);
  const first = all.filter((index) => urgent[index]);
  const rest = all.filter((index) => !urgent[index]);
  return [...first, ...rest].slice(0, room).sort((a, b) => a - b);
}

/**
 * As many whole rows as fit, then a line for the rest. Overdue and at-risk rows are never the ones left out: when they do not fit, the rows
 * shrink to one line each, then to two columns; past that they take turns, `page` by page.
 */
export function fitRows(urgent: readonly boolean[], height: number, heights: RowHeights, page = 0): RowFit {
  const count = urgent.length;
  const must = urgent.filter(Boolean).length;
  const answer = (style: RowFit['style'], shown: readonly number[], pages = 1): RowFit => ({
    style,
    shown,
    hidden: urgent.map((_, index) => index).filter((index) => !shown.includes(index)),
    pages,
  });
  const everything = urgent.map((_, index) => index);
  const { full, slim, gap, more } = heights;
  if (count <= capacity(height, full, gap)) return answer('full', everything);
  const left = height - more - gap;
  const roomFull = capacity(left, full, gap);
  if (must <= roomFull) return answer('full', choose(urgent, roomFull));
  if (count <= capacity(height, slim, gap)) return answer('slim', everything);
  const roomSlim = capacity(left, slim, gap);
  if (must <= roomSlim) return answer('slim', choose(urgent, roomSlim));
  if (count <= 2 * capacity(height, slim, gap)) return answer('dense', everything);
  const roomDense = Math.max(2, 2 * roomSlim);
  if (must <= roomDense) return answer('dense', choose(urgent, roomDense));
  const pages = Math.ceil(must / roomDense);
  const turn = page % pages;
  const musts = everything.filter((index) => urgent[index]);
  return answer('dense', musts.slice(turn * roomDense, (turn + 1) * roomDense), pages);
}

/** How many whole blocks of these heights fit under each other, keeping room for the line about the rest where there is one. */
export function fitBlocks(blocks: readonly number[], height: number, gap: number, more: number): number {
  const used = (count: number): number =>
    blocks.slice(0, count).reduce((sum, block) => sum + block + gap, 0) - (count > 0 ? gap : 0);
  if (used(blocks.length) <= height) return blocks.length;
  let count = blocks.length - 1;
  while (count > 0 && used(count) + gap + more > height) count -= 1;
  return count;
}
