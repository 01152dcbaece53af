import type { EventStore, Subscription } from '../event-store/port.ts';

/** A store as one process holds it: cut off, that process neither writes nor hears anything any more, like one that was killed. */
export function severableStore(store: EventStore): { readonly store: EventStore; readonly cut: () => Promise<void> } {
  const never = new Promise<never>(() => undefined);
  const subscriptions = new Set<Subscription>();
  let gone = false;
  return {
    store: {
      epoch: store.epoch,
      append: (stream, expected, events) => (gone ? never : store.append(stream, expected, events)),
      readStream: (stream, options) => store.readStream(stream, options),
      readAll: (options) => store.readAll(options),
      head: () => (gone ? never : store.head()),
      async subscribe(after, handlers) {
        const subscription = await store.subscribe(after, {
          ...handlers,
          onEvent: (event) => (gone ? undefined : handlers.onEvent(event)),
        });
        subscriptions.add(subscription);
        return subscription;
      },
      // The log belongs to whoever opened it.
      close: async () => undefined,
    },
    async cut() {
      gone = true;
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    },
  };
}
