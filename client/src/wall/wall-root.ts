import { createContext, useContext } from 'react';

/** Element whose font size is the wall's unit and that carries its theme: the page's own, or that of a frame in which a replay shows a wall. */
const WallRoot = createContext<HTMLElement | null>(null);
export const WallRootProvider = WallRoot.Provider;

export function useWallRoot(): HTMLElement {
  return useContext(WallRoot) ?? document.documentElement;
}
