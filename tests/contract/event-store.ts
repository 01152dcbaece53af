import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  type EventStore,
  type ExpectedRevision,
  type Subscription,
  RevisionConflict,
  START,
} from '@duty-room/server/event-store/port';
import type { NewEvent, StoredEvent } from '@duty-room/shared/kernel/event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** A store with nothing in it, and how to leave no trace of it. */
export type StoreUnderTest = {
  readonly store: EventStore;
  readonly cleanUp: () => Promise<void>;
  /** For the durable ones. */
  readonly durable?: {
    /** Opens the same log again; whoever had it open is gone. */
    readonly reopen: () => Promise<EventStore>;
    /** Arguments for Node: a process that appends until it is killed and prints each acknowledgement (`acked.ts`). */
    readonly appender: readonly string[];
  };
};

/** What every adapter of the event store promises. `durable`: the log outlives its process, also one that is killed. */
export function eventStoreContract(
  name: string,
  makeStore: () => Promise<StoreUnderTest>,
  { durable }: { readonly durable: boolean },
): void {
  describe(`the event store on ${name}`, () => {
    let under: StoreUnderTest;
    let store: EventStore;
    beforeEach(async () => {
      under = await makeStore();
      store = under.store;
    });
    afterEach(async () => {
      await under.cleanUp();
    });

    describe('appends', () => {
      it('gives the first event of a stream revision 0 and each next one more', async () => {
        expect(await store.append('incident-1', 'none', [event('a')])).toMatchObject({ revision: 0 });
        expect(await store.append('incident-1', 0, [event('b'), event('c')])).toMatchObject({ revision: 2 });
        expect(await revisions(store.readStream('incident-1'))).toEqual([0, 1, 2]);
      });

      it('answers with the position of the last event of the batch', async () => {
        const result = await store.append('incident-1', 'none', [event('a'), event('b')]);
        expect((await all(store.readAll())).at(-1)?.position).toBe(result.position);
        expect(await store.head()).toBe(result.position);
      });

      it('takes -1 and "none" for a stream that does not exist', async () => {
        expect(await store.append('incident-1', -1, [event('a')])).toMatchObject({ revision: 0 });
        expect(await conflictOf(store.append('incident-1', -1, [event('b')]))).toBe(0);
      });

      it('refuses a stale revision and tells the real one', async () => {
        await store.append('incident-1', 'none', [event('a'), event('b')]);
        expect(await conflictOf(store.append('incident-1', 0, [event('c')]))).toBe(1);
        expect(await ids(store.readAll())).toEqual(['a', 'b']);
      });

      it('refuses a revision that the stream has not reached', async () => {
        await store.append('incident-1', 'none', [event('a')]);
        expect(await conflictOf(store.append('incident-1', 5, [event('b')]))).toBe(0);
        expect(await conflictOf(store.append('incident-2', 0, [event('b')]))).toBe(-1);
      });

      it('refuses to begin a stream that exists', async () => {
        await store.append('incident-1', 'none', [event('a')]);
        expect(await conflictOf(store.append('incident-1', 'none', [event('b')]))).toBe(0);
      });

      it('appends at any revision where the writer does not care', async () => {
        expect(await store.append('room', 'any', [event('a')])).toMatchObject({ revision: 0 });
        expect(await store.append('room', 'any', [event('b')])).toMatchObject({ revision: 1 });
      });

      it('takes an empty batch as a question for the head', async () => {
        expect(await store.append('incident-1', 'none', [])).toEqual({ revision: -1, position: START });
        const { position } = await store.append('incident-1', 'none', [event('a')]);
        expect(await store.append('incident-1', 0, [])).toEqual({ revision: 0, position });
        expect(await store.append('incident-2', 'any', [])).toEqual({ revision: -1, position });
        expect(await conflictOf(store.append('incident-1', 'none', []))).toBe(0);
      });

      it('keeps streams apart', async () => {
        await store.append('incident-1', 'none', [event('a')]);
        await store.append('incident-10', 'none', [event('b')]);
        await store.append('incident-1', 0, [event('c')]);
        expect(await ids(store.readStream('incident-1'))).toEqual(['a', 'c']);
        expect(await ids(store.readStream('incident-10'))).toEqual(['b']);
      });

      it('lets exactly one of 200 racers win, and works on', async () => {
        await store.append('incident-1', 'none', [event('first')]);
        const racers = Array.from({ length: 200 }, (_, n) => store.append('incident-1', 0, [event(`racer-${n}`)]));
        const outcomes = await Promise.allSettled(racers);
        expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected')
            expect(outcome.reason).toMatchObject({ name: 'RevisionConflict', actual: 1 });
        }
        expect(await store.append('incident-1', 1, [event('next')])).toMatchObject({ revision: 2 });
        expect(await revisions(store.readStream('incident-1'))).toEqual([0, 1, 2]);
      });

      it('keeps the order in which one writer called', async () => {
        const calls = Array.from({ length: 50 }, (_, n) => store.append('shift-1', n - 1, [event(`n-${n}`)]));
        expect((await Promise.all(calls)).map(({ revision }) => revision)).toEqual(
          Array.from({ length: 50 }, (_, n) => n),
        );
      });

      it('stores all of a batch or nothing of it', async () => {
        await store.append('incident-1', 'none', [event('a')]);
        expect(await conflictOf(store.append('incident-1', 'none', [event('b'), event('c')]))).toBe(0);
        const wrong = { ...event('e'), data: { at: Number.NaN } };
        await expect(store.append('incident-1', 0, [event('d'), wrong])).rejects.toBeInstanceOf(TypeError);
        expect(await ids(store.readAll())).toEqual(['a']);
      });
    });

    describe('repeats', () => {
      it('answers the same append again with the same result, and stores it once', async () => {
        const first = await store.append('incident-1', 'none', [event('a'), event('b')]);
        expect(await store.append('incident-1', 'none', [event('a'), event('b')])).toEqual(first);
        const second = await store.append('incident-1', 1, [event('c')]);
        await store.append('incident-1', 2, [event('d')]);
        expect(await store.append('incident-1', 1, [event('c')])).toEqual(second);
        expect(await store.append('incident-1', 'none', [event('a'), event('b')])).toEqual(first);
        expect(await ids(store.readStream('incident-1'))).toEqual(['a', 'b', 'c', 'd']);
      });

      it('answers repeats that are under way at the same time alike', async () => {
        const calls = Array.from({ length: 20 }, () => store.append('incident-1', 'none', [event('a')]));
        const results = await Promise.all(calls);
        expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
        expect(await ids(store.readAll())).toEqual(['a']);
      });

      it('answers a repeat where the writer does not care for the revision', async () => {
        const first = await store.append('room', 'any', [event('a'), event('b')]);
        expect(await store.append('room', 'any', [event('a'), event('b')])).toEqual(first);
        expect(await ids(store.readAll())).toEqual(['a', 'b']);
      });

      it('refuses a batch of which only a part is on record', async () => {
        await store.append('incident-1', 'none', [event('a')]);
        expect(await conflictOf(store.append('incident-1', 'none', [event('a'), event('b')]))).toBe(0);
        expect(await conflictOf(store.append('incident-1', 'any', [event('a'), event('b')]))).toBe(0);
        expect(await ids(store.readAll())).toEqual(['a']);
      });

      it('shows a repeat to no subscriber', async () => {
        const seen: string[] = [];
        const subscription = await store.subscribe(START, { onEvent: ({ id }) => void seen.push(id) });
        await store.append('incident-1', 'none', [event('a')]);
        await store.append('incident-1', 'none', [event('a')]);
        await store.append('incident-1', 0, [event('b')]);
        await until(() => seen.includes('b'));
        await subscription.close();
        expect(seen).toEqual(['a', 'b']);
      });
    });

    describe('what an event holds', () => {
      it('comes back whole: every field of the envelope, with and without the optional ones', async () => {
        const full: NewEvent = {
          ...event('full'),
          type: 'incident-reported',
          schemaVersion: 3,
          occurredAt: 1_767_225_600_123,
          recordedAt: 1_767_225_601_456,
          actor: 'account-7',
          onBehalfOf: 'role:leader-on-duty',
          medium: 'phone',
          correlationId: 'c-1',
          causationId: 'c-0',
          commandKey: 'key-1',
          data: { place: 'A', households: 1200, supply: { t: 42.5, ok: true, none: null }, list: [1, 'two', [3]] },
          personal: { subject: 'caller-1', sealed: 'AAECAwQ=' },
        };
        const { position } = await store.append('incident-1', 'none', [full, event('bare')]);
        const [first, second] = await all(store.readAll());
        expect(first).toEqual({ ...full, stream: 'incident-1', revision: 0, position: first?.position });
        expect(second).toEqual({ ...event('bare'), stream: 'incident-1', revision: 1, position });
        expect(await all(store.readStream('incident-1'))).toEqual([first, second]);
      });

      it('keeps every script, control and unpaired character', async () => {
        const text = '热力站「三号」停运 ❄️ 𠮷 \u0000 \u2028 "\\" \ud800 end';
        await store.append('incident-热力', 'none', [{ ...event('a'), data: { text, [text]: 1 } }]);
        const [read] = await all(store.readStream('incident-热力'));
        expect(read?.data).toEqual({ text, [text]: 1 });
        expect(read?.stream).toBe('incident-热力');
      });

      it('may be large', async () => {
        const plan = '供热应急预案'.repeat(40_000);
        await store.append('plan-1', 'none', [{ ...event('a'), data: { plan } }]);
        const [read] = await all(store.readAll());
        expect(read?.data.plan).toBe(plan);
      });

      it('cannot be what no store could keep', async () => {
        const refused = async (stream: string, expected: ExpectedRevision, batch: readonly NewEvent[]) =>
          expect(store.append(stream, expected, batch)).rejects.toBeInstanceOf(TypeError);
        await refused('', 'none', [event('a')]);
        await refused('$system', 'none', [event('a')]);
        await refused('incident-1', -2, [event('a')]);
        await refused('incident-1', 'none', [event('a'), event('a')]);
        await refused('incident-1', 'none', [{ ...event('a'), id: '' }]);
        await refused('incident-1', 'none', [{ ...event('a'), data: { n: Infinity } }]);
        await refused('incident-1', 'none', [{ ...event('a'), recordedAt: 0.5 }]);
        expect(await store.head()).toBe(START);
      });
    });

    describe('reads', () => {
      it('finds nothing where there is nothing', async () => {
        expect(await all(store.readStream('incident-1'))).toEqual([]);
        expect(await all(store.readAll())).toEqual([]);
        expect(await store.head()).toBe(START);
      });

      it('gives all streams in one order, which the positions tell as strings', async () => {
        for (let n = 0; n < 30; n += 1) await store.append(`incident-${n % 3}`, 'any', [event(`n-${n}`)]);
        const read = await all(store.readAll());
        expect(read.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, n) => `n-${n}`));
        const positions = read.map(({ position }) => position);
        expect(positions.toSorted()).toEqual(positions);
        expect(new Set(positions).size).toBe(30);
        expect(positions.every((position) => position > START && position.length === positions[0]?.length)).toBe(true);
      });

      it('starts after a revision or a position and stops at a limit', async () => {
        await store.append('a', 'none', ['1', '2', '3'].map(event));
        await store.append('b', 'none', ['4', '5', '6'].map(event));
        const positions = (await all(store.readAll())).map(({ position }) => position);
        expect(await ids(store.readStream('a', { after: 0 }))).toEqual(['2', '3']);
        expect(await ids(store.readStream('a', { after: 0, limit: 1 }))).toEqual(['2']);
        expect(await ids(store.readStream('a', { after: 2 }))).toEqual([]);
        expect(await ids(store.readStream('a', { limit: 0 }))).toEqual([]);
        expect(await ids(store.readAll({ after: positions[1] ?? '' }))).toEqual(['3', '4', '5', '6']);
        expect(await ids(store.readAll({ after: positions[1] ?? '', limit: 2 }))).toEqual(['3', '4']);
        expect(await ids(store.readAll({ limit: 2 }))).toEqual(['1', '2']);
        expect(await ids(store.readAll({ limit: 0 }))).toEqual([]);
        expect(await ids(store.readAll({ after: positions[5] ?? '' }))).toEqual([]);
      });

      it('pages through more than fits at once, in order and without a gap', async () => {
        const count = 1_700;
        for (let n = 0; n < count; n += 100) {
          await store.append(
            'shift-1',
            n - 1,
            Array.from({ length: 100 }, (_, k) => event(`n-${n + k}`)),
          );
        }
        const wanted = Array.from({ length: count }, (_, n) => `n-${n}`);
        expect(await ids(store.readAll())).toEqual(wanted);
        expect(await ids(store.readStream('shift-1'))).toEqual(wanted);
        expect(await ids(store.readStream('shift-1', { limit: 1_234 }))).toEqual(wanted.slice(0, 1_234));
      });

      it('may be left early and go on elsewhere', async () => {
        await store.append(
          'shift-1',
          'none',
          Array.from({ length: 800 }, (_, n) => event(`n-${n}`)),
        );
        for await (const read of store.readAll()) if (read.revision === 3) break;
        expect(await ids(store.readStream('shift-1', { after: 797 }))).toEqual(['n-798', 'n-799']);
      });

      it('sees what was acknowledged before', async () => {
        for (let n = 0; n < 50; n += 1) {
          await store.append('incident-1', n - 1, [event(`n-${n}`)]);
          expect(await ids(store.readStream('incident-1', { after: n - 1 }))).toEqual([`n-${n}`]);
        }
      });
    });

    describe('subscriptions', () => {
      it('hand over what is stored, say once that they have caught up, then follow', async () => {
        await store.append('a', 'none', [event('1'), event('2')]);
        const seen: string[] = [];
        const subscription = await store.subscribe(START, {
          onEvent: ({ id }) => void seen.push(id),
          onCaughtUp: () => void seen.push('caught up'),
        });
        await until(() => seen.length === 3);
        await store.append('b', 'none', [event('3')]);
        await store.append('a', 1, [event('4')]);
        await until(() => seen.length === 5);
        await subscription.close();
        expect(seen).toEqual(['1', '2', 'caught up', '3', '4']);
      });

      it('have caught up at once where nothing is stored', async () => {
        let caughtUp = 0;
        const subscription = await store.subscribe(START, {
          onEvent: () => undefined,
          onCaughtUp: () => void (caughtUp += 1),
        });
        await until(() => caughtUp === 1);
        await subscription.close();
        expect(caughtUp).toBe(1);
      });

      it('start after any position, also at the end', async () => {
        await store.append('a', 'none', [event('1'), event('2'), event('3')]);
        const second = (await all(store.readAll()))[1];
        const [fromMiddle, fromEnd] = [new Array<string>(), new Array<string>()];
        const subscriptions = [
          await store.subscribe(second?.position ?? '', { onEvent: ({ id }) => void fromMiddle.push(id) }),
          await store.subscribe(await store.head(), { onEvent: ({ id }) => void fromEnd.push(id) }),
        ];
        await store.append('a', 2, [event('4')]);
        await until(() => fromMiddle.length === 2 && fromEnd.length === 1);
        await Promise.all(subscriptions.map((subscription) => subscription.close()));
        expect(fromMiddle).toEqual(['3', '4']);
        expect(fromEnd).toEqual(['4']);
      });

      it('give the same events as a read', async () => {
        await store.append('a', 'none', [event('1'), event('2')]);
        const seen: StoredEvent[] = [];
        const subscription = await store.subscribe(START, { onEvent: (read) => void seen.push(read) });
        await store.append('b', 'none', [event('3')]);
        await until(() => seen.length === 3);
        await subscription.close();
        expect(seen).toEqual(await all(store.readAll()));
      });

      it('miss nothing and double nothing while events come in during the catching up', async () => {
        const count = 1_200;
        await store.append(
          'old',
          'none',
          Array.from({ length: 700 }, (_, n) => event(`old-${n}`)),
        );
        const seen = [new Array<string>(), new Array<string>(), new Array<string>()];
        const subscriptions: Subscription[] = [];
        const write = async (writer: number) => {
          for (let n = 0; n < 100; n += 1) {
            await store.append(`new-${writer}`, n - 1, [event(`new-${writer}-${n}`)]);
            if (writer === 0 && n % 30 === 10) {
              const mine = seen[subscriptions.length];
              subscriptions.push(
                await store.subscribe(START, {
                  // One that dawdles, to be caught up with again and again.
                  onEvent: ({ position }) =>
                    (mine?.push(position) ?? 0) % 400 === 0 ? new Promise((go) => void setImmediate(go)) : undefined,
                }),
              );
            }
          }
        };
        await Promise.all(Array.from({ length: 5 }, (_, writer) => write(writer)));
        expect(subscriptions).toHaveLength(3);
        const wanted = (await all(store.readAll())).map(({ position }) => position);
        expect(wanted).toHaveLength(count);
        await until(() => seen.every((positions) => positions.length >= count));
        await Promise.all(subscriptions.map((subscription) => subscription.close()));
        for (const positions of seen) expect(positions).toEqual(wanted);
      });

      it('hand over one event at a time', async () => {
        let running = 0;
        let most = 0;
        let done = 0;
        const subscription = await store.subscribe(START, {
          async onEvent() {
            running += 1;
            most = Math.max(most, running);
            await new Promise((go) => void setImmediate(go));
            running -= 1;
            done += 1;
          },
        });
        await store.append(
          'a',
          'none',
          Array.from({ length: 20 }, (_, n) => event(`n-${n}`)),
        );
        await until(() => done === 20);
        await subscription.close();
        expect(most).toBe(1);
      });

      it('end at the event whose handler throws, and can start there again', async () => {
        await store.append('a', 'none', [event('1'), event('2'), event('3')]);
        const seen: StoredEvent[] = [];
        const reason = await new Promise((resolve, reject) => {
          store
            .subscribe(START, {
              onEvent(read) {
                if (read.id === '2') throw new Error('cannot take 2');
                seen.push(read);
              },
              onEnd: resolve,
            })
            .catch(reject);
        });
        expect(reason).toMatchObject({ message: 'cannot take 2' });
        await store.append('a', 2, [event('4')]);
        expect(seen.map(({ id }) => id)).toEqual(['1']);
        const again: string[] = [];
        const subscription = await store.subscribe(seen[0]?.position ?? '', {
          onEvent: ({ id }) => void again.push(id),
        });
        await until(() => again.length === 3);
        await subscription.close();
        expect(again).toEqual(['2', '3', '4']);
      });

      it('do not disturb one another', async () => {
        const seen: string[] = [];
        const ended: unknown[] = [];
        await store.subscribe(START, {
          onEvent: () => Promise.reject(new Error('broken')),
          onEnd: (reason) => void ended.push(reason),
        });
        const subscription = await store.subscribe(START, { onEvent: ({ id }) => void seen.push(id) });
        await store.append('a', 'none', [event('1')]);
        await store.append('a', 0, [event('2')]);
        await until(() => seen.length === 2 && ended.length === 1);
        await subscription.close();
        expect(seen).toEqual(['1', '2']);
        expect(ended).toMatchObject([{ message: 'broken' }]);
      });

      it('close when the handler under way has finished, and call nothing after that', async () => {
        const calls: string[] = [];
        const entered = Promise.withResolvers<void>();
        const leave = Promise.withResolvers<void>();
        const subscription = await store.subscribe(START, {
          async onEvent({ id }) {
            calls.push(`in ${id}`);
            entered.resolve();
            await leave.promise;
            calls.push(`out ${id}`);
          },
          onEnd: () => void calls.push('ended'),
        });
        await store.append('a', 'none', [event('1'), event('2')]);
        await entered.promise;
        const closed = subscription.close().then(() => void calls.push('closed'));
        await store.append('a', 1, [event('3')]);
        leave.resolve();
        await closed;
        await store.append('a', 2, [event('4')]);
        await store.head();
        expect(calls).toEqual(['in 1', 'out 1', 'closed']);
      });
    });

    describe('closing', () => {
      it('finishes the appends under way and refuses what comes later', async () => {
        const pending = Array.from({ length: 30 }, (_, n) => store.append('a', n - 1, [event(`n-${n}`)]));
        const closed = store.close();
        expect((await Promise.all(pending)).map(({ revision }) => revision)).toEqual(
          Array.from({ length: 30 }, (_, n) => n),
        );
        await closed;
        const gone = expect.objectContaining({ name: 'StoreUnavailable', reason: 'closed' });
        await expect(store.append('a', 29, [event('late')])).rejects.toEqual(gone);
        await expect(all(store.readAll())).rejects.toEqual(gone);
        await expect(all(store.readStream('a'))).rejects.toEqual(gone);
        await expect(store.head()).rejects.toEqual(gone);
        await expect(store.subscribe(START, { onEvent: () => undefined })).rejects.toEqual(gone);
        await store.close();
      });

      it('ends the subscriptions without a word', async () => {
        const calls: string[] = [];
        await store.subscribe(START, { onEvent: () => void calls.push('event'), onEnd: () => void calls.push('end') });
        await store.close();
        expect(calls).toEqual([]);
      });
    });

    if (durable) describeDurability(() => under);
  });
}

function describeDurability(under: () => StoreUnderTest): void {
  const durable = () => {
    const { durable: kept } = under();
    if (kept === undefined) throw new Error('A durable store says how to open it again');
    return kept;
  };

  describe('durability', () => {
    it('keeps everything over a restart: events, positions, repeats, epoch', async () => {
      const { store } = under();
      const first = await store.append('incident-1', 'none', [event('a'), event('b')]);
      const before = await all(store.readAll());
      await store.close();
      const again = await durable().reopen();
      expect(again.epoch).toBe(store.epoch);
      expect(await all(again.readAll())).toEqual(before);
      expect(await again.head()).toBe(first.position);
      expect(await again.append('incident-1', 'none', [event('a'), event('b')])).toEqual(first);
      expect(await again.append('incident-1', 1, [event('c')])).toMatchObject({ revision: 2 });
      await again.close();
    });

    it('lets a subscriber go on after a restart from where it was', async () => {
      const { store } = under();
      const seen: StoredEvent[] = [];
      const subscription = await store.subscribe(START, { onEvent: (read) => void seen.push(read) });
      await store.append('a', 'none', [event('1'), event('2')]);
      await until(() => seen.length === 2);
      await subscription.close();
      await store.append('a', 1, [event('3')]);
      await store.close();
      const again = await durable().reopen();
      await again.subscribe(seen.at(-1)?.position ?? '', { onEvent: (read) => void seen.push(read) });
      await again.append('a', 2, [event('4')]);
      await until(() => seen.length === 4);
      await again.close();
      expect(seen.map(({ id }) => id)).toEqual(['1', '2', '3', '4']);
    });

    it('has every acknowledged event after its process was killed, in order and without a gap', async () => {
      await under().store.close();
      const acked = await appendUntilKilled(durable().appender, 400);
      const again = await durable().reopen();
      const stored = await all(again.readAll());
      const byPosition = new Map(stored.map((read) => [read.position, `${read.stream} ${read.revision} ${read.id}`]));
      for (const { position, text } of acked) expect(byPosition.get(position)).toBe(text);
      const next = new Map<string, number>();
      for (const { stream, revision } of stored) {
        expect(revision).toBe(next.get(stream) ?? 0);
        next.set(stream, revision + 1);
      }
      const [stream = '', head = 0] = [...next][0] ?? [];
      expect(await again.append(stream, head - 1, [event('after')])).toMatchObject({ revision: head });
      await again.close();
    });
  });
}

/** Runs an appender until it has printed so many acknowledgements, then kills it in the middle of its work. */
async function appendUntilKilled(
  args: readonly string[],
  count: number,
): Promise<{ position: string; text: string }[]> {
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acked: { position: string; text: string }[] = [];
  if (child.stdout === null) throw new Error('The appender has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const [position = '', ...text] = line.split(' ');
    // The last line may be cut.
    if (text.length === 3) acked.push({ position, text: text.join(' ') });
    if (acked.length === count) child.kill('SIGKILL');
  }
  await exited;
  expect(acked.length).toBeGreaterThanOrEqual(count);
  return acked;
}

/** An event with an id and nothing special. */
export function event(id: string): NewEvent {
  return {
    id,
    type: 'log-entry-made',
    schemaVersion: 1,
    occurredAt: 1_767_225_600_000,
    recordedAt: 1_767_225_600_000,
    actor: 'account-1',
    correlationId: id,
    causationId: id,
    commandKey: id,
    data: { text: id },
  };
}

/** Everything that a read gives. */
export async function all(events: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> {
  const list: StoredEvent[] = [];
  for await (const read of events) list.push(read);
  return list;
}

export async function ids(events: AsyncIterable<StoredEvent>): Promise<string[]> {
  return (await all(events)).map(({ id }) => id);
}

async function revisions(events: AsyncIterable<StoredEvent>): Promise<number[]> {
  return (await all(events)).map(({ revision }) => revision);
}

/** Waits for a fact; the test's own time limit is the only clock. */
export async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((go) => void setImmediate(go));
}

/** The revision that a refused append was told; anything else is returned as it is, to be seen in the report. */
async function conflictOf(append: Promise<unknown>): Promise<unknown> {
  const outcome = await append.catch((error: unknown) => error);
  return outcome instanceof RevisionConflict ? outcome.actual : outcome;
}
