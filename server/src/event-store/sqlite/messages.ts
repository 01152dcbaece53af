import type { StoreUnavailable } from '../port.ts';

/** Expected revision on the wire between the threads: -1 for none, -2 for any. */
export const ANY_REVISION = -2;

/** What the writer thread is started with. */
export type WriterOptions = { readonly file: string; readonly sqliteAtLeast: string };

export type AppendRequest = {
  readonly n: number;
  readonly stream: string;
  readonly expected: number;
  readonly ids: readonly string[];
  readonly bodies: readonly string[];
};

/**
 * Appends on their way to the writer, each as its number, expected revision, count of events, stream, ids and bodies, one after another:
 * cloning pays for every object and every list, and every append waits for it.
 */
export type PackedAppends = readonly (string | number)[];

/** Whether this is a message of appends. */
export function isPackedAppends(message: ToWriter): message is PackedAppends {
  return Array.isArray(message);
}

export function packAppends(requests: readonly AppendRequest[]): PackedAppends {
  const packed: (string | number)[] = [];
  for (const { n, stream, expected, ids, bodies } of requests) {
    packed.push(n, expected, ids.length, stream);
    for (const id of ids) packed.push(id);
    for (const body of bodies) packed.push(body);
  }
  return packed;
}

export function unpackAppends(packed: PackedAppends): readonly AppendRequest[] {
  const requests: AppendRequest[] = [];
  let at = 0;
  const number = () => Number(packed[at++]);
  const text = () => String(packed[at++]);
  const texts = (count: number): readonly string[] => {
    const all: string[] = [];
    for (let left = count; left > 0; left -= 1) all.push(text());
    return all;
  };
  while (at < packed.length) {
    const [n, expected, count] = [number(), number(), number()];
    requests.push({ n, expected, stream: text(), ids: texts(count), bodies: texts(count) });
  }
  return requests;
}

export type Fault = { readonly reason: StoreUnavailable['reason']; readonly message: string };

export type AppendReply =
  | {
      readonly n: number;
      readonly is: 'done';
      readonly revision: number;
      readonly position: number;
      readonly fresh: boolean;
    }
  | { readonly n: number; readonly is: 'conflict'; readonly actual: number }
  | { readonly n: number; readonly is: 'foreign'; readonly id: string; readonly stream: string }
  | { readonly n: number; readonly is: 'fault'; readonly fault: Fault };

export type ToWriter =
  | PackedAppends
  | { readonly is: 'pragmas'; readonly n: number }
  | { readonly is: 'quota'; readonly n: number; readonly pages: number }
  | { readonly is: 'close' };

export type FromWriter =
  | { readonly is: 'ready'; readonly epoch: string; readonly head: number }
  | { readonly is: 'refused'; readonly fault: Fault }
  | {
      readonly is: 'appended';
      /** Of each append that was new: its number, its last revision and its last position. In the order of the log. */
      readonly fresh: readonly number[];
      /** What there is to say of the rest, where there is a rest. */
      readonly others?: readonly AppendReply[];
    }
  | { readonly is: 'pragmas'; readonly n: number; readonly pragmas: LivePragmas };

/** What the writing connection really runs with, asked of SQLite itself. */
export type LivePragmas = {
  readonly sqliteVersion: string;
  readonly journalMode: string;
  /** 2 is FULL: each commit is synced to the disk before it is acknowledged. */
  readonly synchronous: number;
  readonly recursiveTriggers: number;
  readonly schemaVersion: number;
  readonly pageCount: number;
  readonly pageSize: number;
  readonly maxPageCount: number;
};

/** A page of rows in log order, column by column: that crosses threads faster than objects. */
export type ReadRequest =
  | { readonly is: 'all'; readonly n: number; readonly after: number; readonly limit: number }
  | {
      readonly is: 'stream';
      readonly n: number;
      readonly stream: string;
      readonly after: number;
      readonly limit: number;
    };

export type ToReader = ReadRequest | { readonly is: 'close' };

export type Page = {
  readonly positions: readonly number[];
  readonly streams: readonly string[];
  readonly revisions: readonly number[];
  readonly bodies: readonly string[];
  /** Nothing was left behind the page when it was read. */
  readonly end: boolean;
};

export type FromReader =
  | { readonly is: 'ready' }
  | { readonly is: 'page'; readonly n: number; readonly page: Page }
  | { readonly is: 'failed'; readonly n: number; readonly fault: Fault };

/** A copy of the log is made by a thread of its own, which ends with it. */
export type BackupOptions = { readonly file: string; readonly to: string };

export type FromBackup =
  | { readonly is: 'ready'; readonly head: number }
  | { readonly is: 'refused'; readonly fault: Fault };
