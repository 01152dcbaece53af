import type { BoardState } from '@duty-room/shared/board/state';
import { boardView, type BoardView, type GradeChip } from '@duty-room/shared/board/view';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { Feed } from './feed.ts';
import type { Ticker } from './ticker.ts';

/**
 * What the screen shows, as an external store: it is derived again with every event and with every second of the server, and is the same
 * object until something but the time changed. So React renders on changes of phase, never for counting.
 */
export type ViewStore = {
  get(): BoardView | null;
  subscribe(listener: () => void): () => void;
};

function sameGrades(a: readonly GradeChip[], b: readonly GradeChip[]): boolean {
  return (
    a.length === b.length &&
    a.every((chip, index) => chip.grade?.zh === b[index]?.grade?.zh && chip.proposed?.zh === b[index]?.proposed?.zh)
  );
}

/** Whether two views of the same board differ in more than their instant. */
export function sameView(a: BoardView, b: BoardView): boolean {
  return (
    a.duties.length === b.duties.length &&
    a.done.length === b.done.length &&
    a.incidents.length === b.incidents.length &&
    a.duties.every((row, index) => row.obligation === b.duties[index]?.obligation) &&
    a.done.every((row, index) => row.obligation === b.done[index]?.obligation) &&
    a.incidents.every((card, index) => {
      const other = b.incidents[index];
      return other !== undefined && card.incident === other.incident && sameGrades(card.grades, other.grades);
    })
  );
}

export function createViewStore(feed: Pick<Feed, 'getState' | 'subscribe'>, ticker: Ticker): ViewStore {
  const listeners = new Set<() => void>();
  let board: BoardState | null = null;
  let view: BoardView | null = null;
  let stops: readonly (() => void)[] = [];

  function look(now: Instant | null): void {
    const next = feed.getState().board;
    if (next === null || now === null) return;
    const fresh = boardView(next, now);
    if (view !== null && board === next && sameView(view, fresh)) return;
    board = next;
    view = fresh;
    for (const listener of listeners) listener();
  }

  return {
    get() {
      // Read before anything subscribed: nothing has looked yet.
      if (view === null || board !== feed.getState().board) look(ticker.now());
      return view;
    },
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        stops = [
          feed.subscribe(() => {
            if (feed.getState().board !== board) look(ticker.now());
          }),
          ticker.subscribe(look),
        ];
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        for (const stop of stops) stop();
        stops = [];
      };
    },
  };
}
