import { useMemo } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { useAtSecond } from '../live/hooks.ts';
import { useLanguage } from '../i18n/hooks.ts';
import type { Reading } from './fact-text.ts';

/** How this screen reads instants and values, renewed with every minute: "tomorrow" and elapsed words move, seconds are the ticker's own. */
export function useReading(timeZone: string): Reading {
  const { t } = useTranslation();
  const language = useLanguage();
  const now: Instant = useAtSecond((at) => Math.floor(at / 60_000) * 60_000, 0);
  return useMemo(
    () => ({
      now,
      timeZone,
      language,
      words: { yesterday: t('time.yesterday'), tomorrow: t('time.tomorrow'), yes: t('act.yes'), no: t('act.no') },
    }),
    [now, timeZone, language, t],
  );
}
