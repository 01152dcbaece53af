import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystemClock } from '@duty-room/server/clock/system-clock';
import { openSqliteStore } from '@duty-room/server/event-store/sqlite/sqlite-store';
import { SECOND } from '@duty-room/shared/kernel/instant';
import { afterEach, describe, expect, it } from 'vitest';
import { newKey, openOffice, report, type StaffedOffice } from '../support/office.ts';
import { readLogFile } from './log-file.ts';

const EACH = 16;
const COMMANDS = 100;

/** A text frame as a browser sends it. */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const mask = randomBytes(4);
  const length =
    body.length < 126 ? Buffer.from([0x80 | body.length]) : Buffer.from([0xfe, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([0x81]), length, mask, body.map((byte, index) => byte ^ mask[index % 4]!)]);
}

describe('clients that are slow or break off', () => {
  let office: StaffedOffice;
  let folder: string;
  let close: () => Promise<unknown>;
  const lines: Socket[] = [];
  afterEach(async () => {
    for (const line of lines) line.destroy();
    await close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A line to the server that says what it is told and no more. */
  async function say(...parts: readonly (string | Buffer)[]): Promise<Socket> {
    const { hostname, port } = new URL(office.server.address);
    const line = connect(Number(port), hostname);
    // Being cut off is what it deserves.
    line.on('error', () => undefined);
    lines.push(line);
    await once(line, 'connect');
    for (const part of parts) line.write(part);
    return line;
  }
  /** A screen that greets and then never reads another byte. */
  async function deafScreen(hello: object): Promise<void> {
    const line = await say(
      `GET /live/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${new URL(office.server.address).host}\r\n` +
        `Origin: ${office.server.address}\r\nCookie: ${office.wall.cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
    let heard = '';
    while (!heard.includes('"sid"')) heard += String((await once(line, 'data'))[0]);
    expect(heard).toContain('101 Switching Protocols');
    line.write(frame('40'));
    while (!/40\{"sid"/.test(heard)) heard += String((await once(line, 'data'))[0]);
    line.write(frame(`42${JSON.stringify(['hello', hello])}`));
    while (!heard.includes('42["events"')) heard += String((await once(line, 'data'))[0]);
    line.pause();
  }

  it('64 of them keep no officer waiting: every command is answered and on the disk', async () => {
    folder = await mkdtemp(join(tmpdir(), 'duty-room-slow-'));
    const store = await openSqliteStore({ file: join(folder, 'log.sqlite') });
    office = await openOffice({}, { store, clock: createSystemClock() });
    close = async () => {
      await office.close();
      await store.close();
    };
    const { officer } = office.people;
    const incident = await report(office);
    const { host } = new URL(office.server.address);
    const head = (more: string) =>
      `POST /api/commands/incident.note HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${office.server.address}\r\n` +
      `Cookie: ${officer.cookie}\r\nContent-Type: application/json\r\n${more}`;
    const note = () => JSON.stringify({ key: newKey(), data: { incident, personal: { text: '半句话' } } });
    const board = (await office.wall.get('/api/board')).json;
    const hello = { protocol: board.protocol, epoch: board.epoch, position: board.position };
    const before = await store.head();
    await Promise.all(
      Array.from({ length: EACH }, async () => {
        // Headers that never end; a body that never ends; a screen that does not read; and one that leaves before its answer.
        await say(head('X-Slow: '));
        await say(head('Content-Length: 5000\r\n\r\n'), note().slice(0, 20));
        await deafScreen(hello);
        const leaving = await say(`GET /api/board HTTP/1.1\r\nHost: ${host}\r\nCookie: ${office.wall.cookie}\r\n\r\n`);
        leaving.destroy();
      }),
    );
    expect(await store.head()).toBe(before);

    let longest = 0;
    for (let count = 0; count < COMMANDS; count += 1) {
      const sent = performance.now();
      const answer = await officer.command('incident.note', { incident, personal: { text: '来电'.repeat(500) } });
      expect(answer.status, answer.text).toBe(200);
      longest = Math.max(longest, performance.now() - sent);
    }
    // A client that held anybody up would do so until it is cut off, after seconds.
    expect(longest).toBeLessThan(3 * SECOND);
    expect(readLogFile(folder).filter(({ type }) => type === 'incident.noted')).toHaveLength(COMMANDS);
    expect((await office.wall.get('/health/ready')).status).toBe(200);
  });
});
