import { CLOCK_SKEW_TOLERANCE_MS, type CommandMeta } from './decider.ts';
import type { Instant } from './instant.ts';
import { accept, refuse, type Outcome } from './refusal.ts';

/**
 * The instant (UTC ms) at which a stated thing happened: now where nothing was stated. The past is a late entry and allowed;
 * a clock ahead by no more than the tolerance counts as now; anything later is refused.
 */
export function statedAt(meta: Pick<CommandMeta, 'occurredAt'>, now: Instant): Outcome<Instant> {
  return notAhead(meta.occurredAt ?? now, now);
}

/** The same rule for any instant that must lie in the past. */
export function notAhead(at: Instant, now: Instant): Outcome<Instant> {
  if (at > now + CLOCK_SKEW_TOLERANCE_MS) return refuse('future', { at, now });
  // A typed "-0" is no canonical number.
  return accept(Math.min(at, now) + 0);
}
