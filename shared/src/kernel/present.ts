/** The members that are there: an event leaves out what was not said instead of holding it as undefined. */
export function present<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> };
export function present(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}
