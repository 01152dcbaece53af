import type { Versions } from '../kernel/known-event.ts';

/** Who stands where in a shift: officers (值班员) and the leader on duty (带班领导). */
export type ShiftPost = 'officer' | 'leader';

/** An open duty as the hand-over sheet lists it. */
export type HandedOverDuty = { readonly key: string; readonly incident: string; readonly dueAt: number | null };

export type ShiftEventData = {
  'shift.started': { readonly previous?: string };
  'shift.signed-on': { readonly account: string; readonly post: ShiftPost };
  'shift.signed-off': { readonly account: string; readonly post: ShiftPost };
  /** 值班日志. The text is in `personal`; `topic` is a public word. */
  'shift.logged': { readonly topic: string; readonly incident?: string };
  /** The outgoing officer lists what is open; the shift is not over before the incoming one accepts each. */
  'shift.hand-over-prepared': { readonly by: string; readonly to: string; readonly duties: readonly HandedOverDuty[] };
  'shift.hand-over-accepted': { readonly by: string; readonly accepted: readonly string[]; readonly next: string };
  'shift.hand-over-cancelled': { readonly by: string };
  /** Without the outgoing officer's part; the reason stays on record. */
  'shift.hand-over-forced': {
    readonly by: string;
    readonly reason: string;
    readonly duties: readonly HandedOverDuty[];
    readonly next: string;
  };
};
export type ShiftEventType = keyof ShiftEventData;

/** Current schema version of each type. */
export const SHIFT_EVENTS: Versions<ShiftEventData> = {
  'shift.started': 1,
  'shift.signed-on': 1,
  'shift.signed-off': 1,
  'shift.logged': 1,
  'shift.hand-over-prepared': 1,
  'shift.hand-over-accepted': 1,
  'shift.hand-over-cancelled': 1,
  'shift.hand-over-forced': 1,
};
