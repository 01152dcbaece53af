import { STEP_LIMIT_MS } from '@duty-room/server/clock/start-time';
import type { Room } from '@duty-room/server/room/room';
import { createNight } from '@duty-room/server/room/test-support/night';
import { emptyBoard, foldBoard } from '@duty-room/shared/board/reduce';
import { isOnBoard } from '@duty-room/shared/board/view';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import { HOUR, MINUTE, SECOND, type Instant, type Millis } from '@duty-room/shared/kernel/instant';
import type { CommandAccepted, CommandName } from '@duty-room/shared/protocol/catalogue';
import { derivedNow } from '@duty-room/shared/obligation/derived-now';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/** The one clock of the simulation that is always right. People and time sources never confirm a time that is wrong. */
type Truth = { now: () => Instant; offset: Millis };

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        ms: fc.oneof(fc.integer({ min: 1, max: 2 * MINUTE }), fc.integer({ min: 1, max: 90 * MINUTE })),
      }),
    },
    {
      weight: 12,
      arbitrary: fc.record({
        do: fc.constant('act' as const),
        what: fc.constantFrom(
          'report',
          'relay',
          'stopped',
          'expected',
          'restored',
          'correct',
          'grade',
          'withdraw',
          'close',
          'reopen',
          'note' as const,
        ),
        which: fc.nat(9),
        value: fc.integer({ min: -14, max: 14 }),
        late: fc.integer({ min: 0, max: 30 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const), which: fc.nat(50) }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('kill' as const), downFor: fc.integer({ min: 0, max: HOUR }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('stop' as const), downFor: fc.integer({ min: 0, max: HOUR }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('die in' as const),
        type: fc.constantFrom(
          'incident.relayed',
          'incident.fact-corrected',
          'incident.facts-recorded',
          'clock.overdue',
          'clock.at-risk',
        ),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('reboot' as const),
        downFor: fc.integer({ min: 0, max: HOUR }),
        behind: fc.constantFrom(0, 3 * HOUR),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('step' as const),
        by: fc.constantFrom(2 * HOUR, -HOUR, 5 * MINUTE, -3 * SECOND),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('set right', 'synchronise', 'confirm', 'disk full', 'disk free') }),
    },
  ),
  { minLength: 5, maxLength: 40 },
);
type Step = typeof steps extends fc.Arbitrary<(infer One)[]> ? One : never;

class Simulation {
  readonly night = createNight({ tickMs: 2 * SECOND });
  readonly truth: Truth;
  readonly acknowledged: CommandAccepted[] = [];
  readonly sent: { readonly command: Parameters<Room['execute']>[0]; readonly answer: CommandAccepted }[] = [];
  readonly servers: number;
  rooms: Room[] = [];
  looked = 0;

  constructor(servers: number) {
    this.servers = servers;
    this.truth = { now: () => this.night.clock.wall() - this.truth.offset, offset: 0 };
  }

  get room(): Room {
    return this.rooms[0]!;
  }

  /** Servers that died are gone, and others take their place. */
  async start(): Promise<void> {
    for (const room of this.rooms) if (this.night.isDead(room)) this.night.kill(room);
    this.rooms = this.rooms.filter((room) => !this.night.isDead(room));
    while (this.rooms.length < this.servers) this.rooms.push(await this.night.start());
  }

  async run(all: readonly Step[]): Promise<void> {
    await this.start();
    await this.night.report(this.room);
    for (const step of all) {
      await this.perform(step);
      await this.start();
      await this.night.settle();
      await this.look();
    }
    for (const room of this.rooms) this.night.refuseAppends(room, null);
    await this.night.advance(5 * SECOND);
    await this.start();
    await this.look();
  }

  async perform(step: Step): Promise<void> {
    const { night, truth } = this;
    switch (step.do) {
      case 'wait':
        return night.advance(step.ms);
      case 'act':
        return this.act(step);
      case 'repeat': {
        const again = this.sent[step.which % Math.max(1, this.sent.length)];
        if (again === undefined) return;
        const answer = await this.room.execute(again.command, { account: 'chen', roles: ['officer'] });
        expect(answer).toEqual({ ok: true, value: again.answer });
        return;
      }
      case 'kill': {
        const gone = this.rooms.shift();
        if (gone) night.kill(gone, step.downFor);
        return;
      }
      case 'stop': {
        const gone = this.rooms.shift();
        if (gone) await night.stop(gone, step.downFor);
        return;
      }
      case 'die in':
        night.dieOf(this.room, step.type);
        return;
      case 'reboot': {
        for (const room of this.rooms) night.kill(room);
        this.rooms = [];
        const after = truth.now() + step.downFor;
        night.clock.reboot(step.downFor, { wall: after - step.behind });
        truth.offset = night.clock.wall() - after;
        night.synchronise({ state: 'no', proof: null });
        return;
      }
      case 'step':
        night.clock.stepWall(step.by);
        truth.offset += step.by;
        // As the kernel does when somebody sets the clock.
        night.synchronise({ state: 'no', proof: null });
        return night.advance(3 * SECOND);
      case 'set right':
        night.clock.stepWall(-truth.offset);
        truth.offset = 0;
        return night.advance(3 * SECOND);
      case 'synchronise':
        night.clock.stepWall(-truth.offset);
        truth.offset = 0;
        night.synchronise({ state: 'yes', proof: null });
        return night.advance(8 * SECOND);
      case 'confirm':
        if (truth.offset === 0) await this.send('room.confirm-clock', {});
        return;
      case 'disk full':
        return night.refuseAppends(this.room, 'full');
      case 'disk free':
        for (const room of this.rooms) night.refuseAppends(room, null);
        return night.advance(2 * SECOND);
    }
  }

  async act({ what, which, value, late }: Extract<Step, { readonly do: 'act' }>): Promise<void> {
    const incidents = Object.values(this.room.board().incidents);
    const state = incidents[which % Math.max(1, incidents.length)];
    const now = this.room.time().now;
    const occurredAt = now - late * MINUTE;
    if (what === 'report' || state === undefined) {
      return this.send('incident.report', { title: '停热', under: [{ plan: 'ward', class: 'fault' }] }, occurredAt);
    }
    const incident = state.id;
    const facts = (values: object) => this.send('incident.record-facts', { incident, facts: values }, occurredAt);
    switch (what) {
      case 'relay':
        return this.send('incident.relay', { incident, to: value % 2 === 0 ? 'leader' : 'unit' }, occurredAt);
      case 'stopped':
        return facts({ stopped: occurredAt - Math.abs(value) * HOUR });
      case 'expected':
        return facts({ expected: occurredAt + value * HOUR });
      case 'restored':
        return facts({ restored: value < 0 ? null : occurredAt });
      case 'correct': {
        const stated = state.acts.find((act) => act.type === 'incident.facts-recorded' && 'stopped' in act.data.facts);
        if (stated === undefined) return;
        const to = now - Math.abs(value) * HOUR;
        return this.send('incident.correct-fact', {
          incident,
          fact: 'stopped',
          value: to,
          replaces: stated.id,
          reason: '更正',
        });
      }
      case 'grade':
        return this.send(
          'incident.grade',
          { incident, plan: 'ward', grade: value > 0 ? 'high' : 'low', reason: '判断' },
          occurredAt,
        );
      case 'withdraw': {
        const target = state.acts.findLast(({ type }) => type === 'incident.relayed' || type === 'incident.graded');
        return this.send('incident.withdraw', { incident, target: target?.id ?? 'none', reason: '点错' });
      }
      case 'close':
        return this.send('incident.close', { incident });
      case 'reopen':
        return this.send('incident.reopen', { incident, reason: '又停' });
      case 'note':
        return this.send('incident.note', { incident, personal: { text: '来电' } });
    }
  }

  async send(name: CommandName, data: object, occurredAt?: Instant): Promise<void> {
    const command = this.night.parse(name, data, occurredAt === undefined ? {} : { occurredAt });
    const room = this.rooms.at(-1)!;
    const answer = await room.execute(command, { account: 'chen', roles: ['officer'] });
    if (!answer.ok) return;
    this.acknowledged.push(answer.value);
    this.sent.push({ command, answer: answer.value });
  }

  /** What must be so at any moment. */
  async look(): Promise<void> {
    for (const room of this.rooms) expect(room.time().now).toBeLessThanOrEqual(this.truth.now() + STEP_LIMIT_MS);
    const events = await this.night.events();
    for (const event of events.slice(this.looked)) {
      if (event.type !== 'clock.overdue') continue;
      // Never ahead of the truth, and never against what was on record.
      expect(recorded.parse(event.data).dueAt).toBeLessThan(this.truth.now() + STEP_LIMIT_MS);
      if (this.servers === 1) expect(stateWhenRecorded(events, event)).toBe('overdue');
    }
    this.looked = events.length;
  }

  /** What must be so in the end. */
  async judge(): Promise<void> {
    const { night } = this;
    const events = await night.events();
    const byId = new Map(events.map((event) => [event.id, event]));
    expect(byId.size).toBe(events.length);
    for (const { event, stream } of this.acknowledged) expect(byId.get(event)?.stream).toBe(stream);

    const passings = await night.passings();
    const once = passings.map(({ key, line, dueAt, cause }) => JSON.stringify([key, line, dueAt, cause]));
    expect(new Set(once).size).toBe(once.length);
    for (const { detectedAt, passedAt, lagMs } of passings) expect(lagMs).toBe(Math.max(0, detectedAt - passedAt));

    const board = foldBoard(emptyBoard(), events);
    const overdue = Object.values(board.incidents)
      .filter(isOnBoard)
      .flatMap((incident) => derivedNow(incident, board.plans, this.room.time().now).obligations)
      .filter(({ state, dueAt }) => state === 'overdue' && dueAt !== null);
    for (const { key, incident, dueAt } of overdue) {
      const found = passings.filter(
        (one) => one.incident === incident && one.key === key && one.dueAt === dueAt && one.line === 'overdue',
      );
      expect(found.length, `${key} is overdue and not on record`).toBeGreaterThan(0);
    }

    for (const room of this.rooms) {
      await room.whenProcessed(events.at(-1)!.position);
      expect(room.board()).toEqual(board);
    }
    const last = new Map<string, Instant>();
    for (const { stream, recordedAt } of events) {
      expect(recordedAt).toBeGreaterThanOrEqual(last.get(stream) ?? 0);
      last.set(stream, recordedAt);
    }
    expect(night.errors).toEqual([]);
  }
}

const recorded = z.object({ key: z.string(), incident: z.string(), dueAt: z.number(), detectedAt: z.number() });

/** The duty's state by the log before the record, at the instant of its detection. */
function stateWhenRecorded(events: readonly StoredEvent[], record: StoredEvent): string | undefined {
  const before = foldBoard(emptyBoard(), events.slice(0, events.indexOf(record)));
  const { key, incident, detectedAt } = recorded.parse(record.data);
  return derivedNow(before.incidents[incident]!, before.plans, detectedAt).obligations.find((duty) => duty.key === key)
    ?.state;
}

const RUNS = Number(process.env['SIMULATION_RUNS'] ?? 150);
const seed = process.env['SIMULATION_SEED'] === undefined ? undefined : Number(process.env['SIMULATION_SEED']);

describe('any night', () => {
  it.each([
    ['one server', 1, RUNS],
    ['two servers on one log', 2, Math.ceil(RUNS / 3)],
  ])(
    'with %s loses nothing that was acknowledged, and records each passing once and none before its time',
    async (_, servers, numRuns) => {
      const details = await fc.check(
        fc.asyncProperty(steps, async (all) => {
          const simulation = new Simulation(servers);
          await simulation.run(all);
          await simulation.judge();
        }),
        { numRuns, timeout: 10_000, ...(seed !== undefined && { seed }) },
      );
      expect(details.failed, fc.defaultReportMessage(details)).toBe(false);
    },
    120_000,
  );
});
