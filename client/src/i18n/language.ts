/** Chinese first, English complete. */
export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = 'duty-room.language';

function isLanguage(value: string | null): value is Language {
  return value === 'zh' || value === 'en';
}

/** The language of this screen: `?lang=` (kept from then on), else what was chosen here before, else Chinese. */
export function chosenLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  if (isLanguage(asked)) {
    keepLanguage(asked);
    return asked;
  }
  try {
    const kept = localStorage.getItem(KEY);
    return isLanguage(kept) ? kept : 'zh';
  } catch {
    return 'zh';
  }
}

/** Remembers the choice on this machine; where storage is switched off it lasts until the page is left. */
export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // No storage: nothing to keep.
  }
}

/** As the `lang` attribute and HTTP name it. */
export function languageTag(language: Language): 'zh-CN' | 'en' {
  return language === 'zh' ? 'zh-CN' : 'en';
}
