import { RIGHTS_ROLES } from '@duty-room/shared/kernel/decider';
import { MEDIA } from '@duty-room/shared/kernel/event';
import { REFUSAL_CODES } from '@duty-room/shared/kernel/refusal';
import { OBLIGATION_STATES } from '@duty-room/shared/obligation/obligation';
import { id, label } from '@duty-room/shared/plan/label';
import { type CommandName, isCommandName } from '@duty-room/shared/protocol/catalogue';
import { z } from 'zod';

/** A time of the scenario: `02:14:36` on the day of its start in the office's zone, `+1d 04:32` the day after, `-1d 16:40` the day before. */
export const timeText = z
  .string()
  .regex(
    /^(?:[+-]\d{1,3}d )?(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{3})?)?$/,
    'should be a time: HH:MM, HH:MM:SS, or +1d HH:MM for the day after',
  );

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'should be a day: YYYY-MM-DD');
const name = z.string().regex(/^[\w-]{1,60}$/, 'should be a name of letters, digits, - and _');
const reference = z.string().regex(/^\$[\w-]{1,60}$/, 'should be the $name of a step');
const timeZone = z.string().refine(isTimeZone, 'there is no such time zone');

const person = z.strictObject({
  id: name,
  name: z.string().min(1),
  roles: z.array(z.enum(RIGHTS_ROLES)).min(1),
  /** Signed on at the start: by default every officer and every leader is. */
  onDuty: z.boolean().default(true),
});
const contact = z.strictObject({
  id: name,
  name: z.string().min(1),
  /** Roles of the plans that this person fills; of two who fill one, the first in the file is called first. */
  roles: z.array(id).default([]),
  numbers: z.array(z.string()).default([]),
});

const commandName = z.custom<CommandName>(
  (value) => typeof value === 'string' && isCommandName(value),
  'there is no such command',
);
const command = z.strictObject({
  /** When it happened, as the person states it. */
  at: timeText,
  /** When it is typed in; default: at once. */
  recorded: timeText.optional(),
  by: name,
  command: commandName,
  /** Names what the step made, for `$name` in later steps and for evidence. */
  as: name.optional(),
  onBehalfOf: z.string().optional(),
  medium: z.enum(MEDIA).optional(),
  data: z.record(z.string(), z.unknown()).default({}),
  /** The command is to be refused with this code. */
  refused: z.enum(REFUSAL_CODES).optional(),
});
const serverStep = z.strictObject({ at: timeText, server: z.enum(['stop', 'kill', 'start']) });
/** The machine's wall clock jumps by a signed ISO duration, as `+PT2H` or `-PT1H`. */
const clockStep = z.strictObject({
  at: timeText,
  clock: z.strictObject({
    step: z.string().regex(/^[+-]PT(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?$/, 'should be a signed duration such as +PT2H'),
  }),
});

const duty = z.strictObject({
  rule: z.string().min(1),
  plan: id.optional(),
  /** `$name` of the order or call that the duty is for. */
  scope: reference.optional(),
  start: timeText.or(z.literal('unknown')).optional(),
  due: timeText.or(z.literal('none')).optional(),
  met: timeText.optional(),
  state: z.enum(OBLIGATION_STATES),
  outcome: z.enum(OBLIGATION_STATES).optional(),
  /** Names of the steps whose events are the evidence, all of them. */
  evidence: z.array(name).optional(),
});

const passed = z.strictObject({
  rule: z.string().min(1),
  plan: id.optional(),
  line: z.enum(['at-risk', 'overdue']),
  due: timeText,
  /** When the line was passed, or when the event was recorded that made it so. */
  at: timeText.optional(),
  /** When the room saw it: later where the server was down. */
  seen: timeText.optional(),
});

const expectation = z.strictObject({
  at: timeText,
  view: z.enum(['known', 'happened']).default('known'),
  incident: name.optional(),
  duties: z.array(duty).default([]),
  /** Obligations that exist and are not listed: a failure, unless they are any. */
  others: z.literal('any').optional(),
  /** Plan -> confirmed grade; `none` while there is none. */
  grade: z.record(id, id).optional(),
  /** Plan -> the grades whose criteria the facts fulfil, in the plan's order. */
  criteria: z.record(id, z.array(id)).optional(),
  status: z.enum(['open', 'transferring', 'transferred', 'merged', 'mistaken', 'closed']).optional(),
  /** What the ticker has put on record of this incident by then: each exactly once and nothing else. */
  passed: z.array(passed).optional(),
  /** Accounts signed on, by post. */
  onDuty: z.strictObject({ officer: z.array(name), leader: z.array(name) }).optional(),
  /** Whether the room counts its time as confirmed. */
  time: z.enum(['trusted', 'unconfirmed']).optional(),
});

/** A night as a file: office, plans, people, steps and what is to be true at given instants. */
export const scenario = z.strictObject({
  scenario: id,
  title: label,
  story: label.optional(),
  office: z.string().min(1),
  timeZone: timeZone.default('Asia/Shanghai'),
  /** Local date and time in the office's zone. */
  start: z
    .string()
    .regex(
      /^\d{4}-\d{2}-\d{2} (?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/,
      'should be a date and a time: YYYY-MM-DD HH:MM',
    ),
  plans: z
    .array(
      z.strictObject({
        pack: id,
        choices: z.record(id, id).default({}),
        seasons: z.record(id, z.strictObject({ from: day, to: day })).default({}),
        softLimits: z.record(id, z.string()).default({}),
      }),
    )
    .min(1),
  people: z.array(person).min(1),
  directory: z.array(contact).default([]),
  steps: z.array(z.union([command, serverStep, clockStep])).default([]),
  expect: z.array(expectation).default([]),
});
export type Scenario = z.infer<typeof scenario>;
export type ScenarioStep = Scenario['steps'][number];
export type CommandStep = z.infer<typeof command>;
export type ExpectedDuty = z.infer<typeof duty>;
export type ExpectedPassing = z.infer<typeof passed>;
export type Expectation = z.infer<typeof expectation>;

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
