import { z } from 'zod';
import { durationText } from '../plan/duration-text.ts';
import { id } from '../plan/label.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const officeCommands = {
  'office.set-up': z.strictObject({
    name: z.string().trim().min(1).max(60),
    timeZone: z.string().min(1).max(60),
    timeSource: z.string().max(120).default(''),
  }),
  'office.rename': z.strictObject({ name: z.string().trim().min(1).max(60) }),
  'office.set-wall': z.strictObject({
    distanceMetres: z.number().min(1).max(30),
    panelInches: z.number().min(10).max(300),
    nightFrom: hour,
    nightTo: hour,
  }),
  /** `file` names a pack that the product ships or the office put into its plan folder. */
  'plan.adopt': z.strictObject({
    pack: id,
    choices: z.record(id, id).default({}),
    seasons: z.record(id, z.strictObject({ from: day, to: day })).default({}),
    softLimits: z.record(id, durationText).default({}),
  }),
  /** A person compared the room's time with a trusted source and says that the wall clock is right. */
  'room.confirm-clock': z.strictObject({}),
} as const;
export type OfficeCommandName = keyof typeof officeCommands;
export type OfficeCommand = {
  [Name in OfficeCommandName]: { readonly name: Name; readonly data: z.output<(typeof officeCommands)[Name]> };
}[OfficeCommandName];
