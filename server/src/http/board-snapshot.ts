import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Millis } from '@duty-room/shared/kernel/instant';
import { PROTOCOL_VERSION } from '@duty-room/shared/protocol/live';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Feed } from '../live/feed.ts';
import type { HostedRoom } from '../live/hosted-room.ts';

const compress = promisify(gzip);
/** When every wall comes back at once they share one body; its `serverTime` may be this old, and the first beat is exact. */
const SHARED_FOR: Millis = 1_000;

type Cached = {
  readonly position: string;
  /** The state as text: kept as long as the room stands still. */
  readonly state: string;
  readonly madeAt: number;
  readonly plain: string;
  zipped: Promise<Buffer> | undefined;
};

/** Answers with the room at a position, compressed and cached by audience and position. */
export function snapshots() {
  const cache = new WeakMap<Feed, Cached>();
  const make = (hosted: HostedRoom, feed: Feed): Cached => {
    const known = cache.get(feed);
    const position = feed.position();
    const at = performance.now();
    if (known?.position === position && at - known.madeAt < SHARED_FOR) return known;
    const state = known?.position === position ? known.state : JSON.stringify(feed.snapshot());
    const { now, trusted } = hosted.room.time();
    const head = JSON.stringify({
      epoch: hosted.epoch,
      position,
      protocol: PROTOCOL_VERSION,
      serverTime: now,
      trusted,
      audience: feed.audience,
    });
    const made = { position, state, madeAt: at, plain: `${head.slice(0, -1)},"state":${state}}`, zipped: undefined };
    cache.set(feed, made);
    return made;
  };
  return async (hosted: HostedRoom, feed: Feed, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const made = make(hosted, feed);
    reply.header('cache-control', 'no-store').header('vary', 'accept-encoding').type('application/json; charset=utf-8');
    if (/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) {
      made.zipped ??= compress(made.plain, { level: 6 });
      const body = await made.zipped;
      void reply.header('content-encoding', 'gzip').send(body);
    } else void reply.send(made.plain);
  };
}
