/** Closes a union: the compiler proves that it is unreachable; at run time it names what slipped through. */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
