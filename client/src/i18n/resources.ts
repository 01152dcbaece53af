import type { common } from './zh/common.ts';
import type { wall } from './zh/wall.ts';
import type { command } from './zh/command.ts';
import type { desk } from './zh/desk.ts';
import type { audit } from './zh/audit.ts';
import type { setup } from './zh/setup.ts';
import type { access } from './zh/access.ts';
import type { admin } from './zh/admin.ts';

/** One file of words per face and language, loaded with its face. Chinese is the source. */
export type Resources = {
  common: typeof common;
  wall: typeof wall;
  command: typeof command;
  desk: typeof desk;
  audit: typeof audit;
  setup: typeof setup;
  access: typeof access;
  admin: typeof admin;
};
export type Namespace = keyof Resources;

type Loader = () => Promise<object>;

export const LOADERS: { readonly [L in 'zh' | 'en']: { readonly [N in Namespace]: Loader } } = {
  zh: {
    common: async () => (await import('./zh/common.ts')).common,
    wall: async () => (await import('./zh/wall.ts')).wall,
    command: async () => (await import('./zh/command.ts')).command,
    desk: async () => (await import('./zh/desk.ts')).desk,
    audit: async () => (await import('./zh/audit.ts')).audit,
    setup: async () => (await import('./zh/setup.ts')).setup,
    access: async () => (await import('./zh/access.ts')).access,
    admin: async () => (await import('./zh/admin.ts')).admin,
  },
  en: {
    common: async () => (await import('./en/common.ts')).common,
    wall: async () => (await import('./en/wall.ts')).wall,
    command: async () => (await import('./en/command.ts')).command,
    desk: async () => (await import('./en/desk.ts')).desk,
    audit: async () => (await import('./en/audit.ts')).audit,
    setup: async () => (await import('./en/setup.ts')).setup,
    access: async () => (await import('./en/access.ts')).access,
    admin: async () => (await import('./en/admin.ts')).admin,
  },
};
