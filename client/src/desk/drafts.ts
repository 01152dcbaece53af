import type { Instant } from '@duty-room/shared/kernel/instant';
import { z } from 'zod';
import { intakeDraft, type IntakeDraft } from './intake-model.ts';

/** The part of `localStorage` that drafts need. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Whose drafts, in which room: the live room or a drill. */
export type DraftScope = { readonly room: string; readonly account: string };

export type SavedDraft = { readonly savedAt: Instant; readonly draft: IntakeDraft };

const savedDraft = z.strictObject({ savedAt: z.number(), draft: intakeDraft });

const prefixOf = ({ room, account }: DraftScope): string => `duty-room/draft/${room}/${account}/`;

/** Keeps a draft. False where the browser refuses (no room, storage switched off): the person must be told. */
export function saveDraft(storage: DraftStorage, scope: DraftScope, draft: IntakeDraft, now: Instant): boolean {
  const kept: SavedDraft = { savedAt: now, draft };
  try {
    storage.setItem(prefixOf(scope) + draft.id, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

/** Takes a draft away, once it is on record or the person threw it away. */
export function dropDraft(storage: DraftStorage, scope: DraftScope, id: string): void {
  try {
    storage.removeItem(prefixOf(scope) + id);
  } catch {
    // Without storage there is nothing to take away.
  }
}

/** The drafts of a person in a room, the newest first. What cannot be read is passed over and left where it is. */
export function listDrafts(storage: DraftStorage, scope: DraftScope): readonly SavedDraft[] {
  const found: SavedDraft[] = [];
  try {
    for (let index = 0; index < storage.length; index += 1) {
      const key = storage.key(index);
      const text = key?.startsWith(prefixOf(scope)) ? storage.getItem(key) : null;
      if (text === null) continue;
      const parsed = savedDraft.safeParse(readJson(text));
      if (parsed.success) found.push(parsed.data);
    }
  } catch {
    return [];
  }
  return found.toSorted((a, b) => b.savedAt - a.savedAt);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
