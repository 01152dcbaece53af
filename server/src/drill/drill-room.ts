import { Worker } from 'node:worker_threads';
import { emptyBoard, reduceBoard } from '@duty-room/shared/board/reduce';
import type { BoardState } from '@duty-room/shared/board/state';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { refuse } from '@duty-room/shared/kernel/refusal';
import type { TimeReading } from '../clock/trusted-time.ts';
import { StoreUnavailable } from '../event-store/port.ts';
import { createFeeds } from '../live/feeds.ts';
import type { HostedRoom } from '../live/hosted-room.ts';
import type { RoomLogger } from '../room/room-logger.ts';
import type { DrillData, DrillPulse, FromDrill, Question, Questions, ToDrill } from './messages.ts';

export type DrillRoom = {
  readonly hosted: HostedRoom;
  readonly pulse: () => DrillPulse;
  readonly setSpeed: (speed: number) => Promise<void>;
  /** Ends the thread; the record is kept where there is one. */
  readonly close: () => Promise<void>;
};

const PAGE = 500;

/**
 * Opens a drill in a thread of its own and gives its room as the network knows it: what it has on record is folded here as well, so
 * that it can be looked at like any room; everything else is asked of the thread. A drill whose thread has died answers `unavailable`.
 */
export async function openDrillRoom(
  data: DrillData,
  options: { readonly log: RoomLogger; readonly onLost: () => void },
): Promise<DrillRoom> {
  const { log } = options;
  // Its own flags only: what the program was started with is not meant for it.
  const worker = new Worker(new URL('./drill-thread.ts', import.meta.url), { workerData: data, execArgv: [] });
  const gone = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<Extract<FromDrill, { is: 'ready' }>>();
  const asked = new Map<
    number,
    { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }
  >();
  const listeners = new Set<(events: readonly StoredEvent[]) => void>();
  let waiting: { readonly position: string; readonly resolve: () => void }[] = [];
  let paceAwaited: { readonly speed: number; readonly resolve: () => void }[] = [];
  let board: BoardState = emptyBoard();
  let pulse: DrillPulse | undefined;
  let pulseAt = 0;
  /** What the drill has recorded since its last pulse lies in no future. */
  let reached: Instant = 0;
  let numbered = 0;
  let lost: Error | undefined;
  let closing = false;

  const take = (events: readonly StoredEvent[]): void => {
    const fresh = events.filter(({ position }) => position > board.position);
    if (fresh.length === 0) return;
    for (const event of fresh) board = reduceBoard(board, event);
    reached = Math.max(reached, ...fresh.map(({ recordedAt }) => recordedAt));
    for (const listener of listeners) listener(fresh);
    const folded = waiting.filter(({ position }) => position <= board.position);
    waiting = waiting.filter(({ position }) => position > board.position);
    for (const { resolve } of folded) resolve();
  };
  const heard = (next: DrillPulse): void => {
    pulse = next;
    pulseAt = performance.now();
    reached = next.time.now;
    for (const { speed, resolve } of paceAwaited) if (speed === next.speed) resolve();
    paceAwaited = paceAwaited.filter(({ speed }) => speed !== next.speed);
  };
  const end = (error: Error): void => {
    lost ??= error;
    ready.reject(error);
    for (const { reject } of asked.values()) reject(error);
    asked.clear();
    for (const { resolve } of waiting.splice(0)) resolve();
    for (const { resolve } of paceAwaited.splice(0)) resolve();
  };

  worker.on('message', (message: FromDrill) => {
    switch (message.is) {
      case 'ready':
        take(message.events);
        heard(message.pulse);
        return ready.resolve(message);
      case 'refused':
        return end(new Error(message.why));
      case 'answer':
        asked.get(message.n)?.resolve(message.answer);
        return void asked.delete(message.n);
      case 'failed':
        asked.get(message.n)?.reject(new StoreUnavailable('failed', message.why));
        return void asked.delete(message.n);
      case 'events':
        return take(message.events);
      case 'pulse':
        return heard(message.pulse);
      case 'log':
        return log[message.level]({ drill: message.details }, message.message);
    }
  });
  worker.on('error', (error) => end(error));
  worker.on('exit', () => {
    end(new StoreUnavailable('closed', 'The drill is over'));
    gone.resolve();
    if (!closing) options.onLost();
  });

  const post = (message: ToDrill): void => worker.postMessage(message);
  const ask = <Name extends Question>(is: Name, what: Questions[Name]['ask']): Promise<Questions[Name]['answer']> => {
    if (lost) return Promise.reject(new StoreUnavailable('closed', 'The drill is over'));
    numbered += 1;
    const n = numbered;
    return new Promise((resolve, reject) => {
      // The thread answers each question with what `Questions` says; a port carries no types.
      asked.set(n, { resolve: (answer) => resolve(answer as Questions[Name]['answer']), reject });
      worker.postMessage({ is, n, ask: what });
    });
  };
  /** What a command made is to be seen by whoever gave it. */
  const whenFolded = (position: string): Promise<void> =>
    lost || position <= board.position
      ? Promise.resolve()
      : new Promise((resolve) => waiting.push({ position, resolve }));

  const { epoch } = await ready.promise.catch(async (error: unknown) => {
    closing = true;
    await worker.terminate();
    throw error;
  });
  const reading = (): DrillPulse => {
    if (pulse === undefined) throw new Error('A drill that is ready has said its time');
    return pulse;
  };
  const time = (): TimeReading => {
    const { time: last, speed } = reading();
    const passed = lost ? 0 : Math.floor((performance.now() - pulseAt) * speed);
    return { ...last, now: Math.max(last.now + passed, reached), wall: last.wall + passed };
  };
  async function* read(after: string, limit: number): AsyncIterable<StoredEvent> {
    let position = after;
    for (let left = limit; left > 0;) {
      const wanted = Math.min(left, PAGE);
      const page = await ask('read', { after: position, limit: wanted });
      yield* page;
      left -= page.length;
      position = page.at(-1)?.position ?? position;
      if (page.length < wanted) return;
    }
  }
  const subscribe = (listener: (events: readonly StoredEvent[]) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const feeds = createFeeds({ read: (after) => read(after, Number.MAX_SAFE_INTEGER), subscribe });
  const orUnavailable = (error: unknown) => {
    if (error instanceof StoreUnavailable) return refuse('unavailable');
    throw error;
  };

  return {
    hosted: {
      epoch,
      read,
      feeds,
      room: {
        board: () => board,
        subscribe,
        time,
        health: () => (lost ? { ok: false, reason: lost.message } : reading().health),
        async execute(command, who) {
          const answer = await ask('execute', { command, who }).catch(orUnavailable);
          if (answer.ok) await whenFolded(answer.value.position);
          return answer;
        },
        personal: (stream) => ask('personal', stream),
        numbers: (person, who) => ask('numbers', { person, who }).catch(orUnavailable),
      },
    },
    pulse: reading,
    setSpeed(speed) {
      if (lost) return Promise.resolve();
      const changed = new Promise<void>((resolve) => paceAwaited.push({ speed, resolve }));
      post({ is: 'speed', speed });
      return changed;
    },
    async close() {
      closing = true;
      if (!lost) post({ is: 'close' });
      await gone.promise;
      await feeds.close();
    },
  };
}
