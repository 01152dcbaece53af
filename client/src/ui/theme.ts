import { useEffect, useSyncExternalStore } from 'react';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { hourMinute } from './clock-text.ts';

export type Theme = 'night' | 'day';
export type ThemeChoice = Theme | 'office';

const KEY = 'duty-room.theme';
const listeners = new Set<() => void>();

function stored(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'night' || kept === 'day' ? kept : 'office';
  } catch {
    return 'office';
  }
}
let choice: ThemeChoice | undefined;

/** What this screen was told: night, day, or the office's hours. */
export function themeChoice(): ThemeChoice {
  choice ??= stored();
  return choice;
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    if (next === 'office') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // No storage: the choice lasts until the page is left.
  }
  for (const listener of listeners) listener();
}

/** Night from `nightFrom` to `nightTo` (HH:MM in the office's zone), over midnight too. */
export function themeAt(at: Instant, timeZone: string, nightFrom: string, nightTo: string): Theme {
  const time = hourMinute(at, timeZone);
  const night = nightFrom <= nightTo ? time >= nightFrom && time < nightTo : time >= nightFrom || time < nightTo;
  return night ? 'night' : 'day';
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, themeChoice);
}

/** Puts the theme on the page: the choice of this screen, else what the office's hours say. In a frame of another screen its hours alone count. */
export function useTheme(officeTheme: Theme, root: HTMLElement = document.documentElement): void {
  const chosen = useThemeChoice();
  const theme = chosen === 'office' || root !== document.documentElement ? officeTheme : chosen;
  useEffect(() => {
    root.setAttribute('data-theme', theme);
  }, [root, theme]);
}
