import { isGranted, commandRights } from '@duty-room/shared/access/rights';
import type { BoardState } from '@duty-room/shared/board/state';
import { own } from '@duty-room/shared/kernel/own';
import { accept, refuse } from '@duty-room/shared/kernel/refusal';
import { project } from '@duty-room/shared/audience/project';
import {
  catalogue,
  type CommandData,
  type CommandName,
  commandAccepted,
  commandMeta,
  isCommandName,
} from '@duty-room/shared/protocol/catalogue';
import {
  boardSnapshot,
  type EventsPage,
  eventsPage,
  eventsQuery,
  incidentAnswer,
  incidentList,
  incidentsQuery,
  personalQuery,
  type PersonalTexts,
  personalTexts,
  said,
  personNumbers,
  timeView,
} from '@duty-room/shared/protocol/http';
import type { CommandMeta } from '@duty-room/shared/kernel/decider';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Principal } from '../access/access.ts';
import type { RoomCommand } from '../room/room.ts';
import { START } from '../event-store/port.ts';
import type { HostedRoom } from '../live/hosted-room.ts';
import { snapshots } from './board-snapshot.ts';
import { findIncidents } from './find-incidents.ts';
import type { Metrics } from './metrics.ts';
import { deniedFor } from './rights.ts';
import { route, type RouteContext } from './route.ts';

const person = z.strictObject({ drill: z.string().max(80).optional(), person: z.string().min(1).max(80) });
const incident = z.strictObject({ drill: z.string().max(80).optional(), id: z.string().min(1).max(80) });
const anyRoom = z.strictObject({ drill: z.string().max(80).optional() });
/** Nobody replays the whole log in one answer of the server's own. */
const READ_AT_ONCE = 5_000;

/** Who acts, as the room knows them; a wall does nothing. */
function whoOf(principal: Principal) {
  if (principal.kind !== 'person' && principal.kind !== 'visitor') return undefined;
  return { account: principal.account.id, roles: principal.roles.filter((role) => role !== 'nobody') };
}

/** The catalogue's schema has just read the data of this very command; the compiler cannot follow a name that varies. */
function commandOf<Name extends CommandName>(
  name: Name,
  data: CommandData<CommandName>,
  meta: CommandMeta,
): RoomCommand {
  return { name, data, meta } as RoomCommand;
}

/**
 * What a room offers over HTTP, under `/api` for the live room and once more for every drill. `find` gives the room that a request is
 * about; a drill that is over is not found.
 */
export function roomRoutes(
  app: FastifyInstance,
  context: RouteContext,
  prefix: '/api' | '/api/drills/:drill',
  find: (drill: string | undefined) => HostedRoom | undefined,
  metrics: Metrics,
): void {
  const snapshot = snapshots();

  for (const name of Object.keys(catalogue).filter(isCommandName))
    route(app, context, {
      method: 'POST',
      path: `${prefix}/commands/${name}`,
      tag: 'commands',
      summary: name,
      params: anyRoom,
      body: commandMeta.extend({ data: catalogue[name] }),
      answer: commandAccepted,
      async handle({ body, params, principal, request }) {
        const hosted = find(params.drill);
        if (!hosted) return refuse('not-found', { what: 'drill' });
        const who = whoOf(principal);
        if (!who) return deniedOutcome(principal);
        const { data, ...meta } = body;
        const circumstances = {
          ...context.circumstances(request),
          account: who.account,
          onBehalfOf: meta.onBehalfOf,
          shift: hosted.room.board().shift,
          actOf: name === 'incident.withdraw' ? actorOf(hosted.room.board(), data) : undefined,
        };
        if (!isGranted(commandRights[name], who.roles, circumstances))
          return name === 'incident.waive-duty' ? refuse('on-duty-only') : deniedOutcome(principal);
        const outcome = await hosted.room.execute(commandOf(name, data, meta), who);
        metrics.command(name, outcome.ok ? 'accepted' : outcome.code);
        return outcome;
      },
    });

  route(app, context, {
    method: 'GET',
    path: `${prefix}/time`,
    tag: 'room',
    summary: 'The room’s time, and whether it can be trusted',
    params: anyRoom,
    answer: timeView,
    handle({ params }) {
      const hosted = find(params.drill);
      if (!hosted) return refuse('not-found', { what: 'drill' });
      const { now, trusted, synchronised, wall } = hosted.room.time();
      return accept({ serverTime: now, trusted, synchronised, wall });
    },
  });

  route(app, context, {
    method: 'GET',
    path: `${prefix}/board`,
    tag: 'room',
    summary: 'The whole room as the caller may see it, at a position of the log',
    params: anyRoom,
    answer: boardSnapshot,
    async handle({ params, principal, request, reply }) {
      const hosted = find(params.drill);
      if (!hosted) return refuse('not-found', { what: 'drill' });
      if (principal.kind === 'nobody') return refuse('not-signed-in');
      const feed = await hosted.feeds.of(principal.audience);
      await snapshot(hosted, feed, request, reply);
      return accept(null);
    },
  });

  route(app, context, {
    method: 'GET',
    path: `${prefix}/events`,
    tag: 'room',
    summary: 'The log as the caller may see it, for replay',
    params: anyRoom,
    query: eventsQuery,
    answer: eventsPage,
    async handle({ params, query, principal }) {
      const hosted = find(params.drill);
      if (!hosted) return refuse('not-found', { what: 'drill' });
      if (principal.kind === 'nobody') return refuse('not-signed-in');
      const feed = await hosted.feeds.of(principal.audience);
      const head = feed.position();
      const events: EventsPage['events'] = [];
      let next = query.after ?? START;
      let read = 0;
      for await (const event of hosted.read(next, Math.min(query.limit, READ_AT_ONCE))) {
        if (event.position > head) break;
        const seen = project(event, principal.audience);
        if (seen) events.push(seen);
        next = event.position;
        read += 1;
      }
      return accept({ epoch: hosted.epoch, events, next: read === 0 && next < head ? head : next, head });
    },
  });

  route(app, context, {
    method: 'GET',
    path: `${prefix}/incidents`,
    tag: 'room',
    summary: 'Incidents of this and of past seasons, the latest receipt first',
    params: anyRoom,
    query: incidentsQuery,
    answer: incidentList,
    handle({ params, query }) {
      const hosted = find(params.drill);
      return hosted ? accept(findIncidents(hosted.room.board(), query)) : refuse('not-found', { what: 'drill' });
    },
  });

  route(app, context, {
    method: 'GET',
    path: `${prefix}/incidents/:id`,
    tag: 'room',
    summary: 'One incident with every act on record',
    params: incident,
    answer: incidentAnswer,
    async handle({ params, principal }) {
      const hosted = find(params.drill);
      if (!hosted || principal.kind === 'nobody') return refuse('not-found');
      const { incidents } = (await hosted.feeds.of(principal.audience)).state();
      const found = Object.hasOwn(incidents, params.id) ? incidents[params.id] : undefined;
      return found ? accept(found) : refuse('not-found', { what: params.id });
    },
  });

  route(app, context, {
    method: 'GET',
    path: `${prefix}/personal`,
    tag: 'room',
    summary: 'What is said about callers and victims in one stream',
    params: anyRoom,
    query: personalQuery,
    answer: personalTexts,
    async handle({ params, query, principal }) {
      const hosted = find(params.drill);
      const who = whoOf(principal);
      if (!hosted || !who) return refuse('not-found');
      return accept({ texts: await textsOf(hosted, query.stream) });
    },
  });

  route(app, context, {
    method: 'POST',
    path: `${prefix}/directory/:person/numbers`,
    tag: 'room',
    summary: 'A person’s numbers; that somebody looked is on record',
    params: person,
    answer: personNumbers,
    async handle({ params, principal }) {
      const hosted = find(params.drill);
      const who = whoOf(principal);
      if (!hosted || !who) return refuse('not-found');
      const outcome = await hosted.room.numbers(params.person, who);
      return outcome.ok ? accept({ numbers: outcome.value }) : outcome;
    },
  });
}

async function textsOf(hosted: HostedRoom, stream: string): Promise<PersonalTexts['texts']> {
  const texts: PersonalTexts['texts'] = {};
  for (const [event, text] of Object.entries(await hosted.room.personal(stream))) texts[event] = said.parse(text);
  return texts;
}

/** Who recorded the act that is to be taken back. */
function actorOf(board: BoardState, data: object): string | undefined {
  const { incident, target } = catalogue['incident.withdraw'].parse(data);
  return own(board.incidents, incident)?.acts.find((act) => act.id === target)?.actor;
}

function deniedOutcome(principal: Principal) {
  return refuse(deniedFor(principal.roles).code);
}
