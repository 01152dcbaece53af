import { describe, expect, it } from 'vitest';
import { dropDraft, listDrafts, saveDraft, type DraftStorage } from './drafts.ts';
import { newDraft } from './intake-model.ts';

function memoryStorage(): DraftStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

const mine = { room: 'live', account: 'a1' };

describe('drafts of calls', () => {
  it('are there again after a reload, the newest first', () => {
    const storage = memoryStorage();
    const first = { ...newDraft('d1', 1), place: '东' };
    const second = { ...newDraft('d2', 2), place: '西' };
    expect(saveDraft(storage, mine, first, 10)).toBe(true);
    expect(saveDraft(storage, mine, second, 20)).toBe(true);
    expect(listDrafts(storage, mine)).toEqual([
      { savedAt: 20, draft: second },
      { savedAt: 10, draft: first },
    ]);
    dropDraft(storage, mine, 'd2');
    expect(listDrafts(storage, mine).map((one) => one.draft.id)).toEqual(['d1']);
  });

  it('belong to one person in one room', () => {
    const storage = memoryStorage();
    saveDraft(storage, mine, newDraft('d1', 1), 1);
    expect(listDrafts(storage, { room: 'live', account: 'a2' })).toEqual([]);
    expect(listDrafts(storage, { room: 'drill-1', account: 'a1' })).toEqual([]);
  });

  it('of another shape are passed over and kept', () => {
    const storage = memoryStorage();
    storage.setItem('duty-room/draft/live/a1/old', '{"savedAt":1,"draft":{"version":0}}');
    storage.setItem('duty-room/draft/live/a1/broken', '{');
    expect(listDrafts(storage, mine)).toEqual([]);
    expect(storage.kept.size).toBe(2);
  });

  it('say so where the browser keeps nothing', () => {
    const full: DraftStorage = {
      ...memoryStorage(),
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    expect(saveDraft(full, mine, newDraft('d1', 1), 1)).toBe(false);
  });
});
