import { createHash } from 'node:crypto';
import { createFeed, type Feed } from '@duty-room/client/live/feed';
import { createServerTime } from '@duty-room/client/live/server-time';
import { project } from '@duty-room/shared/audience/project';
import { boardText } from '@duty-room/shared/board/hash';
import { reduceBoard } from '@duty-room/shared/board/reduce';
import type { BoardState } from '@duty-room/shared/board/state';
import { boardView } from '@duty-room/shared/board/view';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import { MINUTE, type Instant } from '@duty-room/shared/kernel/instant';
import { testSeed } from '@duty-room/shared/kernel/test-support/seed';
import { boardSnapshot, eventsPage } from '@duty-room/shared/protocol/http';
import { Replay } from '@duty-room/shared/timeline/replay';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, EVENING, type Office, openServer } from '../support/office.ts';
import { NIGHT_LASTS, scriptNight, type ScriptedNight } from './scripted-night.ts';

const SEED = testSeed();
const LOOKS = 100;

type Logged = { readonly position: string; readonly at: Instant; readonly hash: string };

const hashOf = (board: BoardState, at: Instant): string =>
  createHash('sha256')
    .update(boardText(boardView(board, at)))
    .digest('hex');

/** Numbers from 0 to 1 that a seed repeats. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A wall as the product's own feed keeps it: its snapshot over HTTP, its frames over a socket, with the wall's cookies. */
function openWall(browser: Browser): Feed {
  return createFeed({
    snapshot: async () => ({ ok: true, value: boardSnapshot.parse((await browser.get('/api/board')).json) }),
    connect(handlers) {
      const socket = browser.socket();
      socket.on('connect', () => handlers.onOpen());
      socket.on('events', (frame) => handlers.onEvents(frame));
      socket.on('beat', (beat) => handlers.onBeat(beat));
      socket.on('goodbye', (goodbye) => handlers.onGoodbye(goodbye));
      socket.on('disconnect', () => handlers.onClosed());
      return { hello: (message) => socket.emit('hello', message), close: () => socket.disconnect() };
    },
    reduce: reduceBoard,
    time: createServerTime(() => performance.now()),
    monotonic: () => performance.now(),
    setTimer: (run, ms) => setTimeout(run, ms),
    clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
    random: () => 0.5,
  });
}

/** Resolves when the wall is folded up to `position`. */
function reached(wall: Feed, position: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (wall.getState().board === null || wall.getState().position < position) return;
      stop();
      resolve();
    };
    const stop = wall.subscribe(look);
    look();
  });
}

describe(`the record of a scripted night (seed ${SEED})`, () => {
  let office: Office;
  let night: ScriptedNight;
  let wall: Feed;
  const logged: Logged[] = [];
  /** As an auditor's screen pages them. */
  const seen: StoredEvent[] = [];

  beforeAll(async () => {
    office = await openServer();
    night = await scriptNight(office);
    wall = openWall(night.wall);
    wall.start();
    const random = chance(SEED);
    const looks = Array.from({ length: LOOKS }, () => random() * NIGHT_LASTS).toSorted((a, b) => a - b);
    for (const look of looks) {
      await night.playTo(Math.floor(look) / MINUTE);
      await reached(wall, office.server.room.board().position);
      const { board, position } = wall.getState();
      const at = office.clock.wall();
      if (board) logged.push({ position, at, hash: hashOf(board, at) });
    }
    await night.playTo(NIGHT_LASTS / MINUTE);
    const auditor = await night.signIn('audit');
    for (let after = '', head = '-'; after < head;) {
      const page = await auditor.get(`/api/events?limit=40${after === '' ? '' : `&after=${after}`}`);
      const { events, next, ...rest } = eventsPage.parse(page.json);
      expect(next > after, 'each page goes on where the last one ended').toBe(true);
      seen.push(...events);
      after = next;
      head = rest.head;
    }
  });
  afterAll(async () => {
    wall?.stop();
    await office?.close();
  });

  it('gives an auditor every event of the log, once and in order, without what is personal', async () => {
    const stored: StoredEvent[] = [];
    for await (const event of office.store.readAll()) stored.push(event);
    expect(stored.length).toBeGreaterThan(60);
    expect(seen.map((event) => event.id)).toEqual(stored.map((event) => event.id));
    expect(stored.some((event) => event.personal)).toBe(true);
    expect(seen.filter((event) => event.personal)).toEqual([]);
  });

  it('shows an auditor, for each of 100 instants that a wall logged, the very board that the wall showed', () => {
    expect(logged).toHaveLength(LOOKS);
    const replay = new Replay(seen.flatMap((event) => project(event, 'wall') ?? []));
    // In any order, as a slider asks.
    const random = chance(SEED + 1);
    for (const { position, at, hash } of logged.toSorted(() => random() - 0.5))
      expect(hashOf(replay.afterPosition(position), at), `${position} at ${new Date(at).toISOString()}`).toBe(hash);
  });

  it('shows the same when the auditor names only the instant', () => {
    const replay = new Replay(seen.flatMap((event) => project(event, 'wall') ?? []));
    for (const { at, hash } of logged) expect(hashOf(replay.knownAt(at), at)).toBe(hash);
  });

  it('is told apart by one event or by one line that passes: the hash sees what a person would', () => {
    expect(new Set(logged.map((entry) => entry.hash)).size).toBe(new Set(logged.map((entry) => entry.at)).size);
    const boards = logged.map(({ position }) => position);
    expect(new Set(boards).size).toBeGreaterThan(10);
    const replay = new Replay(seen.flatMap((event) => project(event, 'wall') ?? []));
    // The relay of the burst main stands on the board at 02:10 and is met at 02:20; one event less is another board.
    const at = EVENING + 380 * MINUTE;
    const count = replay.countAt(at);
    expect(hashOf(replay.afterCount(count - 1), at)).not.toBe(hashOf(replay.afterCount(count), at));
  });

  it("is for a wall what the auditor's part of it is for a wall", async () => {
    for await (const event of office.store.readAll()) {
      const direct = project(event, 'wall');
      const audit = project(event, 'audit');
      expect(audit && project(audit, 'wall')).toEqual(direct);
    }
  });
});
