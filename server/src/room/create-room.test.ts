import { MINUTE, SECOND } from '@duty-room/shared/kernel/instant';
import { describe, expect, it } from 'vitest';
import { createNight, mustPass, NOON } from './test-support/night.ts';

describe('a room', () => {
  it('puts its start on record, and at the next start when it last ran and that it stopped in order', async () => {
    const night = createNight();
    const first = await night.start();
    await night.advance(MINUTE);
    await night.stop(first, MINUTE);
    const second = await night.start();
    await night.advance(10 * SECOND);
    night.kill(second, MINUTE);
    await night.start();
    const started = await night.eventsOf('room.started');
    expect(started.map(({ data }) => data)).toEqual([
      expect.objectContaining({ run: 'random-1', cleanStop: false, timeTrusted: true }),
      expect.objectContaining({ cleanStop: true, lastKnownAlive: NOON + MINUTE }),
      expect.objectContaining({ cleanStop: false, lastKnownAlive: NOON + 2 * MINUTE + 10 * SECOND }),
    ]);
    expect(started[0]!.data).not.toHaveProperty('lastKnownAlive');
    expect(await night.eventsOf('room.stopped')).toHaveLength(1);
  });

  it('does what a command asks and shows it at once', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room);
    expect(room.board().incidents[incident]).toMatchObject({ title: '停热', status: 'open' });
    mustPass(
      await night.command(room, 'incident.relay', { incident, to: 'leader' }, { medium: 'phone', onBehalfOf: 'unit' }),
    );
    const [event] = await night.eventsOf('incident.relayed');
    expect(event).toMatchObject({
      actor: 'chen',
      onBehalfOf: 'unit',
      medium: 'phone',
      correlationId: `incident-${incident}`,
      recordedAt: NOON,
    });
  });

  it('answers a repeated key as the first time, also after a restart, and refuses it for anything else', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room);
    const meta = { key: 'one-intention-0001', occurredAt: NOON };
    const first = mustPass(await night.command(room, 'incident.relay', { incident, to: 'leader' }, meta));
    await night.command(room, 'incident.confirm', { incident });
    expect(mustPass(await night.command(room, 'incident.relay', { incident, to: 'leader' }, meta))).toEqual(first);
    expect(await night.command(room, 'incident.relay', { incident, to: 'deputy' }, meta)).toMatchObject({
      code: 'key-reused',
    });
    expect(await night.command(room, 'office.rename', { name: '别的' }, meta)).toMatchObject({ code: 'key-reused' });
    night.kill(room);
    const again = await night.start();
    expect(mustPass(await night.command(again, 'incident.relay', { incident, to: 'leader' }, meta))).toEqual(first);
    expect(await night.command(again, 'office.rename', { name: '别的' }, meta)).toMatchObject({ code: 'key-reused' });
    expect(await night.eventsOf('incident.relayed')).toHaveLength(1);
  });

  it('does one command once, however often and wherever it is sent at the same moment', async () => {
    const night = createNight();
    const [here, there] = [await night.start(), await night.start()];
    const incident = await night.report(here);
    const command = night.parse('incident.relay', { incident, to: 'leader' });
    const who = { account: 'chen', roles: ['officer'] } as const;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? here : there).execute(command, who)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]!.ok).toBe(true);
    expect(await night.eventsOf('incident.relayed')).toHaveLength(1);
    const stranger = await here.execute(command, { account: 'li', roles: ['officer'] });
    expect(stranger).toMatchObject({ code: 'key-reused' });
  });

  it('decides again where another server was faster, unless the person had looked at what is no more', async () => {
    const night = createNight();
    const [here, there] = [await night.start(), await night.start()];
    const incident = await night.report(here);
    await there.whenProcessed(here.board().position);
    const send = (room: typeof here, to: string, expectedRevision?: number) =>
      room.execute(night.parse('incident.relay', { incident, to }, { expectedRevision }), {
        account: to,
        roles: ['officer'],
      });
    const free = await Promise.all([send(here, 'leader'), send(there, 'deputy'), send(here, 'unit')]);
    expect(free.map(({ ok }) => ok)).toEqual([true, true, true]);
    await night.settle();
    const revision = here.board().incidents[incident]!.revision;
    await there.whenProcessed(here.board().position);
    const bound = await Promise.all([send(here, 'leader', revision), send(there, 'deputy', revision)]);
    expect(bound.map((answer) => (answer.ok ? 'done' : answer.code)).toSorted()).toEqual(['conflict', 'done']);
  });

  it('gives each incident a number of its own', async () => {
    const night = createNight();
    const room = await night.start();
    await night.report(room);
    const report = () =>
      room.execute(night.parse('incident.report', { title: '漏水', under: [{ plan: 'ward', class: 'fault' }] }), {
        account: 'chen',
        roles: ['officer'],
      });
    await Promise.all([report(), report(), report()]);
    const numbers = Object.values(room.board().incidents).map(({ number }) => number);
    expect(numbers.toSorted()).toEqual(['2026-0001', '2026-0002', '2026-0003', '2026-0004']);
  });

  it.each([
    ['full', 'storage-full'],
    ['read-only', 'read-only'],
    ['unreachable', 'unavailable'],
  ] as const)(
    'refuses in words where the disk is %s, lives on, and records its own when it is back',
    async (reason, code) => {
      const night = createNight();
      const room = await night.start();
      const incident = await night.report(room);
      night.refuseAppends(room, reason);
      const meta = { key: 'one-intention-0001' };
      expect(await night.command(room, 'incident.relay', { incident, to: 'leader' }, meta)).toMatchObject({ code });
      await night.advance(20 * MINUTE);
      expect(await night.passings()).toEqual([]);
      expect(room.health()).toEqual({ ok: true });
      night.refuseAppends(room, null);
      await night.advance(2 * SECOND);
      expect(
        (await night.passings()).map(({ line, passedAt, detectedAt }) => [
          line,
          passedAt,
          detectedAt - passedAt < SECOND,
        ]),
      ).toEqual([
        ['at-risk', NOON + 11.25 * MINUTE, true],
        ['overdue', NOON + 15 * MINUTE, true],
      ]);
      expect((await night.command(room, 'incident.relay', { incident, to: 'leader' }, meta)).ok).toBe(true);
    },
  );

  it('seals what is personal and opens it until its key is destroyed', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room);
    const stream = `incident-${incident}`;
    mustPass(await night.command(room, 'incident.note', { incident, personal: { text: '老人卧床' } }));
    const [event] = await night.eventsOf('incident.noted');
    expect(JSON.stringify(await night.events())).not.toContain('老人卧床');
    expect(await room.personal(stream)).toEqual({ [event!.id]: { text: '老人卧床' } });
    await night.vault.destroy(event!.personal!.subject);
    expect(await room.personal(stream)).toEqual({});
  });

  it('gives a person’s numbers and puts on record who looked', async () => {
    const night = createNight();
    const room = await night.start();
    await night.report(room);
    const entered = mustPass(
      await night.command(room, 'directory.enter-person', { name: '李主任', personal: { numbers: ['13900000000'] } }),
    );
    expect(entered.stream).toBe('directory');
    const person = Object.keys(room.board().directory.persons)[0]!;
    const who = { account: 'wang', roles: ['officer'] } as const;
    expect(await room.numbers(person, who)).toEqual({ ok: true, value: ['13900000000'] });
    expect(await night.eventsOf('room.numbers-viewed')).toMatchObject([{ actor: 'wang', data: { of: person } }]);
    expect(await room.numbers('nobody', who)).toMatchObject({ code: 'not-found' });
  });

  it('shows the room as it was known at any instant', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room);
    await night.advance(MINUTE);
    await night.command(room, 'incident.confirm', { incident });
    await night.advance(MINUTE);
    await night.command(room, 'incident.relay', { incident, to: 'leader' });
    const acts = async (minutes: number, view: 'known' | 'happened') =>
      (await room.at(NOON + minutes * MINUTE, view)).incidents[incident]?.acts.map(({ type }) => type);
    expect(await acts(-1, 'known')).toBeUndefined();
    expect(await acts(0.5, 'known')).toEqual(['incident.reported']);
    expect(await acts(1, 'known')).toEqual(['incident.reported', 'incident.confirmed']);
    expect(await acts(0.5, 'happened')).toHaveLength(3);
  });

  it('tells its listeners each event once and in order, after it is on the board', async () => {
    const night = createNight();
    const room = await night.start();
    const heard: string[] = [];
    const end = room.subscribe((events) => {
      for (const event of events) {
        expect(room.board().position >= event.position).toBe(true);
        heard.push(event.position);
      }
    });
    const before = room.board().position;
    const incident = await night.report(room);
    await night.command(room, 'incident.confirm', { incident });
    end();
    await night.command(room, 'incident.relay', { incident, to: 'leader' });
    const positions = (await night.events()).map(({ position }) => position).filter((position) => position > before);
    expect(heard).toEqual(positions.slice(0, -1));
  });

  it('records for others upon the board as it is then', async () => {
    const night = createNight();
    const room = await night.start();
    const data = { account: 'a1', login: 'chen', name: '陈', roles: ['officer'] } as const;
    const create = () =>
      room.record(
        'account-a1',
        (board) =>
          board.people.accounts['a1'] === undefined
            ? { ok: true, value: [{ type: 'account.created', data }] }
            : { ok: false, code: 'already-exists' },
        { account: 'admin' },
      );
    const answers = await Promise.all([create(), create()]);
    expect(answers.map((answer) => (answer.ok ? 'done' : answer.code))).toEqual(['done', 'already-exists']);
    expect(room.board().people.accounts['a1']?.name).toBe('陈');
  });

  it('refuses to adopt a plan that is not there', async () => {
    const night = createNight();
    const room = await night.start();
    await night.report(room);
    expect(await night.command(room, 'plan.adopt', { pack: 'nowhere' })).toMatchObject({ code: 'unknown-plan' });
    expect(await night.command(room, 'plan.adopt', { pack: 'ward' })).toMatchObject({ code: 'nothing-to-do' });
  });

  it('does not open on a log that holds what it cannot read', async () => {
    const night = createNight();
    const [known] = await night.start().then(() => night.events());
    const { position: _, stream, revision, ...event } = known!;
    await night.log.append(stream, revision, [{ ...event, id: 'from-a-newer-version', type: 'room.renovated' }]);
    await expect(night.start()).rejects.toThrow(/room\.renovated/);
  });

  it('stops deciding, alive, where another server writes what it cannot read', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room);
    const [known] = await night.events();
    const { position: _, stream, ...event } = known!;
    await night.log.append(stream, 'any', [{ ...event, id: 'from-a-newer-version', type: 'room.renovated' }]);
    await night.settle();
    expect(await night.command(room, 'incident.confirm', { incident })).toMatchObject({ code: 'unavailable' });
    expect(room.health()).toMatchObject({ ok: false });
    expect(room.board().incidents[incident]).toBeDefined();
  });

  it('refuses a statement about the future', async () => {
    const night = createNight();
    const room = await night.start();
    const incident = await night.report(room);
    const late = await night.command(room, 'incident.confirm', { incident }, { occurredAt: NOON + 2 * MINUTE });
    expect(late).toMatchObject({ code: 'future' });
  });
});
