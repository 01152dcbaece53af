/**
 * What Chromium 92 lacks of the ES2022/ES2023 library and of the web platform that this product uses. Nothing is replaced where it exists.
 */
function define(target: object, name: string, value: unknown): void {
  if (name in target) return;
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

type Test = (value: unknown, index: number, list: readonly unknown[]) => unknown;

function lastIndex(list: readonly unknown[], test: Test): number {
  for (let index = list.length - 1; index >= 0; index -= 1) if (test(list[index], index, list)) return index;
  return -1;
}

define(Object, 'hasOwn', (target: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(target, key));
define(Array.prototype, 'findLast', function findLast(this: readonly unknown[], test: Test) {
  const index = lastIndex(this, test);
  return index < 0 ? undefined : this[index];
});
define(Array.prototype, 'findLastIndex', function findLastIndex(this: readonly unknown[], test: Test) {
  return lastIndex(this, test);
});
define(
  Array.prototype,
  'toSorted',
  function toSorted(this: readonly unknown[], compare?: (a: unknown, b: unknown) => number) {
    return [...this].sort(compare);
  },
);
define(Array.prototype, 'toReversed', function toReversed(this: readonly unknown[]) {
  return [...this].reverse();
});
define(
  Array.prototype,
  'toSpliced',
  function toSpliced(this: readonly unknown[], start: number, count: number = this.length, ...items: unknown[]) {
    const copy = [...this];
    copy.splice(start, count, ...items);
    return copy;
  },
);
define(Array.prototype, 'with', function withValue(this: readonly unknown[], index: number, value: unknown) {
  const copy = [...this];
  copy[index < 0 ? copy.length + index : index] = value;
  return copy;
});
define(Object, 'groupBy', (items: Iterable<unknown>, keyOf: (item: unknown, index: number) => PropertyKey) => {
  const groups: Record<PropertyKey, unknown[]> = Object.create(null);
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index);
    (groups[key] ??= []).push(item);
    index += 1;
  }
  return groups;
});
define(globalThis, 'structuredClone', (value: unknown): unknown => JSON.parse(JSON.stringify(value)));

export {};
