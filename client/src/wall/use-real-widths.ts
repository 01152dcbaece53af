import { useEffect, useState } from 'react';
import { measureWith } from './scale.ts';

const PER_EM = 100;

/** Measures texts in the fonts of the wall from the moment they are loaded; the component renders again then. */
export function useRealWidths(): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (!context) return;
    const family = getComputedStyle(document.documentElement).fontFamily;
    const begin = (): void => {
      const known = new Map<string, number>();
      measureWith((text) => {
        const found = known.get(text);
        if (found !== undefined) return found;
        context.font = `700 ${PER_EM}px ${family}`;
        const width = context.measureText(text).width / PER_EM;
        // A wall runs for months; what it once measured need not stay.
        if (known.size > 5_000) known.clear();
        known.set(text, width);
        return width;
      });
      setTurn((count) => count + 1);
    };
    void document.fonts.ready.then(begin);
    document.fonts.addEventListener('loadingdone', begin);
    return () => document.fonts.removeEventListener('loadingdone', begin);
  }, []);
  return turn;
}
