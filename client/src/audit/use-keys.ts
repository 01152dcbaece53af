import { useEffect, useRef } from 'react';
import type { Millis } from '@duty-room/shared/kernel/instant';
import { keyStep } from './moment.ts';

export type KeyActs = {
  readonly step: (by: Millis) => void;
  readonly event: (direction: -1 | 1) => void;
  readonly line: (direction: -1 | 1) => void;
  readonly play: () => void;
  readonly goTo: () => void;
  readonly view: () => void;
  readonly wall: () => void;
  readonly slower: () => void;
  readonly faster: () => void;
};

/** Whether the keys belong to something else: a field, a list, a dialog that lies over the page. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      'input, textarea, select, [role="dialog"], [role="listbox"], [role="menu"], [role="alertdialog"]',
    ) !== null
  );
}

/** The keys of the time machine, anywhere on its page. */
export function useKeys(acts: KeyActs): void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTaken(event.target)) return;
      const onControl = event.target instanceof Element && event.target.closest('button, summary, a') !== null;
      const act = actOf(event, onControl, latest.current);
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function actOf(event: KeyboardEvent, onControl: boolean, acts: KeyActs): (() => void) | undefined {
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowRight':
    case 'PageUp':
    case 'PageDown': {
      const by = keyStep(event.key, event.shiftKey);
      return by === null ? undefined : () => acts.step(by);
    }
    case ' ':
      return onControl ? undefined : acts.play;
    case ',':
      return () => acts.event(-1);
    case '.':
      return () => acts.event(1);
    case '[':
      return () => acts.line(-1);
    case ']':
      return () => acts.line(1);
    case 'g':
    case 'G':
      return acts.goTo;
    case 'v':
    case 'V':
      return acts.view;
    case 'w':
    case 'W':
      return acts.wall;
    case '-':
      return acts.slower;
    case '+':
    case '=':
      return acts.faster;
    default:
      return undefined;
  }
}
