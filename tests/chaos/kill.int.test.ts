import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { project } from '@duty-room/shared/audience/project';
import { BoardFold, emptyBoard, foldBoard } from '@duty-room/shared/board/reduce';
import { isOnBoard } from '@duty-room/shared/board/view';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import { MINUTE, SECOND } from '@duty-room/shared/kernel/instant';
import { derivedNow } from '@duty-room/shared/obligation/derived-now';
import type { CommandAccepted } from '@duty-room/shared/protocol/catalogue';
import { afterAll, describe, expect, it } from 'vitest';
import { Browser, setUpRequest } from '../support/office.ts';
import { createSeeded, type Seeded } from '../support/seeded.ts';
import { DidNotStart, type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { readLogFile } from './log-file.ts';

const KILLS = 50;
/** Two offices at a time, each with its own server and log: the machine has two cores. */
const OFFICES = 2;
const WRITERS = 6;
/** One kill in so many falls into a start, where the log is read and what passed meanwhile is recorded. */
const WHILE_STARTING = 6;
const SEED = Number(process.env['KILL_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));

type Command = {
  readonly name: string;
  readonly data: object;
  readonly meta: { readonly key: string; readonly occurredAt?: number };
};

/** One office whose server is killed again and again, and what everybody outside it remembers. */
class House {
  readonly random: Seeded;
  readonly name: string;
  readonly dataDir: string;
  readonly browser = new Browser('');
  /** What was acknowledged. Lives in this process, which nobody kills. */
  readonly acknowledged: (CommandAccepted & { readonly key: string })[] = [];
  /** Sent and not answered. */
  readonly pending = new Map<string, Command>();
  readonly log: StoredEvent[] = [];
  readonly ids = new Set<string>();
  readonly revisions = new Map<string, number>();
  readonly seen = new BoardFold(emptyBoard());
  readonly count = { kills: 0, whileWriting: 0, whileStarting: 0, committedUnanswered: 0 };
  readonly restarts: number[] = [];
  judged = 0;
  commands = 0;

  constructor(name: string, dataDir: string, random: Seeded) {
    this.name = name;
    this.dataDir = dataDir;
    this.random = random;
  }

  async start(): Promise<ServerProcess> {
    const server = await startServerProcess({ dataDir: this.dataDir });
    this.browser.server = server.address;
    return server;
  }

  async setUp(token: string): Promise<void> {
    const wanted = setUpRequest(token);
    const answer = await this.browser.post('/api/set-up', {
      ...wanted,
      plans: [{ pack: 'heating', seasons: { heating: { from: '2000-01-01', to: '2100-01-01' } } }],
      administrator: { ...wanted.administrator, roles: ['administrator', 'officer'] },
    });
    expect(answer.status, answer.text).toBe(200);
  }

  command(name: string, data: object, occurredAt?: number): Command {
    this.commands += 1;
    const key = `${this.name}-${SEED}-${String(this.commands).padStart(8, '0')}`;
    return { name, data, meta: { key, ...(occurredAt !== undefined && { occurredAt }) } };
  }

  /** Sends a command; undefined where the server was gone before it answered. */
  async send(command: Command): Promise<CommandAccepted | undefined> {
    const { name, data, meta } = command;
    this.pending.set(meta.key, command);
    const answer = await this.browser.command(name, data, meta).catch(() => undefined);
    if (answer === undefined) return undefined;
    expect(answer.status, answer.text).toBe(200);
    this.acknowledged.push({ ...answer.json, key: meta.key });
    this.pending.delete(meta.key);
    return answer.json;
  }

  /** An officer who types without a pause: an accident whose relay is all but late, and crews whose minute is all but over. */
  async write(isOver: () => boolean): Promise<void> {
    const { random } = this;
    const ago = (ms: number) => Date.now() - ms;
    const reported = await this.send(
      this.command(
        'incident.report',
        { title: '光明小区停热', place: '光明小区', under: [{ plan: 'heating', class: 'accident' }] },
        ago(15 * MINUTE - random.between(0, 2 * SECOND)),
      ),
    );
    const incident = reported?.stream.replace('incident-', '');
    if (incident === undefined) return;
    const acts: (() => Command)[] = [
      () =>
        this.command(
          'incident.order-crew',
          { incident, crew: '抢修一队', task: '抢修', limit: 'PT1M' },
          ago(MINUTE - random.between(0, 2 * SECOND)),
        ),
      () => this.command('incident.relay', { incident, to: 'heating-office' }),
      () => this.command('incident.record-facts', { incident, facts: { households: random.between(1, 900) } }),
      () => this.command('incident.note', { incident, personal: { text: '来电询问恢复时间' } }),
    ];
    while (!isOver()) {
      const act = acts[random.between(0, acts.length - 1)]!;
      if ((await this.send(act())) === undefined) return;
    }
  }

  /** Starts the server, lets people work, and kills it at a random moment. */
  async round(server: ServerProcess): Promise<void> {
    let over = false;
    const writing = Array.from({ length: WRITERS }, () => this.write(() => over));
    await after(this.random.between(5, 350));
    if (this.pending.size > 0) this.count.whileWriting += 1;
    await server.kill();
    over = true;
    await Promise.all(writing);
    this.count.kills += 1;
  }

  async killWhileStarting(): Promise<void> {
    const delay = this.random.between(0, 1_500);
    const started = await startServerProcess({
      dataDir: this.dataDir,
      onSpawn: (child) => void after(delay).then(() => child.kill('SIGKILL')),
    }).catch((error: unknown) => {
      if (error instanceof DidNotStart && error.ended.code === null) return undefined;
      throw error;
    });
    await started?.kill();
    this.count.kills += 1;
    this.count.whileStarting += 1;
  }

  /** The log on the disk against what is remembered outside, and the server's board against the log. */
  async examine(): Promise<void> {
    const board = await this.browser.get('/api/board');
    expect(board.status, board.text).toBe(200);
    this.readOn();
    for (const ack of this.acknowledged.slice(this.judged)) this.expectKept(ack);
    this.judged = this.acknowledged.length;
    for (const { meta } of this.pending.values())
      if (this.log.some(({ commandKey }) => commandKey === meta.key)) this.count.committedUnanswered += 1;

    // The board was fetched first, so that everything it holds is on the disk by now; the ticker may have gone on since.
    const fresh = this.log.filter(({ position }) => position > this.seen.state().position);
    for (const event of fresh) {
      if (event.position > board.json.position) break;
      const open = project(event, 'desk');
      if (open !== null) this.seen.add(open);
    }
    const { position } = board.json;
    expect(JSON.parse(JSON.stringify({ ...this.seen.state(), position }))).toEqual(board.json.state);
  }

  /** Nothing missing between two events, no id twice, whatever was in flight. */
  readOn(): void {
    for (const event of readLogFile(this.dataDir, this.log.length)) {
      expect(Number(event.position)).toBe(this.log.length + 1);
      expect(event.revision, event.stream).toBe((this.revisions.get(event.stream) ?? -1) + 1);
      expect(this.ids.has(event.id), event.id).toBe(false);
      this.revisions.set(event.stream, event.revision);
      this.ids.add(event.id);
      this.log.push(event);
    }
  }

  expectKept({ key, stream, revision, position, event }: CommandAccepted & { readonly key: string }): void {
    expect(this.log[Number(position) - 1], `${key} was acknowledged and is lost`).toMatchObject({
      position,
      stream,
      revision,
      commandKey: key,
    });
    expect(this.ids.has(event), key).toBe(true);
  }

  /** Whoever had no answer asks again with the same key; it is done once, now or before. */
  async askAgain(): Promise<void> {
    for (const command of this.pending.values()) {
      const before = this.log.find(({ commandKey }) => commandKey === command.meta.key);
      const answer = await this.send(command);
      if (before !== undefined) expect(answer).toMatchObject({ stream: before.stream, event: before.id });
    }
  }

  /** Every duty whose line has passed is on record as overdue, once, with its own instant, and none before it. */
  async judgeClocks(): Promise<void> {
    const facts = () =>
      this.log.flatMap(({ type, data }) =>
        type === 'clock.at-risk' || type === 'clock.overdue' ? [{ kind: type, ...clockFact(data) }] : [],
      );
    const overdue = () => {
      const board = foldBoard(emptyBoard(), this.log);
      const { serverTime } = this.time;
      return Object.values(board.incidents)
        .filter(isOnBoard)
        .flatMap((incident) => derivedNow(incident, board.plans, serverTime).obligations)
        .filter(({ state, dueAt }) => state === 'overdue' && dueAt !== null)
        .map(({ key, dueAt }) => `clock.overdue ${key} ${dueAt}`);
    };
    const recorded = () => facts().map(({ kind, key, dueAt }) => `${kind} ${key} ${dueAt}`);
    await expect
      .poll(
        async () => {
          this.time = (await this.browser.get('/api/time')).json;
          this.readOn();
          const known = new Set(recorded());
          return overdue().filter((one) => !known.has(one));
        },
        { timeout: 10_000 },
      )
      .toEqual([]);
    const all = recorded();
    expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([]);
    expect(all.length).toBeGreaterThan(KILLS);
    for (const { kind, dueAt, passedAt, detectedAt } of facts()) {
      expect(detectedAt).toBeGreaterThanOrEqual(passedAt);
      if (kind === 'clock.overdue') expect(passedAt).toBeGreaterThanOrEqual(dueAt);
    }
  }
  time: { readonly serverTime: number } = { serverTime: 0 };

  /** The whole file once more: nothing that was read before has changed. */
  judgeFile(): void {
    expect(readLogFile(this.dataDir).slice(0, this.log.length)).toEqual(this.log);
    for (const ack of this.acknowledged) this.expectKept(ack);
  }
}

type ClockFact = {
  readonly key: string;
  readonly dueAt: number;
  readonly passedAt: number;
  readonly detectedAt: number;
};
function clockFact(data: Readonly<Record<string, unknown>>): ClockFact {
  const { key, dueAt, passedAt, detectedAt } = data;
  return {
    key: String(key),
    dueAt: Number(dueAt),
    passedAt: Number(passedAt),
    detectedAt: Number(detectedAt),
  };
}

describe('a server that is killed', () => {
  const folders: string[] = [];
  const servers: ServerProcess[] = [];
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.kill()));
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  async function live(index: number): Promise<House> {
    const dataDir = await mkdtemp(join(tmpdir(), 'duty-room-kill-'));
    folders.push(dataDir);
    const house = new House(`kill-${index}`, dataDir, createSeeded(SEED + index));
    let server = await house.start();
    servers[index] = server;
    await house.setUp(server.setUpToken!);
    while (house.count.kills < KILLS / OFFICES) {
      if (house.count.kills % WHILE_STARTING === WHILE_STARTING - 1) {
        await server.kill();
        await house.killWhileStarting();
      } else {
        await house.round(server);
      }
      server = await house.start();
      servers[index] = server;
      house.restarts.push(server.readyAfterMs);
      await house.examine();
      await house.askAgain();
      expect(server.complaints()).toBe('');
    }
    await Promise.all(Array.from({ length: WRITERS }, () => house.write(() => house.commands % 40 === 0)));
    await house.examine();
    await house.judgeClocks();
    house.judgeFile();
    expect(await server.stop()).toBe(0);
    return house;
  }

  it(`at ${KILLS} random moments loses nothing that it acknowledged, doubles no clock fact, and comes back with the board of its log`, async () => {
    console.log(`KILL_SEED=${SEED}`);
    const houses = await Promise.all(Array.from({ length: OFFICES }, (_, index) => live(index)));
    const total = (of: (house: House) => number) => houses.reduce((sum, house) => sum + of(house), 0);
    const restarts = houses.flatMap((house) => house.restarts).toSorted((a, b) => a - b);
    console.log(
      `${total((house) => house.count.kills)} kills, ${total((house) => house.count.whileWriting)} with appends in flight, ` +
        `${total((house) => house.count.whileStarting)} while starting; ${total((house) => house.acknowledged.length)} acknowledged, ` +
        `${total((house) => house.count.committedUnanswered)} committed and never answered; ` +
        `ready again after ${Math.round(restarts[restarts.length >> 1] ?? 0)} ms (median), ${Math.round(restarts.at(-1) ?? 0)} ms at most`,
    );
    expect(total((house) => house.count.kills)).toBe(KILLS);
    expect(total((house) => house.count.whileWriting)).toBeGreaterThan(KILLS / 2);
    expect(total((house) => house.acknowledged.length)).toBeGreaterThan(KILLS * WRITERS);
  }, 300_000);
});
