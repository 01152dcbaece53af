import { describe, expect, it } from 'vitest';
import { emptyBoard, foldBoard } from '@duty-room/shared/board/reduce';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { EventsPage } from '@duty-room/shared/protocol/http';
import type { Answer } from '../live/api.ts';
import { createLogStore } from './log-store.ts';

const NOON = Date.UTC(2026, 0, 15, 4);

function event(index: number, change: Partial<StoredEvent> = {}): StoredEvent {
  return {
    id: `e${index}`,
    type: 'directory.person-entered',
    schemaVersion: 1,
    occurredAt: NOON + index * 1000,
    recordedAt: NOON + index * 1000,
    actor: 'chen',
    correlationId: '',
    causationId: '',
    commandKey: '',
    position: String(index).padStart(6, '0'),
    stream: 'directory',
    revision: index,
    data: { person: `p${index}`, name: `P${index}` },
    ...change,
  };
}

/** A server that gives pages of two. */
function serverOf(events: StoredEvent[], epoch = 'one') {
  const server = { events, epoch, asked: [] as string[], down: false };
  const page = async (after: string): Promise<Answer<EventsPage>> => {
    server.asked.push(after);
    if (server.down) return { ok: false, code: 'offline', status: 0 };
    const left = server.events.filter((one) => one.position > after);
    const head = server.events.at(-1)?.position ?? '';
    const given = left.slice(0, 2);
    return { ok: true, value: { epoch: server.epoch, events: given, next: given.at(-1)?.position ?? after, head } };
  };
  return { server, store: createLogStore(page, () => NOON) };
}
const five = () => [1, 2, 3, 4, 5].map((index) => event(index));

describe("the auditor's copy of the log", () => {
  it('is read page by page to the head, and says how far it is', async () => {
    const { server, store } = serverOf(five());
    const seen: number[] = [];
    store.subscribe(() => seen.push(store.getState().loaded));
    await store.read();
    const { phase, loaded, upTo, log } = store.getState();
    expect({ phase, loaded, upTo }).toEqual({ phase: 'ready', loaded: 5, upTo: NOON + 5000 });
    expect(seen).toEqual([2, 4, 5, 5]);
    expect(server.asked).toEqual(['', '000002', '000004']);
    expect(log.replay.whole()).toEqual(foldBoard(emptyBoard(), five()));
  });

  it('keeps what it has when the server goes away, and reads on from there', async () => {
    const { server, store } = serverOf(five());
    server.events = five().slice(0, 3);
    await store.read();
    server.events = five();
    server.down = true;
    await store.read();
    expect(store.getState()).toMatchObject({ phase: 'failed', loaded: 3, failure: { code: 'offline' } });
    server.down = false;
    await store.read();
    expect(store.getState()).toMatchObject({ phase: 'ready', loaded: 5, failure: null });
    expect(store.getState().log.replay.events.map((one) => one.id)).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
  });

  it('stops before an event that this page cannot read, and shows what stands before it', async () => {
    const strange = five().map((one, index) => (index === 3 ? { ...one, type: 'moon.landed' } : one));
    const { store } = serverOf(strange);
    await store.read();
    expect(store.getState()).toMatchObject({ phase: 'unreadable', loaded: 3 });
    await store.read();
    expect(store.getState().loaded).toBe(3);
  });

  it('is read anew when the log was restored', async () => {
    const { server, store } = serverOf(five());
    await store.read();
    server.events = [event(1), event(2), event(3), event(6)];
    server.epoch = 'two';
    await store.read();
    expect(store.getState().log.replay.events.map((one) => one.id)).toEqual(['e1', 'e2', 'e3', 'e6']);
  });

  it('sorts stated instants apart from instants of record', async () => {
    const late = [event(1), event(2, { occurredAt: NOON - 60_000 }), event(3, { recordedAt: NOON })];
    const { store } = serverOf(late);
    await store.read();
    expect(store.getState().log.occurred).toEqual([NOON - 60_000, NOON + 1000, NOON + 3000]);
    expect(store.getState().log.recorded).toEqual([NOON + 1000, NOON + 2000, NOON + 2000]);
  });

  it('is empty, and ready, where nothing was ever recorded', async () => {
    const { store } = serverOf([]);
    await store.read();
    expect(store.getState()).toMatchObject({ phase: 'ready', loaded: 0, upTo: null });
  });
});
