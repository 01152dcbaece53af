import type { ComponentType } from 'react';
import type { Namespace } from '../i18n/resources.ts';
import { addWords } from '../i18n/i18n.ts';

export type FaceName = 'setup' | 'access' | 'desk' | 'admin' | 'command' | 'audit';
type Face = { readonly default: ComponentType };

/** Each face is `src/<face>/face.tsx` with a default export, loaded when it is opened. */
const modules = import.meta.glob<Face>('../{setup,access,desk,admin,command,audit}/face.tsx');

const WORDS: { readonly [F in FaceName]: readonly Namespace[] } = {
  setup: ['setup', 'access'],
  access: ['access'],
  desk: ['desk', 'access'],
  admin: ['admin', 'access', 'setup'],
  command: ['command', 'desk', 'wall', 'access'],
  audit: ['audit', 'desk', 'access'],
};

/** Loads a face and its words; a face that this build lacks gives nothing. */
export async function loadFace(name: FaceName): Promise<Face | null> {
  const load = modules[`../${name}/face.tsx`];
  if (!load) return null;
  const [face] = await Promise.all([load(), addWords(...WORDS[name])]);
  return face;
}
