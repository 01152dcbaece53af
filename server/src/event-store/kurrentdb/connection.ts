import type { KurrentDBClient } from '@kurrent/kurrentdb-client';

export type Connection = {
  readonly client: () => KurrentDBClient;
  /** Makes a new client where `worn` is still the one in use: several who saw the same fault replace it once. */
  readonly replace: (worn: KurrentDBClient) => void;
  readonly dispose: () => Promise<void>;
};

/**
 * A client that can be replaced, because some faults wedge a client object for good: one read while its node is down,
 * a failed discovery, a fallen leader. There is no way to repair one, and none to close it but to dispose of its streams.
 */
export function connect(make: () => KurrentDBClient): Connection {
  let current = make();
  const retired = new Set<Promise<void>>();
  const retire = (client: KurrentDBClient) => {
    const gone = client
      .dispose()
      .catch(() => undefined)
      .finally(() => retired.delete(gone));
    retired.add(gone);
  };
  return {
    client: () => current,
    replace(worn) {
      if (worn !== current) return;
      current = make();
      retire(worn);
    },
    async dispose() {
      retire(current);
      await Promise.all(retired);
    },
  };
}
