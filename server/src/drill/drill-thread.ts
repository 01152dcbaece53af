// The thread of one drill (演练): its room, its log, its clock. It shares nothing with the live room but the machine.
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { assertNever } from '@duty-room/shared/kernel/assert-never';
import { SECOND, type Millis } from '@duty-room/shared/kernel/instant';
import { createPacedClock } from '../clock/paced-clock.ts';
import { createSystemClock } from '../clock/system-clock.ts';
import { createMemoryStore } from '../event-store/memory/memory-store.ts';
import type { EventStore } from '../event-store/port.ts';
import { openSqliteStore } from '../event-store/sqlite/sqlite-store.ts';
import { createRoom } from '../room/create-room.ts';
import { createPackTexts } from '../room/packs.ts';
import { systemRandom } from '../room/random.ts';
import type { RoomLogger } from '../room/room-logger.ts';
import { prepareRoom } from '../scenario/prepare-room.ts';
import { scenarioTime } from '../scenario/scenario-time.ts';
import { createMemoryVault } from '../vault/memory-vault.ts';
import type { Vault } from '../vault/port.ts';
import { openSqliteVault } from '../vault/sqlite-vault.ts';
import { drillPort } from './drill-port.ts';
import type { DrillData, DrillPulse, FromDrill, ToDrill } from './messages.ts';
import { createScript } from './play-script.ts';

/** How often the drill says what time it has. */
const PULSE_MS: Millis = SECOND / 2;

const port = drillPort();
const say = (message: FromDrill): void => port.postMessage(message);
const logger = (level: 'info' | 'warn' | 'error') => (details: object, message: string) =>
  say({ is: 'log', level, details: describe(details), message });
const log: RoomLogger = { info: logger('info'), warn: logger('warn'), error: logger('error') };

/** An error says nothing as JSON. */
function describe(details: object): string {
  return JSON.stringify(details, (_, value: unknown) => (value instanceof Error ? value.message : value));
}

async function openLog(folder: string | null): Promise<{ readonly store: EventStore; readonly vault: Vault }> {
  if (folder === null) return { store: createMemoryStore(), vault: createMemoryVault() };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const store = await openSqliteStore({ file: join(folder, 'log.sqlite') });
  return { store, vault: openSqliteVault({ file: join(folder, 'vault.sqlite'), keyFile: join(folder, 'master.key') }) };
}

async function main(data: DrillData): Promise<void> {
  const { scenario, participants } = data;
  const { store, vault } = await openLog(data.folder);
  const start = scenarioTime(scenario.start, scenario.timeZone).start;
  // It stands still until everything is prepared: all of that is on record at the start.
  const clock = createPacedClock(createSystemClock(), { start, speed: 0 });
  const packs = createPackTexts(data.packs);
  const room = await createRoom({ store, vault, clock, packs, log, random: systemRandom, version: data.version });
  const settled = async (): Promise<void> => {
    for (let under = room.settled(); under !== undefined; under = room.settled()) await under;
  };

  const refused = await prepareRoom(room, scenario);
  if (refused.length > 0)
    throw new Error(refused.map(({ path, refusal }) => `${path.join('.')}: ${refusal.code}`).join('; '));
  for (const { id, login, name, roles } of participants) {
    if (scenario.people.some((person) => person.id === id)) continue;
    const created = { type: 'account.created', data: { account: id, login, name, roles } } as const;
    await room.record(`account-${id}`, [created], { account: 'system:drill' });
  }
  const script = createScript({ scenario, room, clock, log, onChange: () => say({ is: 'pulse', pulse: pulse() }) });
  const pulse = (): DrillPulse => ({
    time: room.time(),
    speed: clock.speed(),
    finished: script.finished(),
    health: room.health(),
  });
  if (data.openAt !== null) await script.playUpTo(data.openAt, settled);
  await settled();

  const events = [];
  for await (const event of store.readAll()) events.push(event);
  room.subscribe((batch) => say({ is: 'events', events: batch }));
  clock.setSpeed(data.speed);
  say({ is: 'ready', epoch: room.epoch, events, pulse: pulse() });
  script.start();
  const pulses = setInterval(() => say({ is: 'pulse', pulse: pulse() }), PULSE_MS);

  const read = async (after: string, limit: number) => {
    const page = [];
    for await (const event of store.readAll({ after, limit })) page.push(event);
    return page;
  };
  const answer = (message: Exclude<ToDrill, { is: 'speed' | 'close' }>): Promise<unknown> => {
    switch (message.is) {
      case 'execute':
        return room.execute(message.ask.command, message.ask.who);
      case 'personal':
        return room.personal(message.ask);
      case 'numbers':
        return room.numbers(message.ask.person, message.ask.who);
      case 'read':
        return read(message.ask.after, message.ask.limit);
      default:
        return assertNever(message);
    }
  };
  const close = async (): Promise<void> => {
    clearInterval(pulses);
    script.close();
    await room.close();
    clock.close();
    await store.close();
    await vault.close();
    port.close();
  };
  port.on('message', (message: ToDrill) => {
    if (message.is === 'close') void close();
    else if (message.is === 'speed') {
      clock.setSpeed(message.speed);
      say({ is: 'pulse', pulse: pulse() });
    } else {
      const { n } = message;
      answer(message).then(
        (value) => say({ is: 'answer', n, answer: value }),
        (error: unknown) => say({ is: 'failed', n, why: error instanceof Error ? error.message : String(error) }),
      );
    }
  });
}

const data: DrillData = workerData;
main(data).catch((error: unknown) => {
  say({ is: 'refused', why: error instanceof Error ? error.message : String(error) });
  port.close();
});
