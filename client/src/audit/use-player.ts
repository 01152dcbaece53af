import { useEffect, useRef } from 'react';
import type { Instant } from '@duty-room/shared/kernel/instant';

const EVERY_MS = 100;

/** While it plays, moves the instant on at `rate` times the speed of the day; `advance` says whether it may go on. */
export function usePlayer(playing: boolean, rate: number, advance: (by: number) => void): void {
  const latest = useRef(advance);
  latest.current = advance;
  useEffect(() => {
    if (!playing) return undefined;
    let last: Instant = performance.now();
    const timer = window.setInterval(() => {
      const now = performance.now();
      latest.current((now - last) * rate);
      last = now;
    }, EVERY_MS);
    return () => window.clearInterval(timer);
  }, [playing, rate]);
}
