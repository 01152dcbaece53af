import { z } from 'zod';
import { personal } from '../incident/commands.ts';

const key = z.string().min(1).max(80);
const post = z.enum(['officer', 'leader']);

export const shiftCommands = {
  /** Starts the office's first shift; later ones begin with a hand-over. */
  'shift.start': z.strictObject({}),
  'shift.sign-on': z.strictObject({ account: key, post }),
  'shift.sign-off': z.strictObject({ account: key, post }),
  'shift.log': z.strictObject({ topic: z.string().trim().min(1).max(60), incident: key.optional(), personal }),
  'shift.prepare-hand-over': z.strictObject({ to: key }),
  'shift.cancel-hand-over': z.strictObject({}),
  /** By the incoming officer: each open duty accepted by its key. */
  'shift.accept-hand-over': z.strictObject({ accepted: z.array(z.string().max(300)).max(2000) }),
  'shift.force-hand-over': z.strictObject({ reason: z.string().trim().min(1).max(500) }),
} as const;
export type ShiftCommandName = keyof typeof shiftCommands;
export type ShiftCommand = {
  [Name in ShiftCommandName]: { readonly name: Name; readonly data: z.output<(typeof shiftCommands)[Name]> };
}[ShiftCommandName];
