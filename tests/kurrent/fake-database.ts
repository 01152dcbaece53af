/** What a KurrentDB node keeps, as far as its promises to the event store go. It outlives the fake server that serves it. */
export type FakeRecord = {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** Commit and prepare position, as the server has them: offsets into its log, with gaps. */
  readonly place: bigint;
};

export type Proposed = Pick<FakeRecord, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

/** -1: no stream; otherwise a revision. */
export type Expected = number | 'any' | 'exists';

export type Appended =
  | { readonly ok: true; readonly revision: number; readonly place: bigint }
  | { readonly ok: false; readonly current: number };

export type FakeDatabase = {
  readonly all: readonly FakeRecord[];
  readonly append: (stream: string, expected: Expected, events: readonly Proposed[]) => Appended;
  /** Calls back after each append; the result stops that. */
  readonly watch: (listener: () => void) => () => void;
};

/** Repeats of the same ids are answered as EventStoreDB 23.10 was measured to answer them. */
export function createFakeDatabase(): FakeDatabase {
  const all: FakeRecord[] = [];
  const listeners = new Set<() => void>();

  // Every server has records of its own between ours.
  const system = (text: string): void => {
    const data = new TextEncoder().encode('{}');
    const place = nextPlace();
    all.push({
      id: crypto.randomUUID(),
      stream: `$${text}`,
      revision: 0,
      type: `$${text}`,
      contentType: 'application/json',
      data,
      metadata: data,
      place,
    });
  };
  const nextPlace = () => (all.at(-1)?.place ?? 0n) + 137n + BigInt(all.at(-1)?.data.length ?? 0);
  system('scavenges');

  return {
    all,
    append(stream, expected, events) {
      const records = all.filter((record) => record.stream === stream);
      const current = records.length - 1;
      const first =
        typeof expected === 'number' ? expected + 1 : records.findIndex((record) => record.id === events[0]?.id);
      const matches = typeof expected === 'number' ? expected === current : expected === 'any' || current >= 0;
      if (
        !matches ||
        (expected === 'any' && events.some((event) => records.some((record) => record.id === event.id)))
      ) {
        const repeated = first >= 0 && events.every((event, index) => records[first + index]?.id === event.id);
        const last = records[first + events.length - 1];
        return repeated && last !== undefined
          ? { ok: true, revision: last.revision, place: last.place }
          : { ok: false, current };
      }
      events.forEach((event, index) =>
        all.push({ ...event, stream, revision: current + 1 + index, place: nextPlace() }),
      );
      const place = all.at(-1)?.place ?? 0n;
      if (all.length % 7 === 0) system(`stats-${all.length}`);
      for (const listener of listeners) listener();
      return { ok: true, revision: current + events.length, place };
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
