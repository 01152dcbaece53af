/** A binary heap: what is before everything else comes out first. Pushing and popping cost O(log n), peeking nothing. */
export type MinHeap<Item> = {
  readonly size: () => number;
  readonly peek: () => Item | undefined;
  readonly push: (item: Item) => void;
  readonly pop: () => Item | undefined;
};

export function createMinHeap<Item>(before: (a: Item, b: Item) => boolean): MinHeap<Item> {
  const items: Item[] = [];

  /** Swaps where the item at `lower` belongs above the one at `upper`. */
  const lift = (upper: number, lower: number): boolean => {
    const [above, below] = [items[upper], items[lower]];
    if (above === undefined || below === undefined || !before(below, above)) return false;
    items[upper] = below;
    items[lower] = above;
    return true;
  };
  const smallerChild = (index: number): number => {
    const [left, right] = [items[2 * index + 1], items[2 * index + 2]];
    return left !== undefined && right !== undefined && before(right, left) ? 2 * index + 2 : 2 * index + 1;
  };

  return {
    size: () => items.length,
    peek: () => items[0],
    push(item) {
      items.push(item);
      let index = items.length - 1;
      while (index > 0 && lift((index - 1) >> 1, index)) index = (index - 1) >> 1;
    },
    pop() {
      const first = items[0];
      const last = items.pop();
      if (first === undefined || last === undefined || items.length === 0) return first;
      items[0] = last;
      let index = 0;
      let child = smallerChild(index);
      while (lift(index, child)) {
        index = child;
        child = smallerChild(index);
      }
      return first;
    },
  };
}
