import { describe, expect, it } from 'vitest';
import type { BoardState } from '@duty-room/shared/board/state';
import { emptyBoard } from '@duty-room/shared/board/reduce';
import type { BoardSnapshot } from '@duty-room/shared/protocol/http';
import { PROTOCOL_VERSION, type Hello } from '@duty-room/shared/protocol/live';
import type { Answer } from './api.ts';
import { createFeed, type ConnectionHandlers } from './feed.ts';
import { createServerTime } from './server-time.ts';

const START = Date.UTC(2026, 11, 13, 18, 14, 36);
const at = (index: number): string => String(index).padStart(8, '0');
const event = (index: number): object => ({
  position: at(index),
  stream: 'room',
  revision: index,
  id: `e${index}`,
  type: 'office.renamed',
  schemaVersion: 1,
  occurredAt: START,
  recordedAt: START,
  data: { name: `office ${index}` },
});

/** A server of paper: time by hand, connections that the test speaks through. */
function setting(first: Partial<BoardSnapshot> = {}) {
  let local = 1_000;
  const timers: { run: () => void; due: number; id: number }[] = [];
  let ids = 0;
  const hellos: Hello[] = [];
  const open: ConnectionHandlers[] = [];
  let closed = 0;
  const folded: string[] = [];
  const time = createServerTime(() => local);
  let answer: Answer<BoardSnapshot> = {
    ok: true,
    value: {
      epoch: 'epoch-1',
      position: at(10),
      protocol: PROTOCOL_VERSION,
      serverTime: START,
      trusted: true,
      audience: 'wall',
      state: emptyBoard(),
      ...first,
    },
  };
  let snapshots = 0;
  const feed = createFeed({
    snapshot: async () => {
      snapshots += 1;
      return answer;
    },
    connect: (handlers) => {
      open.push(handlers);
      return { hello: (message) => hellos.push(message), close: () => (closed += 1) };
    },
    reduce: (state: BoardState, next) => {
      if (next.type === 'unheard-of') throw new Error('unknown event');
      folded.push(next.id);
      return { ...state, position: next.position };
    },
    time,
    monotonic: () => local,
    setTimer: (run, ms) => {
      ids += 1;
      timers.push({ run, due: local + ms, id: ids });
      return ids;
    },
    clearTimer: (id) => {
      const index = timers.findIndex((timer) => timer.id === id);
      if (index >= 0) timers.splice(index, 1);
    },
    random: () => 0.5,
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return {
    feed,
    hellos,
    folded,
    settle,
    last: () => open.at(-1)!,
    connections: () => open.length,
    closed: () => closed,
    snapshots: () => snapshots,
    answer: (next: Answer<BoardSnapshot>) => (answer = next),
    answerWith: (change: Partial<BoardSnapshot>) => {
      if (answer.ok) answer = { ok: true, value: { ...answer.value, ...change } };
    },
    beat: (position: number, trusted = true) =>
      open.at(-1)!.onBeat({ position: at(position), serverTime: START + local - 1_000, trusted }),
    frame: (from: number, to: number, events: readonly object[] = []) =>
      open.at(-1)!.onEvents({ from: at(from), to: at(to), events }),
    /** Lets time pass, running what falls due on the way. */
    async pass(ms: number): Promise<void> {
      const end = local + ms;
      for (;;) {
        const next = timers.filter((timer) => timer.due <= end).toSorted((a, b) => a.due - b.due)[0];
        if (!next) break;
        timers.splice(timers.indexOf(next), 1);
        local = Math.max(local, next.due);
        next.run();
        await settle();
      }
      local = end;
    },
    async live(): Promise<void> {
      feed.start();
      await settle();
      open.at(-1)!.onOpen();
      this.beat(10);
    },
  };
}

describe('the feed of a screen', () => {
  it('takes the snapshot, says hello where it stands, and is live with the first beat that agrees', async () => {
    const room = setting();
    room.feed.start();
    await room.settle();
    expect(room.feed.getState().phase).toBe('loading');
    room.last().onOpen();
    expect(room.hellos).toEqual([{ protocol: PROTOCOL_VERSION, epoch: 'epoch-1', position: at(10) }]);
    room.beat(10);
    expect(room.feed.getState()).toMatchObject({ phase: 'live', position: at(10), audience: 'wall' });
  });

  it('folds frames that join', async () => {
    const room = setting();
    await room.live();
    room.frame(10, 12, [event(11), event(12)]);
    room.frame(12, 13, [event(13)]);
    expect(room.folded).toEqual(['e11', 'e12', 'e13']);
    expect(room.feed.getState().position).toBe(at(13));
  });

  it('asks again from where it stands when a frame leaves a hole, and folds nothing of it', async () => {
    const room = setting();
    await room.live();
    room.frame(11, 12, [event(12)]);
    expect(room.folded).toEqual([]);
    expect(room.hellos.at(-1)).toMatchObject({ position: at(10) });
    expect(room.hellos).toHaveLength(2);
    room.frame(10, 12, [event(11), event(12)]);
    expect(room.folded).toEqual(['e11', 'e12']);
  });

  it('lets a frame that came twice pass', async () => {
    const room = setting();
    await room.live();
    room.frame(10, 11, [event(11)]);
    room.frame(10, 11, [event(11)]);
    expect(room.folded).toEqual(['e11']);
    expect(room.hellos).toHaveLength(1);
  });

  it('asks again when two beats in a row are ahead of the picture', async () => {
    const room = setting();
    await room.live();
    room.beat(12);
    expect(room.hellos).toHaveLength(1);
    room.beat(12);
    expect(room.hellos).toHaveLength(2);
  });

  it('says after 8 seconds of silence that the picture stopped, and at which instant', async () => {
    const room = setting();
    await room.live();
    await room.pass(3_000);
    room.beat(10);
    await room.pass(7_900);
    expect(room.feed.getState().phase).toBe('live');
    await room.pass(200);
    expect(room.feed.getState()).toMatchObject({ phase: 'stale', stoppedAt: START + 3_000 });
    expect(room.feed.getState().board).not.toBeNull();
  });

  it('goes on counting attempts while the server is away and is live again, at its old position, when it is back', async () => {
    const room = setting();
    await room.live();
    await room.pass(8_100);
    const before = room.connections();
    await room.pass(1_000);
    expect(room.connections()).toBe(before + 1);
    room.last().onClosed();
    await room.pass(20_000);
    expect(room.feed.getState().attempt).toBeGreaterThan(1);
    expect(room.snapshots()).toBe(1);
    room.last().onOpen();
    room.frame(10, 11, [event(11)]);
    expect(room.feed.getState()).toMatchObject({ phase: 'live', stoppedAt: null, attempt: 0, position: at(11) });
  });

  it('stays live through a short break of the line', async () => {
    const room = setting();
    await room.live();
    room.last().onClosed();
    expect(room.feed.getState().phase).toBe('live');
    await room.pass(1_000);
    room.last().onOpen();
    room.beat(10);
    expect(room.feed.getState()).toMatchObject({ phase: 'live', attempt: 0 });
  });

  it('starts afresh from a new snapshot when the epoch changed, and keeps the old picture until then', async () => {
    const room = setting();
    await room.live();
    room.answerWith({ epoch: 'epoch-2', position: at(3) });
    room.last().onGoodbye({ reason: 'epoch-changed' });
    expect(room.feed.getState().board).not.toBeNull();
    await room.settle();
    room.last().onOpen();
    expect(room.hellos.at(-1)).toMatchObject({ epoch: 'epoch-2', position: at(3) });
    expect(room.snapshots()).toBe(2);
  });

  it.each([
    ['client-too-old', PROTOCOL_VERSION + 1],
    ['server-too-old', PROTOCOL_VERSION - 1],
  ] as const)('says %s when the snapshot speaks another protocol', async (ending, protocol) => {
    const room = setting({ protocol });
    room.feed.start();
    await room.settle();
    expect(room.feed.getState()).toMatchObject({ phase: 'ended', ended: ending });
    expect(room.connections()).toBe(0);
  });

  it('says that the page is too old when it cannot read an event', async () => {
    const room = setting();
    await room.live();
    room.frame(10, 11, [{ ...event(11), type: 'unheard-of' }]);
    expect(room.feed.getState()).toMatchObject({ phase: 'ended', ended: 'client-too-old', position: at(10) });
  });

  it('ends when the device is revoked and does not try again', async () => {
    const room = setting();
    await room.live();
    room.last().onGoodbye({ reason: 'revoked' });
    const connections = room.connections();
    await room.pass(60_000);
    expect(room.feed.getState()).toMatchObject({ phase: 'ended', ended: 'revoked' });
    expect(room.connections()).toBe(connections);
  });

  it('does not listen to a connection that it has left', async () => {
    const room = setting();
    await room.live();
    const old = room.last();
    await room.pass(8_100);
    await room.pass(1_000);
    old.onBeat({ position: at(10), serverTime: START, trusted: true });
    expect(room.feed.getState().phase).toBe('stale');
  });

  it('keeps trying for its first picture, and says that nobody is signed in', async () => {
    const room = setting();
    room.answer({ ok: false, code: 'offline', status: 0 });
    room.feed.start();
    await room.settle();
    await room.pass(10_000);
    expect(room.feed.getState()).toMatchObject({ phase: 'loading', ended: null });
    expect(room.snapshots()).toBeGreaterThan(2);
    room.answer({ ok: false, code: 'not-signed-in', status: 401 });
    await room.pass(10_000);
    expect(room.feed.getState()).toMatchObject({ phase: 'ended', ended: 'not-signed-in' });
  });

  it('passes on whether the server trusts its clock', async () => {
    const room = setting();
    await room.live();
    room.beat(10, false);
    expect(room.feed.getState().trusted).toBe(false);
  });
});
