import { useCallback, useEffect, useRef, useState } from 'react';
import { newKey } from '../live/api.ts';
import { useRoom } from '../live/room-context.tsx';
import { dropDraft, listDrafts, saveDraft, type DraftScope, type DraftStorage } from './drafts.ts';
import { isBlank, newDraft, type IntakeDraft } from './intake-model.ts';

/** Where nothing can be kept, everything still works and the form says that it is not saved. */
const nowhere: DraftStorage = {
  length: 0,
  key: () => null,
  getItem: () => null,
  setItem: () => {
    throw new Error('no storage');
  },
  removeItem: () => undefined,
};

function browserStorage(): DraftStorage {
  try {
    return window.localStorage;
  } catch {
    return nowhere;
  }
}

export type Drafts = {
  readonly draft: IntakeDraft | null;
  readonly all: readonly { readonly draft: IntakeDraft; readonly savedAt: number }[];
  /** When the open draft was last kept; `failed` where the browser refused. */
  readonly savedAt: number | null;
  readonly failed: boolean;
  readonly start: () => void;
  readonly resume: (id: string) => void;
  readonly change: (change: Partial<IntakeDraft>) => void;
  readonly close: () => void;
  readonly drop: (id: string) => void;
};

/** The calls that are being typed by this person in this room. Every change is kept at once, so that a crash loses nothing. */
export function useDrafts(scope: DraftScope): Drafts {
  const { time } = useRoom();
  const storage = useRef(browserStorage());
  const { room, account } = scope;
  const read = useCallback(() => listDrafts(storage.current, { room, account }), [room, account]);
  const [all, setAll] = useState(read);
  const [draft, setDraft] = useState<IntakeDraft | null>(() => read()[0]?.draft ?? null);
  const [saved, setSaved] = useState<{ at: number | null; failed: boolean }>({ at: null, failed: false });

  // Another person at the desk, or another room: their own drafts.
  const owner = useRef(`${room}/${account}`);
  useEffect(() => {
    const now = `${room}/${account}`;
    if (owner.current === now) return;
    owner.current = now;
    const list = read();
    setAll(list);
    setDraft(list[0]?.draft ?? null);
    setSaved({ at: null, failed: false });
  }, [room, account, read]);

  const keep = useCallback(
    (next: IntakeDraft): void => {
      if (isBlank(next)) return;
      const now = time.now() ?? next.startedAt;
      const done = saveDraft(storage.current, { room, account }, next, now);
      setSaved({ at: done ? now : null, failed: !done });
      setAll(read());
    },
    [time, room, account, read],
  );

  return {
    draft,
    all,
    savedAt: saved.at,
    failed: saved.failed,
    start: () => {
      const now = time.now();
      if (now === null) return;
      setSaved({ at: null, failed: false });
      setDraft(newDraft(newKey(), now));
    },
    resume: (id) => {
      const found = read().find((one) => one.draft.id === id);
      if (!found) return;
      setDraft(found.draft);
      setSaved({ at: found.savedAt, failed: false });
    },
    change: (change) => {
      if (!draft) return;
      const next = { ...draft, ...change };
      setDraft(next);
      keep(next);
    },
    close: () => setDraft(null),
    drop: (id) => {
      dropDraft(storage.current, { room, account }, id);
      setAll(read());
      setDraft((open) => (open?.id === id ? null : open));
    },
  };
}
