import type { z } from 'zod';
import { accept, type Accepted } from '@duty-room/shared/kernel/refusal';
import type { Medium } from '@duty-room/shared/kernel/event';
import {
  commandAccepted,
  type CommandAccepted,
  type CommandInput,
  type CommandName,
} from '@duty-room/shared/protocol/catalogue';
import { problem, type ProblemCode } from '@duty-room/shared/protocol/http';
import type { JsonObject } from '@duty-room/shared/kernel/json';

/** Why an answer is no: the server's problem, or the way to the server. `detail` is in the caller's language where the server gave one. */
export type Failure = {
  readonly ok: false;
  readonly code: ProblemCode | 'offline' | 'timeout' | 'unreadable';
  /** 0 where no answer came. */
  readonly status: number;
  readonly detail?: string;
  readonly details?: JsonObject;
};
export type Answer<T> = Accepted<T> | Failure;

/** Thrown by `unwrap`, for callers that want exceptions (queries of TanStack). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.detail ?? failure.code);
    this.failure = failure;
  }
}

export function unwrap<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new ApiError(answer);
}

/** What stands beside the data of a command; `key` is made when it is not given. Give the same key for the same intention. */
export type CommandOptions = {
  readonly key?: string | undefined;
  readonly occurredAt?: number | undefined;
  readonly onBehalfOf?: string | undefined;
  readonly medium?: Medium | undefined;
  readonly expectedRevision?: number | undefined;
};

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Calls below one base path; answers are read through their schema. */
export type Caller = {
  get<S extends z.ZodType>(path: string, schema: S, query?: Query): Promise<Answer<z.output<S>>>;
  post<S extends z.ZodType>(path: string, schema: S, body?: unknown): Promise<Answer<z.output<S>>>;
  delete<S extends z.ZodType>(path: string, schema: S): Promise<Answer<z.output<S>>>;
};

export type Api = {
  /** The room whose screens these are: `null` is the live room, otherwise the drill's id. */
  readonly drill: string | null;
  /** `/api`: session, set-up, accounts, devices, drills. */
  readonly host: Caller;
  /** `/api` or `/api/drills/<drill>`: board, events, incidents, personal, time. */
  readonly room: Caller;
  /** Does one thing to the room. Repeats on a lost connection under the same key, so that it happens once. */
  command<Name extends CommandName>(
    name: Name,
    data: CommandInput<Name>,
    options?: CommandOptions,
  ): Promise<Answer<CommandAccepted>>;
};

export type ApiPorts = {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly language: () => string;
  readonly newKey: () => string;
  readonly wait: (ms: number) => Promise<void>;
};

const TIMEOUT_MS = 15_000;
/** A lost answer is asked for again with the same key after these waits. */
const COMMAND_RETRIES_MS = [400, 1500];

/** Makes an idempotency key: letters and digits, 32 of them. Works without a secure context too. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const browser: ApiPorts = {
  fetch: (url, init) => fetch(url, init),
  language: () => document.documentElement.lang || 'zh-CN',
  newKey,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

function withQuery(path: string, query: Query | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function readProblem(response: Response): Promise<Failure> {
  const parsed = problem.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) {
    const { code, status, detail, details } = parsed.data;
    return { ok: false, code, status, detail, ...(details && { details: details as JsonObject }) };
  }
  return { ok: false, code: response.status >= 500 ? 'unavailable' : 'unreadable', status: response.status };
}

async function call<S extends z.ZodType>(
  ports: ApiPorts,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  schema: S,
  body?: unknown,
): Promise<Answer<z.output<S>>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  try {
    const response = await ports.fetch(url, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: stop.signal,
      headers: {
        accept: 'application/json, application/problem+json',
        'accept-language': ports.language(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) return await readProblem(response);
    const parsed = schema.safeParse(await response.json());
    return parsed.success ? accept(parsed.data) : { ok: false, code: 'unreadable', status: response.status };
  } catch (error) {
    if (stop.signal.aborted) return { ok: false, code: 'timeout', status: 0 };
    return { ok: false, code: error instanceof SyntaxError ? 'unreadable' : 'offline', status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

function caller(ports: ApiPorts, base: string): Caller {
  return {
    get: (path, schema, query) => call(ports, 'GET', base + withQuery(path, query), schema),
    post: (path, schema, body) => call(ports, 'POST', base + path, schema, body ?? {}),
    delete: (path, schema) => call(ports, 'DELETE', base + path, schema),
  };
}

/** Whether nobody can say that the command was handled: the same key may be sent again. */
function isUncertain(answer: Answer<unknown>): boolean {
  return !answer.ok && (answer.code === 'offline' || answer.code === 'timeout' || answer.code === 'unavailable');
}

/** The typed way to the server, for the live room or for a drill. */
export function createApi(drill: string | null, ports: ApiPorts = browser): Api {
  const base = drill === null ? '/api' : `/api/drills/${encodeURIComponent(drill)}`;
  const room = caller(ports, base);
  return {
    drill,
    host: caller(ports, '/api'),
    room,
    async command(name, data, options = {}) {
      const body = { ...options, key: options.key ?? ports.newKey(), data };
      let answer = await room.post(`/commands/${name}`, commandAccepted, body);
      for (const ms of COMMAND_RETRIES_MS) {
        if (!isUncertain(answer)) break;
        await ports.wait(ms);
        answer = await room.post(`/commands/${name}`, commandAccepted, body);
      }
      return answer;
    },
  };
}
