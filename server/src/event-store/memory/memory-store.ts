import { randomUUID } from 'node:crypto';
import type { NewEvent, StoredEvent } from '@duty-room/shared/kernel/event';
import { type CheckedAppend, checkAppend, decodeEvent, positionFrom } from '../envelope.ts';
import {
  type AppendResult,
  type EventStore,
  type Subscription,
  RevisionConflict,
  START,
  StoreUnavailable,
} from '../port.ts';
import { createSignal, followLog } from '../tail.ts';

const PAGE = 500;

/** A log that lives as long as the process: for tests, scenarios and throw-away drills. `epoch` is given where a run must repeat. */
export function createMemoryStore(options: { readonly epoch?: string } = {}): EventStore {
  const log: StoredEvent[] = [];
  const streams = new Map<string, StoredEvent[]>();
  const byId = new Map<string, StoredEvent>();
  const subscriptions = new Set<Subscription>();
  const moved = createSignal();
  let closed = false;

  const head = () => positionFrom(log.length);
  const refuseClosed = () => {
    if (closed) throw new StoreUnavailable('closed', 'The log is closed');
  };

  const keep = ({ stream, expected, ids, bodies }: CheckedAppend): AppendResult => {
    const events = streams.get(stream) ?? [];
    const actual = events.length - 1;
    const known = ids.map((id) => byId.get(id));
    if (known.some((event) => event !== undefined)) {
      const first = expected === 'any' ? (known[0]?.revision ?? 0) : revisionOf(expected) + 1;
      const same = known.every((event, index) => event?.stream === stream && event.revision === first + index);
      const last = known.at(-1);
      if (same && last !== undefined) return { revision: last.revision, position: last.position };
      const foreign = known.find((event) => event !== undefined && event.stream !== stream);
      if (foreign !== undefined) throw new TypeError(`Event id ${foreign.id} is already used in ${foreign.stream}`);
      throw new RevisionConflict(stream, expected, actual);
    }
    if (expected !== 'any' && revisionOf(expected) !== actual) throw new RevisionConflict(stream, expected, actual);
    if (bodies.length === 0) return { revision: actual, position: head() };
    for (const body of bodies) {
      const event = decodeEvent(positionFrom(log.length + 1), stream, events.length, body);
      log.push(event);
      events.push(event);
      byId.set(event.id, event);
    }
    streams.set(stream, events);
    moved.wake();
    return { revision: events.length - 1, position: head() };
  };

  return {
    epoch: options.epoch ?? randomUUID(),
    async append(stream, expected, events: readonly NewEvent[]) {
      refuseClosed();
      return keep(checkAppend(stream, expected, events));
    },
    async *readStream(stream, { after = -1, limit = Infinity } = {}) {
      refuseClosed();
      const events = streams.get(stream) ?? [];
      for (let index = after + 1; index < Math.min(events.length, after + 1 + limit); index += 1) {
        const event = events[index];
        if (event !== undefined) yield event;
      }
    },
    async *readAll({ after = START, limit = Infinity } = {}) {
      refuseClosed();
      const from = Number(after);
      for (let index = from; index < Math.min(log.length, from + limit); index += 1) {
        const event = log[index];
        if (event !== undefined) yield event;
      }
    },
    async head() {
      refuseClosed();
      return head();
    },
    async subscribe(after, handlers) {
      refuseClosed();
      const subscription = followLog(
        { head, page: (last) => log.slice(Number(last), Number(last) + PAGE), moved },
        after,
        handlers,
      );
      subscriptions.add(subscription);
      return {
        async close() {
          await subscription.close();
          subscriptions.delete(subscription);
        },
      };
    },
    async close() {
      closed = true;
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    },
  };
}

function revisionOf(expected: 'none' | number): number {
  return expected === 'none' ? -1 : expected;
}
