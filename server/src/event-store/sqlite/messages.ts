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
  | { readonly is: 'append'; readonly appends: readonly AppendRequest[] }
  | { readonly is: 'pragmas'; readonly n: number }
  | { readonly is: 'quota'; readonly n: number; readonly pages: number }
  | { readonly is: 'close' };

export type FromWriter =
  | { readonly is: 'ready'; readonly epoch: string; readonly head: number }
  | { readonly is: 'refused'; readonly fault: Fault }
  | { readonly is: 'appended'; readonly replies: readonly AppendReply[] }
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
