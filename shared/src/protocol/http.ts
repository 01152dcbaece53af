import { z } from 'zod';
import type { BoardState } from '../board/state.ts';
import { personal } from '../incident/commands.ts';
import type { IncidentState, IncidentStatus } from '../incident/state.ts';
import { RIGHTS_ROLES } from '../kernel/decider.ts';
import type { StoredEvent } from '../kernel/event.ts';
import { REFUSAL_CODES } from '../kernel/refusal.ts';
import { officeCommands } from '../office/commands.ts';
import { cite, id as planId, label } from '../plan/label.ts';
import { commandAccepted, commandMeta } from './catalogue.ts';
import { AUDIENCES } from './live.ts';

/**
 * Every request and answer of the HTTP interface. The server checks what it receives with these, the OpenAPI document is made of them,
 * and the client reads answers through them. Room routes stand under `/api` and, for a drill, under `/api/drills/<drill>`.
 * Instants are UTC ms. A refused request answers `application/problem+json` (`problem` below).
 */

const key = z.string().min(1).max(80);
const instant = z.number().int();
const name = z.string().trim().min(1).max(60);

/** A name to sign in with: letters of any script, digits, `.`, `_`, `-`; compared without regard to case. */
export const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u);
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;
/** A password being set; one being tried is only bounded (`triedPassword`), so that a wrong one tells nothing. */
export const newPassword = z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max);
const triedPassword = z.string().min(1).max(PASSWORD_LENGTH.max);
export const pin = z.string().regex(/^\d{4,8}$/);
const peopleRole = z.enum(RIGHTS_ROLES).exclude(['wall']);
const roles = z.array(peopleRole).min(1).max(5);

/* ---- problems ---- */

/** What HTTP itself can refuse, beside the refusals of the room. */
export const HTTP_PROBLEM_CODES = [
  'bad-json',
  'internal',
  'method-not-allowed',
  'no-such-page',
  'wrong-media-type',
  'wrong-origin',
] as const;
export type ProblemCode = (typeof REFUSAL_CODES)[number] | (typeof HTTP_PROBLEM_CODES)[number];

/** RFC 9457. `title` and `detail` are in the caller's language; `code` names the sentence, `details` are what filled its blanks. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum([...REFUSAL_CODES, ...HTTP_PROBLEM_CODES]),
  details: z.record(z.string(), z.json()).optional(),
  /** The request's id, to be found in the server's log. */
  instance: z.string(),
});
export type Problem = z.infer<typeof problem>;

/* ---- session ---- */

export const sessionView = z.object({
  state: z.enum(['set-up-needed', 'anonymous', 'signed-in', 'wall']),
  account: z.object({ id: key, name, login: z.string(), roles, hasPin: z.boolean() }).optional(),
  device: z.object({ id: key, name }).optional(),
  office: z.object({ name: z.string(), timeZone: z.string() }).nullable(),
  /** People with a PIN who signed in at this desk before; empty on a machine that nobody used. */
  deskUsers: z.array(z.object({ id: key, name })),
  audience: z.enum(AUDIENCES).nullable(),
  version: z.string(),
  protocol: z.number().int(),
  epoch: z.string(),
  /** The demonstration: its only room is a drill, and whoever sits at the machine may look. */
  demo: z.boolean(),
});
export type SessionView = z.infer<typeof sessionView>;

export const signIn = z.strictObject({
  login: z.string().trim().toLowerCase().min(1).max(60),
  password: triedPassword,
});
export type SignIn = z.infer<typeof signIn>;
export const switchPerson = z.strictObject({ account: key, pin });
export type SwitchPerson = z.infer<typeof switchPerson>;
export const setPin = z.strictObject({ password: triedPassword, pin });
export type SetPin = z.infer<typeof setPin>;
export const changeOwnPassword = z.strictObject({ password: triedPassword, next: newPassword });
export type ChangeOwnPassword = z.infer<typeof changeOwnPassword>;

/* ---- set-up ---- */

export const setUp = z.strictObject({
  /** From the fragment of the one-time link. */
  token: z.string().regex(/^[\w-]{16,100}$/),
  office: officeCommands['office.set-up'],
  plans: z.array(officeCommands['plan.adopt']).min(1).max(8),
  administrator: z.strictObject({ login, name, password: newPassword, roles: roles.default(['administrator']) }),
  /** The person compared the time shown with a trusted source. */
  timeConfirmed: z.boolean(),
});
export type SetUp = z.infer<typeof setUp>;
export type SetUpInput = z.input<typeof setUp>;

/** The plan packs that this server can adopt. */
export const packView = z.object({
  pack: planId,
  edition: z.string(),
  title: label,
  document: label,
  /** Seasons whose dates the office must give. */
  seasons: z.array(z.object({ id: planId, label, cite })),
  settings: z.array(
    z.object({
      id: planId,
      label,
      options: z.array(z.object({ id: planId, label })),
      default: planId,
      why: label,
      cite,
    }),
  ),
  roles: z.array(z.object({ id: planId, label })),
  classes: z.array(z.object({ id: planId, label })),
});
export type PackView = z.infer<typeof packView>;
export const packList = z.object({ packs: z.array(packView) });

/* ---- time ---- */

export const timeView = z.object({
  serverTime: instant,
  trusted: z.boolean(),
  synchronised: z.enum(['yes', 'no', 'unknown']),
  /** What the machine's own clock says now. */
  wall: instant,
});
export type TimeView = z.infer<typeof timeView>;

/* ---- commands ---- */

/** The body of `POST /api/commands/<name>`; the catalogue gives `data` its schema. */
export const commandBody = commandMeta.extend({ data: z.unknown() });
export { commandAccepted };

/* ---- what the room shows ---- */

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
/** States and events come from the same reducer on both sides; their shape is guarded by `protocol` and `epoch`, not field by field. */
const boardState = z.custom<BoardState>(isObject);
const incidentState = z.custom<IncidentState>(isObject);
const storedEvent = z.custom<StoredEvent>(isObject);

export const boardSnapshot = z.object({
  epoch: z.string(),
  position: z.string(),
  protocol: z.number().int(),
  serverTime: instant,
  trusted: z.boolean(),
  audience: z.enum(AUDIENCES),
  state: boardState,
});
export type BoardSnapshot = z.infer<typeof boardSnapshot>;

export const EVENTS_PAGE = { default: 1000, max: 5000 } as const;
export const eventsQuery = z.strictObject({
  after: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(EVENTS_PAGE.max).default(EVENTS_PAGE.default),
});
export const eventsPage = z.object({
  epoch: z.string(),
  events: z.array(storedEvent),
  /** Ask again after this position; equal to `head` when nothing is left. */
  next: z.string(),
  head: z.string(),
});
export type EventsPage = z.infer<typeof eventsPage>;

export const INCIDENTS_PAGE = 50;
export const INCIDENT_STATUSES = [
  'open',
  'transferring',
  'transferred',
  'merged',
  'mistaken',
  'closed',
] as const satisfies readonly IncidentStatus[];
export const incidentsQuery = z.strictObject({
  /** Looks into number, title and place. */
  q: z.string().trim().max(120).optional(),
  status: z.enum(INCIDENT_STATUSES).optional(),
  plan: planId.optional(),
  class: planId.optional(),
  /** Received from (included) … to (excluded). */
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
  /** From 1; each page holds `INCIDENTS_PAGE` rows, the latest receipt first. */
  page: z.coerce.number().int().min(1).max(100_000).default(1),
});
export type IncidentsQuery = z.infer<typeof incidentsQuery>;
export const incidentRow = z.object({
  id: key,
  number: z.string(),
  title: z.string(),
  place: z.string(),
  status: z.enum(INCIDENT_STATUSES),
  pins: z.array(z.object({ plan: z.string(), adoption: z.string(), class: z.string() })),
  /** Plan -> grade now confirmed. */
  grades: z.record(z.string(), z.string()),
  receivedAt: instant,
  endedAt: instant.optional(),
});
export type IncidentRow = z.infer<typeof incidentRow>;
export const incidentList = z.object({ rows: z.array(incidentRow), total: z.number().int() });
export type IncidentList = z.infer<typeof incidentList>;
export const incidentAnswer = incidentState;

/** What is said about callers and victims in one stream: event id -> opened text. A destroyed key leaves its event out. */
export const personalQuery = z.strictObject({ stream: z.string().regex(/^(incident|shift)-[\w-]{1,80}$/) });
/** What is sealed in an event, opened: of the caller, free text, and what a report's fields say. */
export const said = personal.extend({ fields: z.record(z.string(), z.string()).optional() });
export const personalTexts = z.object({ texts: z.record(z.string(), said) });
export type Said = z.infer<typeof said>;
export type PersonalTexts = z.infer<typeof personalTexts>;
/** Numbers of a person of the directory. Asking is on record. */
export const personNumbers = z.object({ numbers: z.array(z.string()) });
export type PersonNumbers = z.infer<typeof personNumbers>;

/* ---- accounts (administrator) ---- */

export const accountView = z.object({
  id: key,
  login: z.string(),
  name: z.string(),
  roles: z.array(z.enum(RIGHTS_ROLES)),
  person: key.optional(),
  disabled: z.boolean(),
  lockedUntil: instant.optional(),
  hasPin: z.boolean(),
});
export type AccountView = z.infer<typeof accountView>;
export const accountList = z.object({ accounts: z.array(accountView) });
export const createAccount = z.strictObject({ login, name, roles, password: newPassword, person: key.optional() });
export type CreateAccount = z.infer<typeof createAccount>;
export const changeAccount = z.strictObject({ name, roles, person: key.optional() });
export type ChangeAccount = z.infer<typeof changeAccount>;
export const disableAccount = z.strictObject({ reason: z.string().trim().min(1).max(500) });
export type DisableAccount = z.infer<typeof disableAccount>;
export const setAccountPassword = z.strictObject({ password: newPassword });
export type SetAccountPassword = z.infer<typeof setAccountPassword>;

export const openSession = z.object({
  id: key,
  account: key,
  name: z.string(),
  /** The desk: a word for the browser it came from. */
  from: z.string(),
  startedAt: instant,
  lastSeenAt: instant,
  current: z.boolean(),
});
export const sessionList = z.object({ sessions: z.array(openSession) });
export type OpenSession = z.infer<typeof openSession>;

/* ---- wall devices ---- */

/** What a wall that is not enrolled yet asks for: it shows `code` and keeps `secret` to claim its identity. */
export const deviceRequest = z.object({ code: z.string(), secret: z.string(), expiresAt: instant });
export type DeviceRequest = z.infer<typeof deviceRequest>;
export const claimDevice = z.strictObject({ secret: z.string().regex(/^[\w-]{16,100}$/) });
export type ClaimDevice = z.infer<typeof claimDevice>;
/** 200 with the device once enrolled (and the cookie is set), 202 without before. */
export const claimAnswer = z.object({
  state: z.enum(['waiting', 'enrolled']),
  device: z.object({ id: key, name: z.string() }).optional(),
});
export type ClaimAnswer = z.infer<typeof claimAnswer>;
export const enrolDevice = z.strictObject({
  /** As shown on the wall; spaces, hyphens and case do not matter. */
  code: z
    .string()
    .max(20)
    .transform((text) => text.replaceAll(/[\s-]/g, '').toUpperCase())
    .pipe(z.string().regex(/^[A-Z0-9]{6}$/)),
  name,
});
export type EnrolDevice = z.infer<typeof enrolDevice>;
export const deviceView = z.object({
  id: key,
  name: z.string(),
  revoked: z.boolean(),
  enrolledAt: instant,
  /** Whether a socket of it is open now. */
  connected: z.boolean(),
});
export type DeviceView = z.infer<typeof deviceView>;
export const deviceList = z.object({ devices: z.array(deviceView) });
export const revokeDevice = z.strictObject({ reason: z.string().trim().max(500).default('') });
export type RevokeDevice = z.input<typeof revokeDevice>;

/* ---- drills ---- */

/** The drill that a demonstration keeps running; its screens show nothing else. */
export const DEMO_DRILL = 'demo';

export const scenarioList = z.object({
  scenarios: z.array(z.object({ id: z.string(), title: label, about: label.optional() })),
});
export const drillSpeed = z.number().min(1).max(60);
export const startDrill = z.strictObject({ scenario: z.string().min(1).max(80), speed: drillSpeed.default(1) });
export type StartDrill = z.input<typeof startDrill>;
export const changeDrillSpeed = z.strictObject({ speed: drillSpeed });
export const drillView = z.object({
  id: key,
  scenario: z.string(),
  title: label,
  speed: z.number(),
  startedAt: instant,
  /** The drill's own time now, and whether its script has run out. */
  time: instant,
  finished: z.boolean(),
});
export type DrillView = z.infer<typeof drillView>;
export const drillList = z.object({ drills: z.array(drillView) });

/* ---- health ---- */

export const readiness = z.object({
  status: z.enum(['ready', 'not-ready']),
  setUp: z.boolean(),
  /** Bytes free on the volume of the data folder; null where the system does not say. */
  freeBytes: z.number().nullable(),
  timeSynchronised: z.enum(['yes', 'no', 'unknown']),
  timeTrusted: z.boolean(),
});
export type Readiness = z.infer<typeof readiness>;

export const done = z.object({ ok: z.literal(true) });
export type Done = z.infer<typeof done>;
