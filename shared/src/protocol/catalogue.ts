import { z } from 'zod';
import { directoryCommands } from '../directory/commands.ts';
import { incidentCommands } from '../incident/commands.ts';
import { MEDIA } from '../kernel/event.ts';
import { officeCommands } from '../office/commands.ts';
import { shiftCommands } from '../shift/commands.ts';

/**
 * The command catalogue: every act that a person can do to the room. It drives the HTTP routes (`POST /api/commands/<name>`),
 * the OpenAPI document and the client's typed calls. Adding a command = one entry in its category, one case in its decider,
 * one line in the table of rights.
 */
export const catalogue = { ...incidentCommands, ...shiftCommands, ...directoryCommands, ...officeCommands } as const;
export type CommandName = keyof typeof catalogue;
export type CommandData<Name extends CommandName> = z.output<(typeof catalogue)[Name]>;
export type CommandInput<Name extends CommandName> = z.input<(typeof catalogue)[Name]>;
export type Command = { [Name in CommandName]: { readonly name: Name; readonly data: CommandData<Name> } }[CommandName];

/** What stands beside `data` in the body of every command. */
export const commandMeta = z.strictObject({
  key: z.string().regex(/^[\w-]{16,64}$/),
  occurredAt: z.number().int().min(0).max(8.64e15).optional(),
  onBehalfOf: z.string().min(1).max(80).optional(),
  medium: z.enum(MEDIA).optional(),
  expectedRevision: z.number().int().min(-1).optional(),
});

/** Answer to an accepted command. */
export const commandAccepted = z.strictObject({
  stream: z.string(),
  revision: z.number().int(),
  position: z.string(),
  /** Id of the first event, to name what was made (a new incident's id is the stream's tail). */
  event: z.string(),
});
export type CommandAccepted = z.infer<typeof commandAccepted>;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(catalogue, name);
}
