import { reduceBoard } from '@duty-room/shared/board/reduce';
import { boardSnapshot } from '@duty-room/shared/protocol/http';
import { createApi, type Api } from './api.ts';
import { createFeed, type Feed } from './feed.ts';
import { createServerTime, type ServerTime } from './server-time.ts';
import { connectSocket } from './socket.ts';
import { createTicker, type Ticker } from './ticker.ts';
import { createViewStore, type ViewStore } from './view-store.ts';

/** Everything that a screen has of one room: the live one or a drill. */
export type RoomClient = {
  readonly api: Api;
  readonly feed: Feed;
  readonly time: ServerTime;
  readonly ticker: Ticker;
  readonly view: ViewStore;
  start(): void;
  stop(): void;
};

const timers = {
  setTimer: (run: () => void, ms: number): unknown => window.setTimeout(run, ms),
  clearTimer: (timer: unknown): void => {
    if (typeof timer === 'number') window.clearTimeout(timer);
  },
};
const monotonic = (): number => performance.now();

/** Joins the ports of the browser; nothing runs before `start`. */
export function createRoomClient(drill: string | null): RoomClient {
  const api = createApi(drill);
  const time = createServerTime(monotonic, drill !== null);
  const ticker = createTicker(time, timers);
  const feed = createFeed({
    snapshot: () => api.room.get('/board', boardSnapshot),
    connect: (handlers) => connectSocket(drill, handlers),
    reduce: reduceBoard,
    time,
    monotonic,
    random: Math.random,
    ...timers,
  });
  const nudge = (): void => feed.nudge();
  const nudgeIfSeen = (): void => {
    if (document.visibilityState === 'visible') feed.nudge();
  };
  return {
    api,
    feed,
    time,
    ticker,
    view: createViewStore(feed, ticker),
    start() {
      window.addEventListener('online', nudge);
      document.addEventListener('visibilitychange', nudgeIfSeen);
      feed.start();
    },
    stop() {
      window.removeEventListener('online', nudge);
      document.removeEventListener('visibilitychange', nudgeIfSeen);
      feed.stop();
    },
  };
}
