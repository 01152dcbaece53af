import { useSyncExternalStore } from 'react';
import type { Language } from './language.ts';
import type { Namespace, Resources } from './resources.ts';

/**
 * The words of a screen: typed keys, blanks `{{name}}`, and `_one`/`_other` by `count`. Small on purpose: a wall loads it with every start.
 */
type Singular<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K;
type Leaves<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${Singular<K>}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];

/** Keys of the namespaces `N` by themselves, and of any namespace with its name before a colon. */
export type WordKey<N extends Namespace = 'common'> =
  | Leaves<Resources[N]>
  | { [M in Namespace]: `${M}:${Leaves<Resources[M]>}` }[Namespace];

export type Blanks = Readonly<Record<string, string | number>>;
/** Reads a text of the namespace `N`, its blanks filled. */
export type Translate<N extends Namespace = 'common'> = (key: WordKey<N>, blanks?: Blanks) => string;

type Tree = { readonly [key: string]: string | Tree };
type State = { readonly language: Language; readonly revision: number };

const bundles = new Map<string, Tree>();
const listeners = new Set<() => void>();
let state: State = { language: 'zh', revision: 0 };

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

function changed(language: Language): void {
  state = { language, revision: state.revision + 1 };
  for (const listener of listeners) listener();
}

/** The language that is shown now. */
export function currentLanguage(): Language {
  return state.language;
}

export function setLanguage(language: Language): void {
  changed(language);
}

export function hasWords(language: Language, namespace: Namespace): boolean {
  return bundles.has(`${language}:${namespace}`);
}

export function putWords(language: Language, namespace: Namespace, words: object): void {
  if (!isTree(words)) return;
  bundles.set(`${language}:${namespace}`, words);
  changed(state.language);
}

function find(tree: Tree | undefined, path: string): string | undefined {
  let here: string | Tree | undefined = tree;
  for (const part of path.split('.')) {
    if (!isTree(here)) return undefined;
    here = Object.hasOwn(here, part) ? here[part] : undefined;
  }
  return typeof here === 'string' ? here : undefined;
}

const plurals = { zh: new Intl.PluralRules('zh'), en: new Intl.PluralRules('en') };

/** The text of a key; the key itself where nobody wrote one, so that it is found. */
export function translate(language: Language, namespace: Namespace, key: string, blanks: Blanks = {}): string {
  const colon = key.indexOf(':');
  const tree = bundles.get(`${language}:${colon < 0 ? namespace : key.slice(0, colon)}`);
  const path = key.slice(colon + 1);
  const { count } = blanks;
  const plural = typeof count === 'number' ? find(tree, `${path}_${plurals[language].select(count)}`) : undefined;
  const text = plural ?? find(tree, path) ?? (typeof count === 'number' ? find(tree, `${path}_other`) : undefined);
  if (text === undefined) return path;
  return text.replaceAll(/\{\{(\w+)\}\}/g, (blank, name: string) =>
    Object.hasOwn(blanks, name) ? String(blanks[name]) : blank,
  );
}

const readers = new Map<string, { readonly state: State; readonly t: (key: string, blanks?: Blanks) => string }>();

function readerOf(namespace: Namespace): (key: string, blanks?: Blanks) => string {
  const known = readers.get(namespace);
  if (known?.state === state) return known.t;
  const { language } = state;
  const t = (key: string, blanks?: Blanks): string => translate(language, namespace, key, blanks);
  readers.set(namespace, { state, t });
  return t;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The words of a face. `t` is another function once the language changed, and the component renders again. */
export function useTranslation<N extends Namespace = 'common'>(
  namespace?: N | readonly [N, ...Namespace[]],
): { readonly t: Translate<N>; readonly language: Language } {
  const name: Namespace = (typeof namespace === 'string' ? namespace : namespace?.[0]) ?? 'common';
  const current = useSyncExternalStore(subscribe, () => state);
  return { t: readerOf(name), language: current.language };
}
