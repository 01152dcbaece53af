import type { ComponentType } from 'react';
import type { Namespace } from '../i18n/resources.ts';
import { addWords } from '../i18n/i18n.ts';

export type FaceName = 'setup' | 'access' | 'desk' | 'admin' | 'command' | 'audit';
type Face = { readonly default: ComponentType };

/** Each face is `src/<face>/face.tsx` with a default export, loaded when it is opened. */
const LOADERS: { readonly [F in FaceName]: () => Promise<Face> } = {
  setup: () => import('../setup/face.tsx'),
  access: () => import('../access/face.tsx'),
  desk: () => import('../desk/face.tsx'),
  admin: () => import('../admin/face.tsx'),
  command: () => import('../command/face.tsx'),
  audit: () => import('../audit/face.tsx'),
};

const WORDS: { readonly [F in FaceName]: readonly Namespace[] } = {
  setup: ['setup', 'access'],
  access: ['access'],
  desk: ['desk', 'access'],
  admin: ['admin', 'access', 'setup'],
  command: ['command', 'desk', 'wall', 'access'],
  audit: ['audit', 'desk', 'access'],
};

/** Loads a face and its words. */
export async function loadFace(name: FaceName): Promise<Face> {
  const [face] = await Promise.all([LOADERS[name](), addWords(...WORDS[name])]);
  return face;
}
