import type { BoardState } from '@duty-room/shared/board/state';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { createApi } from '../live/api.ts';
import type { Feed, FeedState } from '../live/feed.ts';
import type { RoomClient } from '../live/room-client.ts';
import type { Ticker } from '../live/ticker.ts';
import { createViewStore } from '../live/view-store.ts';

/** A room client that hears no server: it shows a given state at a given instant, and stands there. */
export type PictureClient = {
  readonly client: RoomClient;
  readonly show: (board: BoardState, at: Instant) => void;
};

export function createPictureClient(drill: string | null, board: BoardState, from: Instant): PictureClient {
  let at = from;
  const ticks = new Set<(now: Instant) => void>();
  const listeners = new Set<() => void>();
  const of = (shown: BoardState): FeedState => ({
    phase: 'live',
    board: shown,
    audience: 'wall',
    epoch: null,
    position: shown.position,
    trusted: shown.office.clock.trusted,
    stoppedAt: null,
    attempt: 0,
    ended: null,
  });
  let state = of(board);
  const nothing = (): void => undefined;
  const feed: Feed = {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: nothing,
    stop: nothing,
    nudge: nothing,
  };
  const ticker: Ticker = {
    now: () => at,
    subscribe(tick) {
      ticks.add(tick);
      tick(at);
      return () => ticks.delete(tick);
    },
  };
  return {
    client: {
      api: createApi(drill),
      feed,
      time: { now: () => at, pace: () => 1, sample: () => false, reached: () => undefined },
      ticker,
      view: createViewStore(feed, ticker),
      start: nothing,
      stop: nothing,
    },
    show(next, instant) {
      at = instant;
      if (state.board !== next) {
        state = of(next);
        for (const listener of listeners) listener();
      }
      for (const tick of ticks) tick(at);
    },
  };
}
