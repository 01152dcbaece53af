import type { Label } from '@duty-room/shared/plan/label';
import { chosenLanguage, keepLanguage, languageTag, type Language } from './language.ts';
import { LOADERS, type Namespace } from './resources.ts';
import { currentLanguage, hasWords, putWords, setLanguage } from './translation.ts';

export { currentLanguage };

const opened = new Set<Namespace>();

/** Starts the words of this screen: `common` and the namespaces of its face, in the chosen language. */
export async function startWords(...namespaces: readonly Namespace[]): Promise<void> {
  const language = chosenLanguage();
  setLanguage(language);
  document.documentElement.lang = languageTag(language);
  await addWords('common', ...namespaces);
}

async function load(language: Language, namespaces: Iterable<Namespace>): Promise<void> {
  await Promise.all(
    [...namespaces].map(async (namespace) => {
      if (!hasWords(language, namespace)) putWords(language, namespace, await LOADERS[language][namespace]());
    }),
  );
}

/** Loads further namespaces; a face that is opened later calls it before it shows. */
export async function addWords(...namespaces: readonly Namespace[]): Promise<void> {
  for (const namespace of namespaces) opened.add(namespace);
  await load(currentLanguage(), namespaces);
}

/** Switches every word of this screen, and keeps the choice on this machine. */
export async function changeLanguage(language: Language): Promise<void> {
  keepLanguage(language);
  await load(language, opened);
  setLanguage(language);
  document.documentElement.lang = languageTag(language);
}

/** The words of a plan's label in the language of this screen. */
export function labelText(label: Label, language: Language = currentLanguage()): string {
  return label[language];
}
