import { statfs } from 'node:fs/promises';
import { isGranted } from '@duty-room/shared/access/rights';
import type { Readiness } from '@duty-room/shared/protocol/http';
import type { FastifyInstance } from 'fastify';
import type { Room } from '../room/room.ts';
import type { Metrics } from './metrics.ts';
import { sendProblem } from './problems.ts';
import { deniedFor, grantsOf } from './rights.ts';
import type { RouteContext } from './route.ts';

/** Signs of life for machines. `ready` answers 200 once commands are accepted, also while set-up is pending. */
export function healthRoutes(
  app: FastifyInstance,
  context: RouteContext,
  parts: {
    readonly room: Pick<Room, 'board' | 'time' | 'health'>;
    readonly dataDir: string | undefined;
    readonly metrics: Metrics;
  },
): void {
  const { room, dataDir, metrics } = parts;

  const freeBytes = async (): Promise<number | null> => {
    if (dataDir === undefined) return null;
    const stats = await statfs(dataDir).catch(() => undefined);
    return stats ? stats.bavail * stats.bsize : null;
  };

  app.get('/health/live', { schema: { summary: 'The process runs', tags: ['health'] } }, async (_, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  );

  app.get('/health/ready', { schema: { summary: 'Commands are accepted', tags: ['health'] } }, async (_, reply) => {
    const { ok } = room.health();
    const { trusted, synchronised } = room.time();
    const answer: Readiness = {
      status: ok ? 'ready' : 'not-ready',
      setUp: room.board().office.setUp,
      freeBytes: await freeBytes(),
      timeSynchronised: synchronised,
      timeTrusted: trusted,
    };
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(answer);
  });

  app.get('/metrics', { schema: { summary: 'Figures for Prometheus', tags: ['health'] } }, async (request, reply) => {
    const grants = grantsOf({ method: 'GET', url: '/metrics' });
    const { roles } = request.principal;
    if (!isGranted(grants, roles, context.circumstances(request)))
      return sendProblem(reply, deniedFor(roles), context.timeZone());
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
