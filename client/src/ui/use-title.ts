import { useEffect } from 'react';

/** The words in the browser's tab, in the language of this screen. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
