import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from './problems.ts';

/**
 * The built screens. Files whose name carries a hash of their content may be kept for a year; the page itself is asked for anew
 * each time. Any address that is no file gets the page, which knows its own routes.
 */
export async function staticClient(app: FastifyInstance, folder: string | undefined): Promise<void> {
  const built = folder !== undefined && existsSync(join(folder, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      index: ['index.html'],
      cacheControl: false,
      setHeaders(reply, path) {
        const hashed = /[/\\]assets[/\\][^/\\]+-[\w-]{8,}\.\w+$/.test(path);
        void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const page =
      (request.method === 'GET' || request.method === 'HEAD') &&
      !/^\/(api|live|health|metrics|assets)\b/.test(request.url);
    if (page && built) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return sendProblem(reply, { code: 'no-such-page' });
  });
}
