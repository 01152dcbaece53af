import { useBoard } from '../live/hooks.ts';
import { useRoom } from '../live/room-context.tsx';
import { useLanguage } from '../i18n/hooks.ts';
import { useTranslation } from '../i18n/translation.ts';
import { timeOfDay } from '../ui/clock-text.ts';

/** Instants in the office's zone, with their day where that is not today. */
export function useInstant(): (at: number) => string {
  const { time } = useRoom();
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useBoard()?.office.timeZone || 'UTC';
  return (at) =>
    timeOfDay(at, time.now() ?? at, zone, language, { yesterday: t('time.yesterday'), tomorrow: t('time.tomorrow') });
}
