const KEY = 'duty-room.wall-reloaded-at';
/** A page that fails again at once must not load in circles. */
const LEAST_BETWEEN_MS = 60_000;

/** Loads the page again after `ms`, at most once a minute. Returns the way to call it off. */
export function reloadAfter(ms: number): () => void {
  let last = 0;
  try {
    last = Number(sessionStorage.getItem(KEY) ?? 0);
  } catch {
    // No storage: the pause below is then the only brake.
  }
  const since = Date.now() - last;
  const wait = since >= 0 && since < LEAST_BETWEEN_MS ? Math.max(ms, LEAST_BETWEEN_MS - since) : ms;
  const timer = setTimeout(() => {
    try {
      sessionStorage.setItem(KEY, String(Date.now()));
    } catch {
      // See above.
    }
    location.reload();
  }, wait);
  return () => clearTimeout(timer);
}
