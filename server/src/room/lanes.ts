import { directoryCommands } from '@duty-room/shared/directory/commands';
import { shiftCommands } from '@duty-room/shared/shift/commands';
import type { RoomCommand } from './room.ts';

/** Commands of one lane run one after another: it is the stream that they are about, or what gives new incidents their numbers. */
export function laneOf({ name, data }: RoomCommand): string {
  if (name === 'incident.report') return 'new incident';
  if ('incident' in data && name !== 'shift.log') return `incident-${data.incident}`;
  if (Object.hasOwn(shiftCommands, name)) return 'shift';
  if (Object.hasOwn(directoryCommands, name)) return 'directory';
  return name === 'plan.adopt' ? 'plan' : 'room';
}
