import { useMemo } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import { INCIDENT_TIMES } from '@duty-room/shared/plan/anchor';
import { isMedium } from './acts/act.ts';
import { useLanguage } from '../i18n/hooks.ts';
import { labelText } from '../i18n/i18n.ts';
import { useRoom } from '../live/room-context.tsx';
import { useBoard } from '../live/hooks.ts';
import { timeOfDay } from '../ui/clock-text.ts';
import { spanWords } from '../ui/countdown-text.ts';
import type { DeskWords } from './words.ts';

/** The desk's words in the language of this screen, with instants by the office's zone. */
export function useWords(): DeskWords & { readonly instantSeconds: (at: number) => string } {
  const { t } = useTranslation(['desk', 'common']);
  const language = useLanguage();
  const { time } = useRoom();
  const timeZone = useBoard()?.office.timeZone || 'UTC';
  return useMemo(() => {
    const days = { yesterday: t('common:time.yesterday'), tomorrow: t('common:time.tomorrow') };
    const units = {
      day: t('common:time.day'),
      hour: t('common:time.hour'),
      minute: t('common:time.minute'),
      second: t('common:time.second'),
    };
    const instant = (at: number, seconds: boolean): string =>
      timeOfDay(at, time.now() ?? at, timeZone, language, days, seconds);
    return {
      language,
      say: (key, blanks) => t(`desk:${key}`, blanks),
      label: (label) => labelText(label, language),
      medium: (medium) => (isMedium(medium) ? t(`common:medium.${medium}`) : medium),
      time: (id) => {
        const known = INCIDENT_TIMES.find((one) => one === id);
        return known === undefined ? id : t(`common:incidentTime.${known}`);
      },
      instant: (at) => instant(at, false),
      instantSeconds: (at) => instant(at, true),
      span: (length) => spanWords(length, units),
    };
  }, [t, language, time, timeZone]);
}
