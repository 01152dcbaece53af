import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openKurrentStore } from '@duty-room/server/event-store/kurrentdb/kurrent-store';
import { createMemoryStore } from '@duty-room/server/event-store/memory/memory-store';
import { openSqliteStore } from '@duty-room/server/event-store/sqlite/sqlite-store';
import type { EventStore } from '@duty-room/server/event-store/port';
import { afterAll } from 'vitest';
import { startFakeKurrent } from '../kurrent/fake-server.ts';
import { type StoreUnderTest, eventStoreContract } from './event-store.ts';

eventStoreContract(
  'memory',
  async () => {
    const store = createMemoryStore();
    return { store, cleanUp: () => store.close() };
  },
  { durable: false },
);

eventStoreContract(
  'SQLite',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'duty-room-log-'));
    const file = join(folder, 'log.sqlite');
    const opened: EventStore[] = [];
    const open = async () => {
      const store = await openSqliteStore({ file });
      opened.push(store);
      return store;
    };
    return {
      store: await open(),
      durable: { reopen: open, appender: [fileURLToPath(new URL('./append-until-killed.ts', import.meta.url)), file] },
      async cleanUp() {
        await Promise.all(opened.map((store) => store.close()));
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
  { durable: true },
);

for (const appends of ['batch', 'unary'] as const) {
  const stores = openAhead(async () => {
    const server = await startFakeKurrent({ appends });
    const store = await openKurrentStore({ url: server.url });
    return {
      store,
      async cleanUp() {
        await store.close();
        server.die();
      },
    };
  });
  afterAll(stores.cleanUp);
  eventStoreContract(`KurrentDB's client with ${appends} appends, against a server in this process`, stores.next, {
    durable: false,
  });
}

const url = process.env.KURRENTDB_URL;
if (url !== undefined) {
  const stores = openAhead(async () => {
    const store = await openKurrentStore({ url, prefix: `contract-${randomUUID()}.` });
    return { store, cleanUp: () => store.close() };
  });
  afterAll(stores.cleanUp);
  eventStoreContract(`KurrentDB at ${url}`, stores.next, { durable: false });
}

/** The client's first read takes half a second of waiting: a few stores are opened while the tests before them run. */
function openAhead(make: () => Promise<StoreUnderTest>) {
  const opening: Promise<StoreUnderTest>[] = [];
  return {
    next(): Promise<StoreUnderTest> {
      while (opening.length < 8) opening.push(make());
      return opening.shift() ?? make();
    },
    async cleanUp(): Promise<void> {
      for (const store of opening) await (await store).cleanUp();
    },
  };
}
