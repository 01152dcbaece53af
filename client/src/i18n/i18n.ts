import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Label } from '@duty-room/shared/plan/label';
import { chosenLanguage, keepLanguage, languageTag, type Language } from './language.ts';
import { LOADERS, type Namespace } from './resources.ts';

let current: Language = 'zh';
const loaded = new Set<Namespace>();

/** Starts the words of this screen: `common` and the namespaces of its face, in the chosen language. */
export async function startWords(...namespaces: readonly Namespace[]): Promise<i18n> {
  current = chosenLanguage();
  await i18next.use(initReactI18next).init({
    lng: current,
    fallbackLng: false,
    defaultNS: 'common',
    ns: [],
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  });
  await addWords('common', ...namespaces);
  document.documentElement.lang = languageTag(current);
  return i18next;
}

/** Loads further namespaces; a face that is opened later calls it before it shows. */
export async function addWords(...namespaces: readonly Namespace[]): Promise<void> {
  await Promise.all(
    namespaces.map(async (namespace) => {
      loaded.add(namespace);
      if (!i18next.hasResourceBundle(current, namespace)) {
        i18next.addResourceBundle(current, namespace, await LOADERS[current][namespace]());
      }
    }),
  );
}

/** Switches every word of this screen, and keeps the choice on this machine. */
export async function changeLanguage(language: Language): Promise<void> {
  current = language;
  keepLanguage(language);
  await addWords(...loaded);
  await i18next.changeLanguage(language);
  document.documentElement.lang = languageTag(language);
}

export function currentLanguage(): Language {
  return current;
}

/** The words of a plan's label in the language of this screen. */
export function labelText(label: Label, language: Language = current): string {
  return label[language];
}
