import type { StoredEvent } from '@duty-room/shared/kernel/event';
import type { Subscription, SubscriptionHandlers } from './port.ts';

/** Wakes everybody who waits on it, each time. */
export type Signal = { readonly next: () => Promise<void>; readonly wake: () => void };

export function createSignal(): Signal {
  let current = Promise.withResolvers<void>();
  return {
    next: () => current.promise,
    wake() {
      const waiting = current;
      current = Promise.withResolvers<void>();
      waiting.resolve();
    },
  };
}

/** What a subscription needs of a log that knows its own end. */
export type Log = {
  readonly head: () => string;
  /** The next events after a position, at least one where the head is past it. */
  readonly page: (after: string) => readonly StoredEvent[] | Promise<readonly StoredEvent[]>;
  /** Wakes after each move of the head, and when a subscription closes. */
  readonly moved: Signal;
};

/**
 * Hands over the log from `after` on, for ever, one event at a time. It pulls: the place in the log is the only state,
 * so catching up and following live are the same code and no event can be missed or given twice.
 * Throws a RangeError where `after` is past the end: that place belongs to another log.
 */
export function followLog(log: Log, after: string, handlers: SubscriptionHandlers): Subscription {
  const headAtStart = log.head();
  if (after > headAtStart) throw new RangeError(`Position ${after} is past the end of this log (${headAtStart})`);
  let last = after;
  let caughtUp = false;
  let closing = false;

  const tellCaughtUp = () => {
    if (caughtUp || last < headAtStart) return;
    caughtUp = true;
    handlers.onCaughtUp?.();
  };

  const run = async () => {
    // Never call a handler before the subscriber holds its subscription.
    await Promise.resolve();
    while (!closing) {
      tellCaughtUp();
      const moved = log.moved.next();
      if (last >= log.head()) {
        await moved;
        continue;
      }
      for (const event of await log.page(last)) {
        if (closing) return;
        await handlers.onEvent(event);
        last = event.position;
        tellCaughtUp();
      }
    }
  };

  const ended = run().catch((reason: unknown) => {
    if (!closing) handlers.onEnd?.(reason);
  });
  return {
    async close() {
      closing = true;
      log.moved.wake();
      await ended;
    },
  };
}
