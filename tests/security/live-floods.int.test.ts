import { randomBytes } from 'node:crypto';
import { once as onceOf } from 'node:events';
import { connect, type Socket as Line } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { once, openOffice, type StaffedOffice } from '../support/office.ts';

/** A text frame as a browser sends it. */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const mask = randomBytes(4);
  const length =
    body.length < 126 ? Buffer.from([0x80 | body.length]) : Buffer.from([0xfe, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([0x81]), length, mask, body.map((byte, index) => byte ^ mask[index % 4]!)]);
}

const once15s = async () => {
  const signal = AbortSignal.timeout(15_000);
  await onceOf(signal, 'abort');
  return 'still open';
};

describe('a line that floods the live gateway', () => {
  let office: StaffedOffice;
  const lines: Line[] = [];
  beforeAll(async () => {
    office = await openOffice();
  });
  afterEach(() => {
    for (const line of lines.splice(0)) line.destroy();
  });
  afterAll(() => office.close());

  async function open(cookie: string): Promise<Line> {
    const { hostname, port, host } = new URL(office.server.address);
    const line = connect(Number(port), hostname);
    line.on('error', () => undefined);
    lines.push(line);
    line.write(
      `GET /live/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${office.server.address}\r\n` +
        `Cookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
    await hear(line, '"sid"');
    return line;
  }
  async function hear(line: Line, word: string): Promise<void> {
    let heard = '';
    while (!heard.includes(word)) heard += String((await onceOf(line, 'data'))[0]);
  }
  const screens = async (audience: string): Promise<number> => {
    const { text } = await office.browser().get('/metrics');
    return Number(new RegExp(`^duty_room_screens\\{audience="${audience}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
  };

  it('finds no room made for a drill that does not exist, whoever asks', async () => {
    for (const browser of [office.browser(), office.people.officer]) {
      const socket = browser.socket('/drill-made-up');
      // As the library says of a name for which it keeps nothing.
      expect(await once<Error>(socket, 'connect_error')).toMatchObject({ message: 'Invalid namespace' });
      socket.disconnect();
    }
  });

  it('is cut, without having signed in, before it has cost much', async () => {
    const line = await open('');
    let answers = 0;
    line.on('data', (part) => (answers += String(part).split('44{').length - 1));
    const closed = new Promise((resolve) => line.once('close', resolve));
    for (let count = 0; count < 2_000; count += 1) line.write(frame('40'));
    await closed;
    expect(answers).toBeLessThan(100);
    expect((await office.browser().get('/health/live')).status).toBe(200);
  });

  it('cannot open more screens than a person or a wall ever has', async () => {
    const sockets = Array.from({ length: 70 }, () => office.wall.socket());
    let cut = 0;
    for (const socket of sockets) socket.on('disconnect', () => (cut += 1));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    await expect.poll(() => cut).toBe(6);
    expect(await screens('wall')).toBe(64);
    for (const socket of sockets) socket.disconnect();
  });

  it('does not stay when it is cut and does not answer the farewell', async () => {
    const stranger = office.browser();
    await stranger.signIn('officer');
    const line = await open(stranger.cookie);
    line.write(frame('40'));
    await hear(line, '40{"sid"');
    line.resume();
    const closed = new Promise((resolve) => line.once('close', () => resolve('closed')));
    await stranger.ask('DELETE', '/api/session');
    // By itself the library would wait for half a minute.
    expect(await Promise.race([closed, once15s()])).toBe('closed');
  });

  it('does not get what it missed again and again while it reads nothing', async () => {
    const { officer } = office.people;
    const many = Array.from({ length: 500 }, () => ({
      type: 'room.numbers-viewed' as const,
      data: { of: randomBytes(1_000).toString('hex') },
    }));
    expect((await office.server.room.record('room', many, { account: 'system:test' })).ok).toBe(true);
    const { epoch, protocol } = (await officer.get('/api/board')).json;
    const position = (await officer.get('/api/events?limit=1')).json.next;
    const line = await open(officer.cookie);
    line.write(frame('40'));
    await hear(line, '40{"sid"');
    line.pause();
    expect(await screens('desk')).toBe(1);
    const hello = frame(`42${JSON.stringify(['hello', { protocol, epoch, position }])}`);
    for (let count = 0; count < 18; count += 1) line.write(hello);
    await expect.poll(() => screens('desk'), { timeout: 4_000 }).toBe(0);
  });
});
