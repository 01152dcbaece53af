import type { Versions } from '../kernel/known-event.ts';

/** The contact directory (通讯录). Numbers are in `personal`; what stands here is public in the office. */
export type DirectoryEventData = {
  'directory.person-entered': {
    readonly person: string;
    readonly name: string;
    readonly post?: string;
    /** Present where this entry states the numbers: whether there is one. The numbers themselves are sealed. */
    readonly hasNumber?: boolean;
  };
  'directory.person-removed': { readonly person: string };
  /** Who fills a role of a plan, in the order in which they are called: first the holder, then deputies. */
  'directory.role-filled': { readonly role: string; readonly persons: readonly string[] };
};
export type DirectoryEventType = keyof DirectoryEventData;

/** Current schema version of each type. */
export const DIRECTORY_EVENTS: Versions<DirectoryEventData> = {
  'directory.person-entered': 1,
  'directory.person-removed': 1,
  'directory.role-filled': 1,
};

export type DirectoryState = {
  readonly revision: number;
  readonly persons: Readonly<
    Record<
      string,
      {
        readonly id: string;
        readonly name: string;
        readonly post?: string;
        readonly hasNumber: boolean;
        readonly removed?: boolean;
      }
    >
  >;
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly handled: Readonly<Record<string, string>>;
};
