import { openKurrentStore } from '@duty-room/server/event-store/kurrentdb/kurrent-store';
import { type EventStore, START } from '@duty-room/server/event-store/port';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeDatabase } from '../kurrent/fake-database.ts';
import { type FakeKurrent, startFakeKurrent } from '../kurrent/fake-server.ts';
import { event, ids, until } from './event-store.ts';

describe.each(['batch', 'unary'] as const)('the log on a KurrentDB node that fails, with %s appends', (appends) => {
  let node: FakeKurrent;
  let store: EventStore;

  /** The node comes back: another server on the same port, with what the first one kept. */
  const comeBack = async () => {
    node = await startFakeKurrent({ appends, database: node.database, port: node.port });
  };

  beforeEach(async () => {
    node = await startFakeKurrent({ appends });
    store = await openKurrentStore({ url: node.url, patience: 15_000, attempt: 1_000 });
  });
  afterEach(async () => {
    await store.close();
    node.die();
  });

  it('acknowledges an append that met a dead node once the node is back', async () => {
    await store.append('a', 'none', [event('1')]);
    node.die();
    const pending = store.append('a', 0, [event('2')]);
    await comeBack();
    expect(await pending).toMatchObject({ revision: 1 });
    expect(await ids(store.readAll())).toEqual(['1', '2']);
  });

  it('stores an append once whose answer never came', async () => {
    await store.append('a', 'none', [event('1')]);
    node.hang('keep');
    const pending = store.append('a', 0, [event('2'), event('3')]);
    await until(() => node.database.all.some(({ revision }) => revision === 2));
    node.hang('answer');
    expect(await pending).toMatchObject({ revision: 2 });
    expect(await ids(store.readStream('a'))).toEqual(['1', '2', '3']);
  });

  it('stores an append that was lost on the way', async () => {
    node.hang('lose');
    const pending = store.append('a', 'none', [event('1')]);
    await until(() => node.unanswered() === 1);
    node.hang('answer');
    expect(await pending).toMatchObject({ revision: 0 });
    expect(await ids(store.readAll())).toEqual(['1']);
  });

  it('follows on after the node died, without a gap or a double', async () => {
    const seen: string[] = [];
    const ended: unknown[] = [];
    const subscription = await store.subscribe(START, {
      onEvent: ({ id }) => void seen.push(id),
      onEnd: (reason) => void ended.push(reason),
    });
    await store.append('a', 'none', [event('1'), event('2')]);
    await until(() => seen.length === 2);
    node.die();
    // Another server of the office writes on the same database.
    await comeBack();
    await store.append('a', 1, [event('3')]);
    await until(() => seen.includes('3'));
    node.die();
    await comeBack();
    await store.append('a', 2, [event('4')]);
    await until(() => seen.includes('4'));
    await subscription.close();
    expect(seen).toEqual(['1', '2', '3', '4']);
    expect(ended).toEqual([]);
  });

  it('reads on after a read that met a dead node', async () => {
    await store.append('a', 'none', [event('1')]);
    node.die();
    const pending = ids(store.readAll());
    await comeBack();
    expect(await pending).toEqual(['1']);
    expect(await ids(store.readStream('a'))).toEqual(['1']);
  });

  it('closes while its node is down', async () => {
    await store.subscribe(START, { onEvent: () => undefined });
    node.die();
    await store.close();
    await expect(store.head()).rejects.toMatchObject({ reason: 'closed' });
  });
});

describe('the log on KurrentDB', () => {
  it('is unreachable where nothing answers, and says so within its patience', async () => {
    const node = await startFakeKurrent({ appends: 'batch' });
    node.die();
    await expect(openKurrentStore({ url: node.url, patience: 300, attempt: 200 })).rejects.toMatchObject({
      name: 'StoreUnavailable',
      reason: 'unreachable',
    });
  });

  it('gives up an append that is not answered, and works again when its node does', async () => {
    const node = await startFakeKurrent({ appends: 'batch' });
    const store = await openKurrentStore({ url: node.url, patience: 1_500, attempt: 1_000 });
    node.hang('lose');
    await expect(store.append('a', 'none', [event('1')])).rejects.toMatchObject({ reason: 'unreachable' });
    node.hang('answer');
    expect(await store.append('a', 'none', [event('1')])).toMatchObject({ revision: 0 });
    await store.close();
    node.die();
  });

  it('has one epoch for all its servers, another on another database, and sees nothing of other logs there', async () => {
    const database = createFakeDatabase();
    const node = await startFakeKurrent({ appends: 'batch', database });
    const elsewhere = await startFakeKurrent({ appends: 'batch' });
    const [first, second, neighbour, other] = await Promise.all([
      openKurrentStore({ url: node.url }),
      openKurrentStore({ url: node.url }),
      openKurrentStore({ url: node.url, prefix: 'drill.' }),
      openKurrentStore({ url: elsewhere.url }),
    ]);
    expect(second.epoch).toBe(first.epoch);
    expect(new Set([first.epoch, neighbour.epoch, other.epoch]).size).toBe(3);

    const seen: string[] = [];
    await second.subscribe(START, { onEvent: ({ id }) => void seen.push(id) });
    await first.append('a', 'none', [event('1')]);
    await neighbour.append('a', 'none', [event('2')]);
    await first.append('a', 0, [event('3')]);
    await until(() => seen.length === 2);
    expect(seen).toEqual(['1', '3']);
    expect(await ids(second.readAll())).toEqual(['1', '3']);
    expect(await ids(neighbour.readAll())).toEqual(['2']);
    expect(database.all.some(({ stream }) => stream.startsWith('$'))).toBe(true);
    await Promise.all([first, second, neighbour, other].map((store) => store.close()));
    node.die();
    elsewhere.die();
  });
});
