import { boardText } from '@duty-room/shared/board/hash';
import { boardView } from '@duty-room/shared/board/view';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { useEffect } from 'react';
import { useRoom } from '../live/room-context.tsx';

/** What this wall showed: up to where it was folded, the instant that it was looked at, and the SHA-256 of its board's text. */
export type WallLogEntry = { readonly position: string; readonly at: Instant; readonly hash: string };

declare global {
  interface Window {
    /** Only on a wall that was opened with `?log`; the newest entry last. */
    dutyRoomWallLog?: WallLogEntry[];
  }
}

/** Two hours at one entry a second. */
const KEPT = 7_200;

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Opened with `?log`, a wall notes at each second what it shows, so that a replay can be held against it. It needs a secure context;
 * without one, and without `?log`, it does nothing.
 */
export function useWallLog(): void {
  const { feed, ticker } = useRoom();
  useEffect(() => {
    if (!new URLSearchParams(location.search).has('log') || !window.isSecureContext) return;
    const log: WallLogEntry[] = [];
    window.dutyRoomWallLog = log;
    const note = async (at: Instant): Promise<void> => {
      const { board, position } = feed.getState();
      if (board === null) return;
      const instant = Math.floor(at);
      const hash = await sha256(boardText(boardView(board, instant)));
      log.push({ position, at: instant, hash });
      if (log.length > KEPT) log.shift();
    };
    const stop = ticker.subscribe((at) => void note(at));
    return () => {
      stop();
      delete window.dutyRoomWallLog;
    };
  }, [feed, ticker]);
}
