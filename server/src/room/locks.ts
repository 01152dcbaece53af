/** Lets the works on one name run one after another, in the order in which they came. Different names do not wait for each other. */
export type Locks = {
  readonly run: <T>(name: string, work: () => Promise<T> | T) => Promise<T>;
};

export function createLocks(): Locks {
  const last = new Map<string, Promise<unknown>>();
  return {
    run(name, work) {
      const before = last.get(name);
      const mine = before === undefined ? (async () => work())() : before.then(work, work);
      last.set(name, mine);
      const forget = () => {
        if (last.get(name) === mine) last.delete(name);
      };
      mine.then(forget, forget);
      return mine;
    },
  };
}
