import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { BoardState } from '@duty-room/shared/board/state';
import type { BoardView } from '@duty-room/shared/board/view';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { FeedState } from './feed.ts';
import { useRoom } from './room-context.tsx';

/** The state of this screen's feed; renders when it changes. */
export function useFeed(): FeedState {
  const { feed } = useRoom();
  return useSyncExternalStore(feed.subscribe, feed.getState);
}

/** The room as this screen knows it; null before the first picture. */
export function useBoard(): BoardState | null {
  return useFeed().board;
}

/** Duties by time left, incidents, counts and people on duty; renders on a change of phase. Null before the first picture. */
export function useBoardView(): BoardView | null {
  const { view } = useRoom();
  return useSyncExternalStore(view.subscribe, view.get);
}

/**
 * A value that time moves: `compute` runs at each of the server's seconds and the component renders only where the answer is another.
 * Give a primitive, or a function that answers the same object while nothing changed.
 */
export function useAtSecond<T>(compute: (now: Instant) => T, otherwise: T): T {
  const { ticker } = useRoom();
  const latest = useRef(compute);
  latest.current = compute;
  const now = ticker.now();
  const [, setValue] = useState<T>(otherwise);
  useEffect(() => ticker.subscribe((at) => setValue(() => latest.current(at))), [ticker]);
  return now === null ? otherwise : compute(now);
}

/** Writes text into an element at each of the server's seconds, without React. `format` answers what stands there at that instant. */
export function useTickingText<E extends HTMLElement>(format: (now: Instant) => string): (element: E | null) => void {
  const { ticker } = useRoom();
  const latest = useRef(format);
  latest.current = format;
  return useCallback(
    (element: E | null) => {
      if (!element) return;
      return ticker.subscribe((now) => {
        const text = latest.current(now);
        if (element.textContent !== text) element.textContent = text;
      });
    },
    [ticker],
  );
}
