import type { IncidentState } from '@duty-room/shared/incident/state';
import { HOUR, MINUTE } from '@duty-room/shared/kernel/instant';
import { at, facts, graded, incident, plans, told } from '@duty-room/shared/obligation/test-support/ward';
import { describe, expect, it } from 'vitest';
import { createMinHeap } from './min-heap.ts';
import { UNWATCHED, watchFrom, watchOn } from './passing.ts';
import { createTicker, type DetectedPassing } from './ticker.ts';

const seen = (state: IncidentState, until: number) =>
  watchOn(UNWATCHED, state, plans, at(until)).passings.map(({ kind, rule, cause }) => `${rule} ${kind} (${cause})`);

describe('what passes in an incident', () => {
  it('is the same whether it was watched all along, in pieces, or from the log afterwards', () => {
    const whole = incident(
      facts(1, { stopped: at(-60) }),
      graded(20, 'mid'),
      told(25, 'leader'),
      facts(30, { expected: at(800) }),
    );
    const afterwards = watchOn(UNWATCHED, whole, plans, at(900)).passings;
    expect(afterwards.length).toBeGreaterThan(3);
    let watch = UNWATCHED;
    const inPieces = [];
    for (let minute = 0; minute <= 900; minute += 7) {
      const known = { ...whole, acts: whole.acts.filter(({ recordedAt }) => recordedAt <= at(minute)) };
      const next = watchOn(watch, known, plans, at(minute));
      watch = next.watch;
      inPieces.push(...next.passings);
    }
    inPieces.push(...watchOn(watch, whole, plans, at(900)).passings);
    expect(inPieces).toEqual(afterwards);
    const resumed = watchOn(watchFrom(whole, plans, 1), whole, plans, at(900)).passings;
    expect(resumed).toEqual(afterwards.filter(({ passedAt }) => passedAt > at(1)));
  });

  it('is first the warning and then the line, also where both lie in the past', () => {
    expect(seen(incident(), 20)).toEqual(['relay at-risk (time)', 'relay overdue (time)']);
  });

  it('is never what lay between two acts of one append', () => {
    const together = incident(facts(30, { stopped: at(-800) }), facts(30, { stopped: at(-10) }));
    expect(seen(together, 31).filter((line) => line.startsWith('line-12h'))).toEqual([]);
  });

  it('never lies ahead of now, whatever the stamps of the log say', () => {
    const ahead = incident(told(5, 'unit', 60));
    expect(watchOn(UNWATCHED, ahead, plans, at(10)).passings).toEqual([]);
  });
});

describe('the heap of next changes', () => {
  it('gives everything back in order', () => {
    const heap = createMinHeap<number>((a, b) => a < b);
    const numbers = Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % 1_009);
    for (const number of numbers) heap.push(number);
    const back = numbers.map(() => heap.pop());
    expect(back).toEqual(numbers.toSorted((a, b) => a - b));
    expect(heap.pop()).toBeUndefined();
  });
});

describe('a tick', () => {
  it('looks at nothing but the incident that has come due, however many there are', async () => {
    let now = at(0);
    let looked = 0;
    const incidents = new Map<string, IncidentState>();
    const recorded: DetectedPassing[] = [];
    const ticker = createTicker({
      now: () => now,
      incident(id) {
        looked += 1;
        return incidents.get(id);
      },
      plans: () => plans,
      whenQuiet: async (_, work) => work(),
      record: (_, passings) => recorded.push(...passings),
      onError: (_, error) => expect.unreachable(String(error)),
    });
    const shape = incident();
    for (let index = 0; index < 2_000; index += 1) {
      const shift = index * MINUTE;
      const acts = shape.acts.map((act) => ({
        ...act,
        occurredAt: act.occurredAt + shift,
        recordedAt: act.recordedAt + shift,
        ...(act.type === 'incident.reported' && { data: { ...act.data, facts: { received: at(0) + shift } } }),
      })) as IncidentState['acts'];
      incidents.set(`i${index}`, { ...shape, id: `i${index}`, acts });
      ticker.resume(`i${index}`, 0);
    }
    await ticker.settled();
    looked = 0;
    for (let tick = 0; tick < 1_000; tick += 1) ticker.tick();
    expect(looked).toBe(0);
    now = at(11.25);
    ticker.tick();
    await ticker.settled();
    expect(looked).toBe(1);
    now = at(11.25) + 5 * MINUTE;
    ticker.tick();
    await ticker.settled();
    expect(looked).toBeLessThan(12);
    now = at(0) + 100 * HOUR;
    ticker.tick();
    await ticker.settled();
    const relays = recorded.filter(({ rule }) => rule === 'relay');
    expect(relays).toHaveLength(4_000);
  });
});
