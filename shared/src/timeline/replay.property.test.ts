import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { project } from '../audience/project.ts';
import { boardText } from '../board/hash.ts';
import { emptyBoard, foldBoard } from '../board/reduce.ts';
import { call, openRoom, START } from '../board/test-support/room.ts';
import { boardView } from '../board/view.ts';
import type { StoredEvent } from '../kernel/event.ts';
import { MINUTE } from '../kernel/instant.ts';
import { testSeed } from '../kernel/test-support/seed.ts';
import { knownAt } from './known-at.ts';
import { Replay } from './replay.ts';

const SEED = testSeed();

const step = fc.record({
  act: fc.constantFrom('call', 'facts', 'grade', 'relay', 'withdraw', 'close', 'log', 'sign-on'),
  gap: fc.integer({ min: 0, max: 20 }),
  late: fc.integer({ min: 0, max: 30 }),
  pick: fc.nat(50),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A night of calls and acts; what the room refuses is left out. `filler` makes it longer than one stride of the replay. */
function nightOf(steps: readonly Step[], filler: number): readonly StoredEvent[] {
  const room = openRoom();
  call(room);
  for (const { act, gap, late, pick } of steps) {
    room.pass(gap);
    const ids = Object.keys(room.board.incidents);
    const incident = ids[pick % ids.length] ?? '';
    const said = { at: room.now - late * MINUTE };
    const acts = room.board.incidents[incident]?.acts ?? [];
    if (act === 'call') call(room, {}, said);
    if (act === 'facts') room.send('incident.record-facts', { incident, facts: { households: pick * 9 } }, said);
    if (act === 'grade')
      room.send('incident.grade', { incident, plan: 'town', grade: pick % 2 ? 'mid' : 'high' }, said);
    if (act === 'relay') room.send('incident.relay', { incident, to: pick % 2 ? 'leader' : 'deputy' }, said);
    if (act === 'withdraw')
      room.send('incident.withdraw', { incident, target: acts.at(-1)?.id ?? '', reason: 'wrong' });
    if (act === 'close') room.send('incident.close', { incident });
    if (act === 'log') room.send('shift.log', { topic: 'weather', personal: {} }, said);
    if (act === 'sign-on') room.send('shift.sign-on', { account: 'sun', post: 'officer' }, said);
  }
  for (let index = 0; index < filler; index += 1) {
    if (index % 20 === 0) room.pass(1);
    room.record('directory', 'directory.person-entered', { person: `p${index % 7}`, name: `${index}` });
  }
  return room.log;
}

/** Several servers: only within a stream do the stamps never go back. */
function stampedBySeveral(log: readonly StoredEvent[]): readonly StoredEvent[] {
  return log.map((event) =>
    event.stream.startsWith('account-') || event.stream === 'directory'
      ? { ...event, recordedAt: event.recordedAt + 7 * MINUTE }
      : event,
  );
}

const nights = fc.record({
  steps: fc.array(step, { maxLength: 40 }),
  filler: fc.constantFrom(0, 3, 480, 1100),
  /** With the short one a night outgrows its strides several times. */
  stride: fc.constantFrom(3, 500),
  cuts: fc.array(fc.nat(2_000), { maxLength: 6 }),
  at: fc.array(fc.integer({ min: -10, max: 900 }), { minLength: 3, maxLength: 12 }),
});

describe(`the replay of a log (seed ${SEED})`, () => {
  it('gives the room of any instant as a plain fold does, in any order of asking and however the log came', () => {
    fc.assert(
      fc.property(nights, ({ steps, filler, cuts, at, stride }) => {
        const log = stampedBySeveral(nightOf(steps, filler));
        const replay = new Replay([], stride);
        const edges = [0, ...cuts.map((cut) => cut % (log.length + 1)).toSorted((a, b) => a - b), log.length];
        edges.forEach((edge, index) => {
          replay.append(log.slice(edges[index - 1] ?? 0, edge));
          // Asked in between, it must not answer from what it kept when the log was shorter.
          replay.knownAt(START + (at[0] ?? 0) * MINUTE);
        });
        for (const minutes of at) {
          const instant = START + minutes * MINUTE;
          const until = log.findIndex((event) => event.recordedAt > instant);
          const plain = foldBoard(emptyBoard(), until < 0 ? log : log.slice(0, until));
          expect(replay.knownAt(instant)).toEqual(plain);
          expect(knownAt(log, instant)).toEqual(plain);
          expect(replay.afterPosition(plain.position)).toEqual(plain);
        }
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('is the live room at the present, and shows what its screens show', () => {
    fc.assert(
      fc.property(nights, ({ steps }) => {
        const log = nightOf(steps, 0);
        const live = foldBoard(emptyBoard(), log);
        const replay = new Replay(log);
        expect(replay.knownAt(live.recordedMax)).toEqual(live);
        expect(replay.whole()).toEqual(live);
        const later = live.recordedMax + 3 * MINUTE;
        expect(boardText(boardView(replay.knownAt(later), later))).toBe(boardText(boardView(live, later)));
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it("gives a wall's picture from what an auditor may see: the wall's view of it is the wall's own", () => {
    fc.assert(
      fc.property(nights, ({ steps, at }) => {
        const log = nightOf(steps, 0);
        const direct = log.flatMap((event) => project(event, 'wall') ?? []);
        const throughAudit = log.flatMap((event) => {
          const seen = project(event, 'audit');
          return (seen && project(seen, 'wall')) ?? [];
        });
        expect(throughAudit).toEqual(direct);
        for (const minutes of at) {
          const instant = START + minutes * MINUTE;
          const wall = new Replay(throughAudit).knownAt(instant);
          expect(boardText(boardView(wall, instant))).toBe(boardText(boardView(knownAt(direct, instant), instant)));
        }
      }),
      { seed: SEED, numRuns: 30 },
    );
  });

  it('answers with the same state while nothing was recorded in between, so that what was derived is found again', () => {
    const log = nightOf([], 700);
    const replay = new Replay(log);
    const last = log.at(-1)!.recordedAt;
    expect(replay.knownAt(last)).toBe(replay.knownAt(last + MINUTE));
    const early = replay.knownAt(START);
    expect(early.position).not.toBe('');
    expect(early.position < log.at(-1)!.position).toBe(true);
    expect(replay.knownAt(START)).toBe(early);
  });
});
