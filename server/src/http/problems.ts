import type { JsonObject } from '@duty-room/shared/kernel/json';
import { refuse } from '@duty-room/shared/kernel/refusal';
import type { Problem, ProblemCode } from '@duty-room/shared/protocol/http';
import { sentence } from '@duty-room/shared/protocol/sentences';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TooBusy } from '../access/password.ts';
import { RevisionConflict, StoreUnavailable } from '../event-store/port.ts';
import { NotRecorded } from '../access/journal.ts';
import { storeRefusal } from '../room/store-refusal.ts';
import { languageOf, wordingFor } from './language.ts';

/** Why a request is not granted: a refusal of the room, or of HTTP itself. */
export type Denied = { readonly code: ProblemCode; readonly details?: JsonObject };

const STATUS: Partial<Readonly<Record<ProblemCode, number>>> = {
  'bad-input': 400,
  'bad-json': 400,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'not-allowed': 403,
  'wrong-link': 403,
  'wrong-origin': 403,
  'no-such-page': 404,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'key-reused': 409,
  'set-up-needed': 409,
  'too-large': 413,
  'wrong-media-type': 415,
  locked: 429,
  'too-many': 429,
  internal: 500,
  'read-only': 503,
  unavailable: 503,
  'storage-full': 507,
};
/** What the room refuses for a reason of its own. */
const REFUSED = 422;

export function statusOf(code: ProblemCode): number {
  return STATUS[code] ?? REFUSED;
}

/** Answers with the refusal as a problem in the caller's language. */
export function sendProblem(reply: FastifyReply, { code, details = {} }: Denied, timeZone?: string): FastifyReply {
  const { request } = reply;
  const language = languageOf(request.headers['accept-language']);
  const blanks = { ...details, instance: request.id };
  const { title, text } = sentence(code, language, blanks, wordingFor(language, timeZone));
  const problem: Problem = {
    type: `urn:duty-room:${code}`,
    title,
    status: statusOf(code),
    detail: text,
    code,
    ...(Object.keys(details).length === 0 ? {} : { details: mutable(details) }),
    instance: request.id,
  };
  return reply
    .code(problem.status)
    .header('content-language', language === 'zh' ? 'zh-CN' : 'en')
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

function mutable(details: JsonObject): NonNullable<Problem['details']> {
  return structuredClone(details) as NonNullable<Problem['details']>;
}

/** What an exception means for the caller; `undefined` for a bug, whose text stays in the log. */
export function deniedBy(error: unknown): Denied | undefined {
  const store = storeRefusal(error);
  if (store) return store;
  if (error instanceof NotRecorded) return error.refusal;
  if (error instanceof RevisionConflict) return refuse('conflict');
  if (error instanceof TooBusy) return refuse('too-many');
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? error.code : undefined;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { code: 'too-large', details: { limit: '64 KB' } };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return { code: 'wrong-media-type' };
  if (error instanceof SyntaxError && status === 400) return { code: 'bad-json' };
  if (typeof code === 'string' && code.startsWith('FST_ERR_CTP_')) return { code: 'bad-json' };
  if (status === 404) return { code: 'no-such-page' };
  if (status === 429)
    return {
      code: 'too-many',
      ...('wait' in error && typeof error.wait === 'number' && { details: { wait: error.wait } }),
    };
  if (typeof status === 'number' && status >= 400 && status < 500) return { code: 'bad-input' };
  return undefined;
}

/** Makes the answer to whatever was thrown: expected troubles by name, bugs as a number to look up. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  timeZone?: string,
): FastifyReply {
  const denied = deniedBy(error);
  if (error instanceof StoreUnavailable) request.log.error({ reason: error.reason }, error.message);
  if (denied === undefined) request.log.error({ err: error }, 'request failed');
  return sendProblem(reply, denied ?? { code: 'internal' }, timeZone);
}
