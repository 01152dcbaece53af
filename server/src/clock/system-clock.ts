import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Clock } from './clock.ts';

/** Node fires a longer timer after 1 ms; it is waited for in pieces. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own clock. */
export function createSystemClock(): Clock {
  const bootId = readBootId();
  return {
    wall: () => Date.now(),
    monotonic: () => performance.now(),
    uptime: readUptime,
    bootId: () => bootId,
    setTimer(delay, call) {
      const dueAt = performance.now() + delay;
      let handle: NodeJS.Timeout;
      const wait = () => {
        const left = dueAt - performance.now();
        handle =
          left > LONGEST_TIMER_MS ? setTimeout(wait, LONGEST_TIMER_MS) : setTimeout(call, Math.max(0, Math.ceil(left)));
      };
      wait();
      return { cancel: () => clearTimeout(handle) };
    },
  };
}

function readUptime(): number | null {
  try {
    return uptime() * 1000;
  } catch {
    return null;
  }
}

/** Linux tells boots apart; elsewhere the uptime alone has to. */
function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() || null;
  } catch {
    return null;
  }
}
