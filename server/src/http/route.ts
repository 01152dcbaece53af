import { type Circumstances, isConceivable, isGranted } from '@duty-room/shared/access/rights';
import type { Outcome } from '@duty-room/shared/kernel/refusal';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '../access/access.ts';
import { languageOf } from './language.ts';
import { type Denied, sendProblem } from './problems.ts';
import { deniedFor, grantsOf } from './rights.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; known before anything else is looked at. */
    principal: Principal;
  }
  interface FastifyContextConfig {
    /** Attempts a minute from one address, where the general limit is too generous. */
    perMinute?: number;
  }
}

const none = z.unknown();
type Schema = z.ZodType;

export type Asked<Body, Query, Params> = {
  readonly body: Body;
  readonly query: Query;
  readonly params: Params;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly principal: Principal;
};

export type RouteOf<Body extends Schema, Query extends Schema, Params extends Schema> = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** What it is for, as the interface document says it. */
  readonly summary: string;
  readonly tag: 'room' | 'commands' | 'access' | 'administration' | 'drills' | 'health';
  readonly body?: Body;
  readonly query?: Query;
  readonly params?: Params;
  readonly answer?: Schema;
  readonly perMinute?: number;
  readonly handle: (
    asked: Asked<z.output<Body>, z.output<Query>, z.output<Params>>,
  ) => Promise<Outcome<unknown>> | Outcome<unknown>;
};

export type RouteContext = {
  readonly timeZone: () => string | undefined;
  readonly circumstances: (request: FastifyRequest) => Circumstances;
};

const LOCALES = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError } as const;
const PROBLEMS_NAMED = 5;

/** Registers a route: rights first, then the shape of what was sent, then its work. Answers are values; a refusal becomes a problem. */
export function route<
  Body extends Schema = typeof none,
  Query extends Schema = typeof none,
  Params extends Schema = typeof none,
>(app: FastifyInstance, context: RouteContext, spec: RouteOf<Body, Query, Params>): void {
  const grants = grantsOf({ method: spec.method, url: spec.path });
  app.route({
    method: spec.method,
    url: spec.path,
    config: spec.perMinute === undefined ? {} : { perMinute: spec.perMinute },
    schema: {
      summary: spec.summary,
      tags: [spec.tag],
      ...(spec.body && { body: spec.body }),
      ...(spec.query && { querystring: spec.query }),
      ...(spec.params && { params: spec.params }),
      ...(spec.answer && { response: { 200: spec.answer } }),
    },
    onRequest: async (request, reply) => {
      const { roles } = request.principal;
      const given = context.circumstances(request);
      // A condition that needs the body is judged by the handler; here only who can never be meant is turned away.
      const may = spec.tag === 'commands' ? isConceivable(grants, roles) : isGranted(grants, roles, given);
      if (!may) return sendProblem(reply, deniedFor(roles), context.timeZone());
    },
    handler: async (request, reply) => {
      const read = <S extends Schema>(schema: S | undefined, value: unknown, at: string) =>
        parse<S>(schema, value, at, request);
      const params = read(spec.params, request.params, '');
      if (!params.ok) return sendProblem(reply, params.denied, context.timeZone());
      const query = read(spec.query, request.query, '');
      if (!query.ok) return sendProblem(reply, query.denied, context.timeZone());
      const body = read(spec.body, request.body ?? (spec.method === 'POST' ? {} : undefined), '');
      if (!body.ok) return sendProblem(reply, body.denied, context.timeZone());
      const { principal } = request;
      const outcome = await spec.handle({
        body: body.value,
        query: query.value,
        params: params.value,
        request,
        reply,
        principal,
      });
      if (reply.sent) return reply;
      if (!outcome.ok) return sendProblem(reply, outcome, context.timeZone());
      reply.header('cache-control', 'no-store');
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(outcome.value));
    },
  });
}

type Read<S extends Schema> =
  | { readonly ok: true; readonly value: z.output<S> }
  | { readonly ok: false; readonly denied: Denied };

/** Reads one part of a request. What is wrong with it is said in the caller's language; the values themselves are not repeated. */
function parse<S extends Schema>(schema: S | undefined, value: unknown, at: string, request: FastifyRequest): Read<S> {
  const language = languageOf(request.headers['accept-language']);
  const parsed = (schema ?? none).safeParse(value, { error: LOCALES[language] });
  if (parsed.success) return { ok: true, value: parsed.data as z.output<S> };
  const problems = parsed.error.issues
    .slice(0, PROBLEMS_NAMED)
    .map((issue) => `${[at, ...issue.path.map(String)].filter((part) => part !== '').join('.')}: ${issue.message}`);
  return {
    ok: false,
    denied: { code: 'bad-input', details: { problems: problems.map((text) => text.slice(0, 200)) } },
  };
}
