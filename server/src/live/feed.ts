import { project } from '@duty-room/shared/audience/project';
import { BoardFold, emptyBoard } from '@duty-room/shared/board/reduce';
import { withoutEnded } from '@duty-room/shared/board/without-ended';
import type { BoardState } from '@duty-room/shared/board/state';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { Audience } from '@duty-room/shared/protocol/live';
import { START } from '../event-store/port.ts';

/** Screens that were away for longer than this many events fetch the snapshot again. */
const RECENT = 5_000;

export type Frame = { readonly from: string; readonly to: string; readonly events: readonly StoredEvent[] };
export type FeedSource = {
  readonly read: (after: string) => AsyncIterable<StoredEvent>;
  readonly subscribe: (listener: (events: readonly StoredEvent[]) => void) => () => void;
};
export type Feed = Awaited<ReturnType<typeof openFeed>>;

/**
 * The room as one audience may see it: the log projected, folded with the reducer that the screens use, and the newest part kept
 * at hand for screens that come back. Rejects where the log cannot be read or holds an event that this version does not know.
 */
export async function openFeed(source: FeedSource, audience: Audience) {
  const fold = new BoardFold(emptyBoard());
  let state: BoardState | undefined;
  let position = START;
  /** What came after `oldest`, with what the audience may see of it. */
  let recent: { readonly position: string; readonly seen: StoredEvent | null }[] = [];
  let oldest = START;
  const listeners = new Set<(frame: Frame) => void>();

  const take = (event: StoredEvent): StoredEvent | null => {
    const seen = project(event, audience);
    if (seen) fold.add(seen);
    position = event.position;
    recent.push({ position, seen });
    if (recent.length > RECENT * 2) {
      oldest = recent[recent.length - RECENT - 1]?.position ?? oldest;
      recent = recent.slice(-RECENT);
    }
    return seen;
  };
  const publish = (events: readonly StoredEvent[]) => {
    const fresh = events.filter((event) => event.position > position);
    if (fresh.length === 0) return;
    const from = position;
    const seen = fresh.flatMap((event) => take(event) ?? []);
    state = undefined;
    const frame = { from, to: position, events: seen };
    for (const listener of listeners) listener(frame);
  };

  // What the room folds while the log is being read waits, and is dropped where the reading met it too.
  let waiting: StoredEvent[] | undefined = [];
  const unsubscribe = source.subscribe((events) => (waiting ? waiting.push(...events) : publish(events)));
  try {
    for await (const event of source.read(START)) take(event);
  } catch (error) {
    unsubscribe();
    throw error;
  }
  const missed = waiting;
  waiting = undefined;
  publish(missed);

  return {
    audience,
    position: () => position,
    /** All that the audience may see, ended incidents included. */
    state: (): BoardState => (state ??= { ...fold.state(), position }),
    /** What a screen starts with. */
    snapshot: (): BoardState => withoutEnded((state ??= { ...fold.state(), position })),
    /** What a screen lacks that stands at `after`; undefined where it must start afresh. */
    since(after: string): Frame | undefined {
      if (after > position || after < oldest || !/^[\w-]*$/.test(after)) return undefined;
      const events = recent.flatMap((entry) => (entry.position > after && entry.seen ? [entry.seen] : []));
      return { from: after, to: position, events };
    },
    listen(listener: (frame: Frame) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: unsubscribe,
  };
}
