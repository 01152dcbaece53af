/**
 * Time in the core. An instant is UTC epoch milliseconds; a duration is milliseconds.
 * Nothing here reads a clock: the present is always an argument.
 */
export type Instant = number;
export type Millis = number;

export const SECOND: Millis = 1000;
export const MINUTE: Millis = 60 * SECOND;
export const HOUR: Millis = 60 * MINUTE;
export const DAY: Millis = 24 * HOUR;
