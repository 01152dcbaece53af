import type { Instant } from '../kernel/instant.ts';
import type { HandedOverDuty, ShiftPost } from './events.ts';

export type OnDuty = { readonly account: string; readonly post: ShiftPost; readonly since: Instant };

export type ShiftState = {
  readonly id: string;
  readonly revision: number;
  readonly startedAt: Instant;
  readonly onDuty: readonly OnDuty[];
  readonly handOver?: {
    readonly event: string;
    readonly by: string;
    readonly to: string;
    readonly at: Instant;
    readonly duties: readonly HandedOverDuty[];
  };
  /** Set when it was handed over: the id of the next shift. */
  readonly next?: string;
  readonly log: readonly {
    readonly event: string;
    readonly at: Instant;
    readonly recordedAt: Instant;
    readonly actor: string;
    readonly topic: string;
    readonly incident?: string;
  }[];
  readonly handled: Readonly<Record<string, string>>;
};
