import type { Label } from '@duty-room/shared/plan/label';
import { labelText } from './i18n.ts';
import type { Language } from './language.ts';
import { useTranslation } from './translation.ts';

/** The language of this screen; the component renders again when it changes. */
export function useLanguage(): Language {
  return useTranslation().language;
}

/** Reads a plan's label in the language of this screen. */
export function useLabel(): (label: Label) => string {
  const language = useLanguage();
  return (label) => labelText(label, language);
}
