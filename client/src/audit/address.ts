import { useEffect } from 'react';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { View } from '@duty-room/shared/obligation/obligation';
import type { Chosen } from './audit-context.tsx';

/** What the address of the page asks to look at. */
export type Address = {
  readonly at?: Instant;
  readonly view?: View;
  readonly incident?: string;
  readonly duty?: string;
};

export function readAddress(search: string): Address {
  const asked = new URLSearchParams(search);
  const at = Date.parse(asked.get('at') ?? '');
  const view = asked.get('view');
  const incident = asked.get('incident');
  const duty = asked.get('duty');
  return {
    ...(Number.isFinite(at) && { at }),
    ...((view === 'known' || view === 'happened') && { view }),
    ...(incident !== null && incident !== '' && { incident }),
    ...(duty !== null && duty !== '' && { duty }),
  };
}

export function addressed(): Address {
  return readAddress(location.search);
}

/** The search part of an address that leads to this very picture. */
export function writeAddress(
  search: string,
  { at, view, incident, duty }: { at: Instant; view: View; incident: string | null; duty: Chosen | null },
): string {
  const next = new URLSearchParams(search);
  const put = (name: string, value: string | null): void => {
    if (value === null) next.delete(name);
    else next.set(name, value);
  };
  put('at', new Date(at).toISOString());
  put('view', view === 'known' ? null : view);
  put('incident', incident ?? duty?.incident ?? null);
  put('duty', duty?.key ?? null);
  return `?${next.toString()}`;
}

const SETTLES_MS = 400;

/** Keeps the address on the picture, once it stands still, so that it can be handed on and survives a reload. */
export function useAddress(
  shown: { at: Instant; view: View; incident: string | null; duty: Chosen | null },
  moving: boolean,
): void {
  const { at, view, incident, duty } = shown;
  useEffect(() => {
    if (moving) return undefined;
    const timer = window.setTimeout(() => {
      const search = writeAddress(location.search, { at, view, incident, duty });
      // The router is not told: nothing is to be loaded anew.
      History.prototype.replaceState.call(history, history.state, '', location.pathname + search);
    }, SETTLES_MS);
    return () => window.clearTimeout(timer);
  }, [at, view, incident, duty, moving]);
}
