import { useCallback, useState } from 'react';

/** Height of an element in wall units (1/100 of the root's font size), and again whenever it changes. */
export function useHeight(): readonly [number, (element: HTMLElement | null) => (() => void) | undefined] {
  const [height, setHeight] = useState(0);
  const attach = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const measure = (): void => {
      const unit = Number.parseFloat(getComputedStyle(element.ownerDocument.documentElement).fontSize) / 100;
      setHeight(Math.floor(element.clientHeight / unit));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return [height, attach];
}
