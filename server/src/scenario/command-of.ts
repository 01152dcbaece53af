import type { CommandMeta } from '@duty-room/shared/kernel/decider';
import type { CommandData, CommandName } from '@duty-room/shared/protocol/catalogue';
import type { RoomCommand } from '../room/room.ts';

/** The catalogue's schema has just read the data of this very command; the compiler cannot follow a name that varies. */
export function commandOf(name: CommandName, data: CommandData<CommandName>, meta: CommandMeta): RoomCommand {
  return { name, data, meta } as RoomCommand;
}
