import { accept } from '@duty-room/shared/kernel/refusal';
import {
  changeDrillSpeed,
  done,
  drillList,
  drillView,
  scenarioList,
  startDrill,
} from '@duty-room/shared/protocol/http';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DrillHost } from '../live/hosted-room.ts';
import { route, type RouteContext } from './route.ts';

const one = z.strictObject({ drill: z.string().min(1).max(80) });

/** Starting, pacing and ending drills (演练). What happens inside one goes through the room's own routes. */
export function drillRoutes(app: FastifyInstance, context: RouteContext, drills: DrillHost): void {
  route(app, context, {
    method: 'GET',
    path: '/api/scenarios',
    tag: 'drills',
    summary: 'Scenarios that a drill can run',
    answer: scenarioList,
    handle: async () => accept({ scenarios: await drills.scenarios() }),
  });
  route(app, context, {
    method: 'GET',
    path: '/api/drills',
    tag: 'drills',
    summary: 'Drills that are running',
    answer: drillList,
    handle: () => accept({ drills: drills.list() }),
  });
  route(app, context, {
    method: 'POST',
    path: '/api/drills',
    tag: 'drills',
    summary: 'Starts a drill',
    perMinute: 10,
    body: startDrill,
    answer: drillView,
    handle: ({ body, principal }) =>
      drills.start(body, principal.kind === 'person' || principal.kind === 'visitor' ? principal.account.id : ''),
  });
  route(app, context, {
    method: 'POST',
    path: '/api/drills/:drill/speed',
    tag: 'drills',
    summary: 'Runs a drill faster or slower, 1x to 60x',
    params: one,
    body: changeDrillSpeed,
    answer: drillView,
    handle: ({ params, body }) => drills.setSpeed(params.drill, body.speed),
  });
  route(app, context, {
    method: 'DELETE',
    path: '/api/drills/:drill',
    tag: 'drills',
    summary: 'Ends a drill; its record is kept',
    params: one,
    answer: done,
    async handle({ params }) {
      const outcome = await drills.stop(params.drill);
      return outcome.ok ? accept({ ok: true }) : outcome;
    },
  });
}
