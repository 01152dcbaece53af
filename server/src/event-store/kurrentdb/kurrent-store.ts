import { randomUUID } from 'node:crypto';
import type * as Kurrent from '@kurrent/kurrentdb-client';
import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import type { NewEvent, StoredEvent } from '@duty-room/shared/kernel/event';
import { checkAppend } from '../envelope.ts';
import {
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type Subscription,
  type SubscriptionHandlers,
  RevisionConflict,
  START,
  StoreUnavailable,
} from '../port.ts';
import { createSignal } from '../tail.ts';
import { type ServerRecord, eventFrom, metadataOf, placeOf, positionOf, uuidOf } from './codec.ts';
import { connect } from './connection.ts';
import { conflictingRevision, isTransient, pause, typeOf, unavailable, within } from './fault.ts';

export type KurrentOptions = {
  /** `kurrentdb://host:2113,host:2113?...`; for a cluster name every node. */
  readonly url: string;
  /** Stands before each stream's name on the server: several logs can share a cluster, and nothing else there is read. */
  readonly prefix?: string;
  /** How long (ms) a call is repeated over faults that pass before it is given up. */
  readonly patience?: number;
  /** How long (ms) one attempt may take. */
  readonly attempt?: number;
};

const EPOCH_TYPE = 'log-begun';
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 2_000;

/** The log on KurrentDB, or a cluster of it, through the official client, which is loaded only here. Rejects with `StoreUnavailable`. */
export async function openKurrentStore({
  url,
  prefix = 'duty-room.',
  patience = 20_000,
  attempt = 5_000,
}: KurrentOptions): Promise<EventStore> {
  const { KurrentDBClient: Client, jsonEvent, streamNameFilter } = await loadClient();
  const make = () => Client.connectionString(url);
  // Two of them: replacing the one that reads must not cancel appends and subscriptions under way.
  const writing = connect(make);
  const reading = connect(make);
  const filter = streamNameFilter({ prefixes: [prefix], checkpointInterval: 10 });
  const subscriptions = new Set<Subscription>();
  const appends = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  const refuseClosed = () => {
    if (closing !== undefined) throw new StoreUnavailable('closed', 'The connection to KurrentDB is closed');
  };

  /** Repeats a call over faults that pass, on a new client from the second fault on. */
  const persist = async <T>(
    doing: string,
    link: typeof writing,
    call: (client: KurrentDBClient) => Promise<T>,
  ): Promise<T> => {
    const giveUpAt = performance.now() + patience;
    for (let faults = 0; ; faults += 1) {
      const client = link.client();
      try {
        return await within(call(client), attempt);
      } catch (error) {
        if (!isTransient(error) || performance.now() >= giveUpAt) throw error;
        if (link === reading || faults > 0) link.replace(client);
        await pause(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** faults));
        if (closing !== undefined) throw unavailable(error, doing);
      }
    }
  };

  type Records = AsyncIterator<{ readonly event?: ServerRecord | undefined }>;

  /**
   * Yields the events of one read after another, each from where the last one broke off.
   * `open` starts a read after the last event seen.
   */
  async function* read(
    doing: string,
    limit: number,
    open: (client: KurrentDBClient, last: StoredEvent | undefined, left: number) => Records,
  ): AsyncGenerator<StoredEvent> {
    refuseClosed();
    let last: StoredEvent | undefined;
    let left = limit;
    let faults = 0;
    let giveUpAt = performance.now() + patience;
    while (left > 0) {
      const client = reading.client();
      try {
        const records = open(client, last, left);
        for (;;) {
          const step = await within(records.next(), attempt);
          if (step.done === true) return;
          refuseClosed();
          const event = ours(step.value.event);
          if (event === undefined || (last !== undefined && event.position <= last.position)) continue;
          last = event;
          left -= 1;
          faults = 0;
          giveUpAt = performance.now() + patience;
          yield event;
          if (left === 0) return;
        }
      } catch (error) {
        if (typeOf(error) === 'stream-not-found') return;
        if (!isTransient(error) || performance.now() >= giveUpAt) throw unavailable(error, doing);
        reading.replace(client);
        await pause(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** faults));
        refuseClosed();
        faults += 1;
      }
    }
  }

  const ours = (record: ServerRecord | undefined): StoredEvent | undefined =>
    record?.streamId.startsWith(prefix) === true ? eventFrom(record, record.streamId.slice(prefix.length)) : undefined;

  const readStream = (stream: string, { after = -1, limit = Infinity } = {}) =>
    read(`reading ${stream}`, limit, (client, last, left) =>
      client.readStream(prefix + stream, {
        fromRevision: BigInt((last?.revision ?? after) + 1),
        ...(left !== Infinity && { maxCount: left }),
      }),
    );

  async function* readAll({ after = START, limit = Infinity } = {}): AsyncGenerator<StoredEvent> {
    const reads = read('reading the log', limit === Infinity ? limit : limit + 1, (client, last, left) => {
      const place = placeOf(last?.position ?? after);
      return client.readAll({
        filter,
        ...(place !== undefined && { fromPosition: place }),
        // A read starts with the event at its position, which was seen already.
        ...(left !== Infinity && { maxCount: left + 1 }),
      });
    });
    let left = limit;
    for await (const event of reads) {
      if (left === 0) return;
      if (event.position <= after) continue;
      left -= 1;
      yield event;
    }
  }

  const head = () =>
    persist('asking for the head', reading, async (client) => {
      const newest = client.readAll({ filter, direction: 'backwards', fromPosition: 'end', maxCount: 1 });
      for await (const { event } of newest) return positionOf(event?.position);
      return START;
    }).catch((error: unknown) => {
      throw unavailable(error, 'asking for the head');
    });

  const revisionOf = (stream: string) =>
    persist(`reading ${stream}`, reading, async (client) => {
      const newest = client.readStream(prefix + stream, { direction: 'backwards', fromRevision: 'end', maxCount: 1 });
      try {
        for await (const { event } of newest) return event === undefined ? -1 : Number(event.revision);
      } catch (error) {
        if (typeOf(error) !== 'stream-not-found') throw error;
      }
      return -1;
    });

  const positionAt = async (stream: string, revision: number): Promise<string> => {
    for await (const event of readStream(stream, { after: revision - 1, limit: 1 })) return event.position;
    throw new StoreUnavailable('failed', `${stream}/${revision} was appended but cannot be read`);
  };

  const append = async (
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<AppendResult> => {
    refuseClosed();
    // The client never settles over a value that it cannot write, so all is checked before.
    checkAppend(stream, expected, events);
    try {
      if (events.length === 0) {
        const actual = await revisionOf(stream);
        if (expected !== 'any' && expected !== actual && !(expected === 'none' && actual === -1)) {
          throw new RevisionConflict(stream, expected, actual);
        }
        return { revision: actual, position: await head() };
      }
      const batch = events.map((event) =>
        jsonEvent({ id: uuidOf(event.id), type: event.type, data: event.data, metadata: metadataOf(event) }),
      );
      const done = await persist(`appending to ${stream}`, writing, (client) =>
        client.appendToStream(prefix + stream, batch, { streamState: stateOf(expected), deadline: attempt }),
      );
      const revision = Number(done.nextExpectedRevision);
      const position = done.position === undefined ? await positionAt(stream, revision) : positionOf(done.position);
      return { revision, position };
    } catch (error) {
      if (error instanceof RevisionConflict) throw error;
      const actual = conflictingRevision(error);
      if (actual !== undefined) throw new RevisionConflict(stream, expected, actual);
      if (typeOf(error).endsWith('size-exceeded'))
        throw new TypeError(`${stream}: too large for the server`, { cause: error });
      throw unavailable(error, `appending to ${stream}`);
    }
  };

  /** One loop: connect, hand over, and after a loss connect again from the last event handed over. */
  const follow = (after: string, headAtStart: string, handlers: SubscriptionHandlers): Subscription => {
    const stopped = createSignal();
    let last = after;
    let caughtUp = false;
    let over = false;
    let stopFeed = () => {};

    const tellCaughtUp = () => {
      if (caughtUp || last < headAtStart) return;
      caughtUp = true;
      handlers.onCaughtUp?.();
    };

    const hand = async (event: StoredEvent | undefined) => {
      if (event === undefined || event.position <= last) return;
      await handlers.onEvent(event);
      last = event.position;
      tellCaughtUp();
    };

    const run = async () => {
      await Promise.resolve();
      if (!over) tellCaughtUp();
      for (let faults = 0; !over; faults += 1) {
        const client = writing.client();
        const place = placeOf(last);
        const feed = client.subscribeToAll({ filter, ...(place !== undefined && { fromPosition: place }) });
        stopFeed = () => {
          feed.unsubscribe().catch(() => undefined);
          feed.destroy();
        };
        const records = feed[Symbol.asyncIterator]();
        for (;;) {
          // Only what the feed throws is a loss of the connection; what the handler throws ends the subscription.
          const step = await records.next().catch((error: unknown) => ({ lost: error }));
          if (over) return;
          if ('lost' in step) {
            if (!isTransient(step.lost)) throw unavailable(step.lost, 'following the log');
            if (faults > 0) writing.replace(client);
            break;
          }
          if (step.done === true) break;
          faults = 0;
          await hand(ours(step.value.event));
          if (over) return;
        }
        feed.destroy();
        await Promise.race([pause(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** faults)), stopped.next()]);
      }
    };

    const ended = run().catch((reason: unknown) => {
      stopFeed();
      if (!over) handlers.onEnd?.(reason);
    });
    return {
      async close() {
        over = true;
        stopFeed();
        stopped.wake();
        await ended;
      },
    };
  };

  const close = async () => {
    await Promise.allSettled(appends);
    await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    await Promise.all([writing.dispose(), reading.dispose()]);
  };

  const openEpoch = async (): Promise<string> => {
    const name = `epoch-of.${prefix}`;
    const find = () =>
      persist('opening the log', reading, async (client) => {
        try {
          for await (const { event } of client.readStream(name, { maxCount: 1 })) return textOf(event?.data, 'epoch');
        } catch (error) {
          if (typeOf(error) !== 'stream-not-found') throw error;
        }
        return undefined;
      });
    const found = await find();
    if (found !== undefined) return found;
    const begun = jsonEvent({ id: randomUUID(), type: EPOCH_TYPE, data: { epoch: randomUUID() } });
    try {
      await persist('opening the log', writing, (client) =>
        client.appendToStream(name, begun, { streamState: 'no_stream' }),
      );
    } catch (error) {
      // Another server began the log in the same moment: its word counts.
      if (conflictingRevision(error) === undefined) throw error;
    }
    const epoch = await find();
    if (epoch === undefined) throw new StoreUnavailable('failed', `${name} was written but cannot be read`);
    return epoch;
  };

  let epoch: string;
  try {
    epoch = await openEpoch();
  } catch (error) {
    await close();
    throw unavailable(error, 'opening the log');
  }

  return {
    epoch,
    append(stream, expected, events) {
      const work = append(stream, expected, events);
      appends.add(work);
      const forget = () => appends.delete(work);
      work.then(forget, forget);
      return work;
    },
    readStream,
    readAll,
    async head() {
      refuseClosed();
      return head();
    },
    async subscribe(after, handlers) {
      refuseClosed();
      const subscription = follow(after, await head(), handlers);
      subscriptions.add(subscription);
      return {
        async close() {
          await subscription.close();
          subscriptions.delete(subscription);
        },
      };
    },
    close: () => (closing ??= close()),
  };
}

async function loadClient(): Promise<typeof Kurrent> {
  try {
    return await import('@kurrent/kurrentdb-client');
  } catch (error) {
    throw new StoreUnavailable('failed', 'The optional package @kurrent/kurrentdb-client is not installed', {
      cause: error,
    });
  }
}

function stateOf(expected: ExpectedRevision): 'any' | 'no_stream' | bigint {
  if (expected === 'any') return 'any';
  return expected === 'none' || expected === -1 ? 'no_stream' : BigInt(expected);
}

function textOf(data: unknown, key: string): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const value = Object.entries(data).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : undefined;
}
