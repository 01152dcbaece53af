import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { Server } from 'socket.io';
import type { BoardState } from '@duty-room/shared/board/state';
import type { JsonObject } from '@duty-room/shared/kernel/json';
import { PROTOCOL_VERSION } from '@duty-room/shared/protocol/live';
import { NOW } from './scenes.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
};

export type Play = {
  readonly board: BoardState;
  readonly session: JsonObject;
  /** Beats go on; without them the screen must say that it is stale. */
  beating: boolean;
};

/** A server of scenery for pictures of the screens: the built pages, one fixed board, beats by a clock that starts at the scene's instant. */
export async function openStage(dist: string): Promise<{
  readonly url: string;
  play(play: Play): void;
  readonly commands: { readonly name: string; readonly body: unknown }[];
  close(): Promise<void>;
}> {
  let play: Play | undefined;
  let started = Date.now();
  const commands: { name: string; body: unknown }[] = [];
  const now = (): number => NOW + Date.now() - started;

  const json = (response: ServerResponse, body: unknown, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  };
  function answer(path: string, response: ServerResponse, body: unknown): void {
    if (!play) return json(response, {}, 503);
    const room = path.replace(/^\/api\/drills\/[\w-]+/, '/api');
    if (path === '/api/session') return json(response, play.session);
    if (room === '/api/board')
      return json(response, {
        epoch: 'epoch-1',
        position: play.board.position,
        protocol: PROTOCOL_VERSION,
        serverTime: now(),
        trusted: play.board.office.clock.trusted,
        audience: 'wall',
        state: play.board,
      });
    if (path === '/api/devices/request')
      return json(response, { code: 'K7M2P9', secret: 's'.repeat(32), expiresAt: now() + 600_000 });
    if (path === '/api/devices/claim') return json(response, { state: 'waiting' }, 202);
    if (room.startsWith('/api/commands/')) {
      commands.push({ name: room.slice('/api/commands/'.length), body });
      return json(response, { stream: 'incident-1', revision: 9, position: play.board.position, event: 'e' });
    }
    if (room.startsWith('/api/personal')) return json(response, { texts: {} });
    return json(response, {}, 404);
  }
  function file(path: string, response: ServerResponse): void {
    const asked = join(dist, normalize(path));
    const found =
      asked.startsWith(dist) && existsSync(asked) && statSync(asked).isFile() ? asked : join(dist, 'index.html');
    response.writeHead(200, {
      'content-type': TYPES[extname(found)] ?? 'application/octet-stream',
      'content-security-policy':
        "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self' ws:",
    });
    createReadStream(found).pipe(response);
  }
  const server = createServer((request: IncomingMessage, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://stage');
    if (!pathname.startsWith('/api/')) return file(pathname, response);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      answer(pathname, response, text === '' ? null : JSON.parse(text));
    });
  });
  const io = new Server(server, { path: '/live', transports: ['websocket'], serveClient: false });
  for (const room of [io.of('/'), io.of(/^\/drill-[\w-]+$/)]) {
    room.on('connection', (socket) => {
      const beat = (): void => {
        if (play?.beating)
          socket.emit('beat', {
            position: play.board.position,
            serverTime: now(),
            trusted: play.board.office.clock.trusted,
          });
      };
      socket.on('hello', beat);
      const timer = setInterval(beat, 3_000);
      socket.on('disconnect', () => clearInterval(timer));
    });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    commands,
    play(next) {
      play = next;
      started = Date.now();
    },
    close: async () => {
      await io.close();
    },
  };
}
