import { z } from 'zod';
import { id } from '../plan/label.ts';

const key = z.string().min(1).max(80);

export const directoryCommands = {
  'directory.enter-person': z.strictObject({
    person: key.optional(),
    name: z.string().trim().min(1).max(60),
    post: z.string().trim().max(60).optional(),
    personal: z
      .strictObject({
        numbers: z
          .array(
            z
              .string()
              .trim()
              .regex(/^[+\d][\d ()-]{2,30}$/),
          )
          .max(5),
      })
      .optional(),
  }),
  'directory.remove-person': z.strictObject({ person: key }),
  'directory.fill-role': z.strictObject({ role: id, persons: z.array(key).max(20) }),
} as const;
export type DirectoryCommandName = keyof typeof directoryCommands;
export type DirectoryCommand = {
  [Name in DirectoryCommandName]: { readonly name: Name; readonly data: z.output<(typeof directoryCommands)[Name]> };
}[DirectoryCommandName];
