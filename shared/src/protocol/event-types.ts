import { ACCOUNT_EVENTS, DEVICE_EVENTS, type AccountEventData, type DeviceEventData } from '../account/events.ts';
import { DIRECTORY_EVENTS, type DirectoryEventData } from '../directory/events.ts';
import { INCIDENT_EVENTS, type IncidentEventData } from '../incident/events.ts';
import type { Versions } from '../kernel/known-event.ts';
import {
  CLOCK_EVENTS,
  OFFICE_EVENTS,
  PLAN_EVENTS,
  type ClockEventData,
  type OfficeEventData,
  type PlanEventData,
} from '../office/events.ts';
import { SHIFT_EVENTS, type ShiftEventData } from '../shift/events.ts';

/** Every event type that the log of a room may hold, with its data. */
export type EventData = IncidentEventData &
  ShiftEventData &
  DirectoryEventData &
  OfficeEventData &
  PlanEventData &
  ClockEventData &
  AccountEventData &
  DeviceEventData;
export type EventType = keyof EventData;

/** Every event type with its current schema version; whoever writes an event takes its version from here. */
export const EVENT_VERSIONS: Versions<EventData> = {
  ...INCIDENT_EVENTS,
  ...SHIFT_EVENTS,
  ...DIRECTORY_EVENTS,
  ...OFFICE_EVENTS,
  ...PLAN_EVENTS,
  ...CLOCK_EVENTS,
  ...ACCOUNT_EVENTS,
  ...DEVICE_EVENTS,
};
