import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { project } from '../audience/project.ts';
import { testSeed } from '../kernel/test-support/seed.ts';
import { catalogue, isCommandName, type CommandInput, type CommandName } from '../protocol/catalogue.ts';
import { AUDIENCES } from '../protocol/live.ts';
import { openDuties } from './decide.ts';
import { emptyBoard, foldBoard } from './reduce.ts';
import { call, openRoom, type Room, type Said } from './test-support/room.ts';

const SEED = testSeed();
const NAMES = Object.keys(catalogue).filter(isCommandName);

/** Few of these, or the night is over before it has begun. */
const ENDS: readonly CommandName[] = [
  'incident.close',
  'incident.merge',
  'incident.mark-mistaken',
  'incident.transfer',
];

const step = fc.record({
  name: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...NAMES) },
    { weight: 2, arbitrary: fc.constantFrom(...NAMES.filter((name) => !ENDS.includes(name))) },
  ),
  /** Chooses among what there is to choose from, in each place independently. */
  picks: fc.array(fc.nat(10_000), { minLength: 24, maxLength: 24 }),
  gap: fc.integer({ min: 0, max: 30 }),
  late: fc.integer({ min: -2, max: 40 }),
  by: fc.constantFrom('chen', 'sun', 'liu', 'audit'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Data for the command that fits its schema and, more often than not, the room. */
function dataFor(room: Room, { name, picks }: Step): object {
  let next = 0;
  const pick = <T>(of: readonly T[]): T => of[(picks[next++ % picks.length] ?? 0) % of.length]!;
  const ids = [...Object.keys(room.board.incidents), 'nowhere'];
  const incident = pick(ids);
  const acts = room.board.incidents[incident]?.acts ?? [];
  const act = pick([...acts.map((entry) => entry.id), 'nothing']);
  const made = (key: 'order' | 'report'): string =>
    pick([...acts.flatMap((entry) => (key in entry.data ? [String(Reflect.get(entry.data, key))] : [])), 'nothing']);
  const role = pick(['leader', 'leader', 'leader', 'deputy', 'office', 'committee', 'mayor']);
  const reason = pick(['because', undefined]);
  const must = 'because';
  const plan = pick(['town', 'town', 'town', 'wires', 'flood']);
  const under = pick([
    { plan: 'town', class: 'fault' },
    { plan: 'wires', class: 'outage' },
    { plan: 'town', class: 'nap' },
  ]);
  const facts = pick([
    { households: 12 },
    { households: -1 },
    { circuits: 2 },
    { handled: room.now },
    { stopped: room.now - 60_000, expected: 'never' },
    { mood: 1 },
    { cause: 'pump', safety: true },
  ]);
  const persons = [...Object.keys(room.board.directory.persons), 'nobody'];
  const duties = openDuties(room.board, room.now);
  const account = pick(['chen', 'sun', 'liu', 'ghost']);
  const winter = { from: '2026-11-15', to: pick(['2027-03-15', '2027-04-01']) };
  const data: { [Name in CommandName]: CommandInput<Name> } = {
    'incident.report': { title: 'Call', under: [under], facts },
    'incident.attach-call': { incident, facts, by: pick(['unit', undefined]) },
    'incident.merge': { incident, into: pick(ids), reason: must },
    'incident.mark-mistaken': { incident, reason: must },
    'incident.transfer': { incident, to: 'City', reason: must },
    'incident.receive-transfer': { incident, by: 'City' },
    'incident.place-under': { incident, under },
    'incident.record-facts': { incident, facts },
    'incident.correct-fact': {
      incident,
      fact: pick(['households', 'received']),
      value: pick([7, room.now]),
      replaces: act,
      reason: must,
    },
    'incident.confirm': { incident },
    'incident.grade': { incident, plan, grade: pick(['low', 'mid', 'high', 'iii']) },
    'incident.keep-grade': { incident, plan, proposed: pick(['low', 'mid', 'iv']), reason: must },
    'incident.relay': { incident, to: role, hop: pick(['g-leader', undefined]), person: pick([...persons, undefined]) },
    'incident.decide': { incident, hop: pick(['g-up', 'g-leader']), choice: pick(['yes', 'no']), by: role, reason },
    'incident.send-report': {
      incident,
      kind: pick(['first-report', 'final']),
      to: [role],
      fields: pick([{}, { where: 'x' }]),
    },
    'incident.receive-report': { incident, report: made('report'), by: role, receipt: 'signed' },
    'incident.start-mechanism': { incident, plan, mechanism: pick(['linkage', 'funds']), reason },
    'incident.end-mechanism': { incident, plan, mechanism: pick(['linkage', 'funds']) },
    'incident.order-crew': { incident, crew: 'crew-1', task: 'dig', limit: pick(['PT20M', undefined]) },
    'incident.report-crew': {
      incident,
      order: made('order'),
      stage: pick(['acknowledged', 'departed', 'arrived', 'done']),
    },
    'incident.arrive': { incident, role },
    'incident.discharge-duty': { incident, plan, rule: pick(['track', 'relay', 'nap']) },
    'incident.answer-duty': { incident, plan, rule: pick(['help', 'relay']), choice: pick(['yes', 'no']), reason },
    'incident.waive-duty': {
      incident,
      duty: pick([...duties.filter((duty) => duty.incident === incident).map((duty) => duty.key), 'nothing']),
      reason: must,
    },
    'incident.note': { incident, personal: { text: 'x' } },
    'incident.withdraw': { incident, target: act, reason: must },
    'incident.close': { incident },
    'incident.reopen': { incident, reason: must },
    'shift.start': {},
    'shift.sign-on': { account, post: pick(['officer', 'leader']) },
    'shift.sign-off': { account, post: pick(['officer', 'leader']) },
    'shift.log': { topic: 'weather', incident: pick([incident, undefined]), personal: {} },
    'shift.prepare-hand-over': { to: account },
    'shift.cancel-hand-over': {},
    'shift.accept-hand-over': { accepted: duties.map((duty) => duty.key) },
    'shift.force-hand-over': { reason: must },
    'directory.enter-person': { name: pick(['Zhao', 'Qian']), person: pick([...persons, undefined]) },
    'directory.remove-person': { person: pick(persons) },
    'directory.fill-role': { role, persons: [pick(persons)] },
    'office.set-up': { name: 'East', timeZone: 'Asia/Shanghai' },
    'office.rename': { name: pick(['East', 'West']) },
    'office.set-wall': { distanceMetres: pick([5, 6]), panelInches: 55, nightFrom: '19:00', nightTo: '07:00' },
    'plan.adopt': { pack: pick(['town', 'town-2', 'wires', 'flood']), seasons: pick([{ winter }, {}]) },
    'room.confirm-clock': {},
  };
  return JSON.parse(JSON.stringify(data[name]));
}

function play(steps: readonly Step[]): { readonly room: Room; readonly accepted: Set<string> } {
  const room = openRoom();
  call(room);
  const accepted = new Set<string>();
  for (const one of steps) {
    room.pass(one.gap);
    const by = one.name === 'shift.accept-hand-over' ? (room.board.shift?.handOver?.to ?? one.by) : one.by;
    const said: Said = {
      by,
      roles: by === 'liu' ? ['leader'] : ['officer'],
      at: room.now - one.late * 60_000,
    };
    // Folds whatever was decided: an event that cannot be folded throws here.
    if (room.send(one.name, dataFor(room, one) as never, said).ok) accepted.add(one.name);
  }
  return { room, accepted };
}

describe(`any commands whatever (seed ${SEED})`, () => {
  const nights = fc.array(step, { maxLength: 60 });
  it('give events that fold, in one go as one by one, and as any audience sees them', () => {
    fc.assert(
      fc.property(nights, (steps) => {
        const { room } = play(steps);
        expect(foldBoard(emptyBoard(), room.log)).toEqual(room.board);
        for (const audience of AUDIENCES) {
          foldBoard(
            emptyBoard(),
            room.log.flatMap((event) => project(event, audience) ?? []),
          );
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
  it('never leave an event that is stated later than it was recorded, or an incident that changed after its end', () => {
    fc.assert(
      fc.property(nights, (steps) => {
        const { room } = play(steps);
        for (const event of room.log) expect(event.occurredAt).toBeLessThanOrEqual(event.recordedAt);
        for (const incident of Object.values(room.board.incidents)) {
          const ends = ['incident.closed', 'incident.merged', 'incident.marked-mistaken', 'incident.transfer-received'];
          incident.acts.forEach((act, index) => {
            const before = incident.acts.slice(0, index).findLast((entry) => entry.type !== 'incident.noted');
            if (before && ends.includes(before.type))
              expect(['incident.reopened', 'incident.noted']).toContain(act.type);
          });
          expect(new Set(incident.acts.map((act) => act.revision)).size).toBe(incident.acts.length);
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
  it('reach nearly every command of the catalogue, so that the two tests above mean something', () => {
    const accepted = new Set<string>();
    for (const night of fc.sample(fc.array(step, { minLength: 80, maxLength: 80 }), { seed: 7, numRuns: 120 })) {
      for (const name of play(night).accepted) accepted.add(name);
    }
    const never = NAMES.filter((name) => !accepted.has(name));
    expect(never.toSorted()).toEqual(['office.set-up', 'shift.start']);
  });
});
