import { refuse } from '@duty-room/shared/kernel/refusal';
import type { DrillHost } from './hosted-room.ts';

/** A server that offers no drills. */
export const noDrills: DrillHost = {
  scenarios: async () => [],
  list: () => [],
  room: () => undefined,
  start: async () => refuse('not-found', { what: 'scenario' }),
  setSpeed: async () => refuse('not-found', { what: 'drill' }),
  stop: async () => refuse('not-found', { what: 'drill' }),
  close: async () => undefined,
};
