import { useMemo } from 'react';
import { MEDIA } from '@duty-room/shared/kernel/event';
import type { Instant, Millis } from '@duty-room/shared/kernel/instant';
import { INCIDENT_TIMES } from '@duty-room/shared/plan/anchor';
import type { DeskWords } from '../desk/words.ts';
import { labelText } from '../i18n/i18n.ts';
import { useTranslation, type Translate } from '../i18n/translation.ts';
import { dateLine, hourMinuteSecond, timeOfDay } from '../ui/clock-text.ts';
import { spanWords } from '../ui/countdown-text.ts';
import { exactSpan } from './span-text.ts';

/** The words of the desk for what was recorded, and the auditor's own; days count from the instant looked at. */
export type AuditWords = DeskWords & {
  readonly t: Translate<'audit'>;
  readonly timeZone: string;
  readonly instantSeconds: (at: Instant) => string;
  /** With the day, always. */
  readonly full: (at: Instant) => string;
  readonly exact: (length: Millis) => string;
};

export function useAuditWords(at: Instant, timeZone: string): AuditWords {
  const { t, language } = useTranslation('audit');
  const desk = useTranslation('desk').t;
  // "Yesterday" holds for a minute at least; the words need not be made anew for each second that passes.
  const minute = Math.floor(at / 60_000) * 60_000;
  return useMemo(() => {
    const days = { yesterday: t('common:time.yesterday'), tomorrow: t('common:time.tomorrow') };
    const units = {
      day: t('common:time.day'),
      hour: t('common:time.hour'),
      minute: t('common:time.minute'),
      second: t('common:time.second'),
    };
    const instant = (of: Instant, seconds: boolean): string => timeOfDay(of, minute, timeZone, language, days, seconds);
    return {
      t,
      language,
      timeZone,
      // A blank that nothing fills (nobody was named) leaves no gap behind.
      say: (key, blanks) => (key.startsWith('deed.') ? desk(key, blanks).trim() : desk(key, blanks)),
      label: (label) => labelText(label, language),
      medium: (medium) => {
        const known = MEDIA.find((one) => one === medium);
        return known === undefined ? medium : t(`common:medium.${known}`);
      },
      time: (id) => {
        const known = INCIDENT_TIMES.find((one) => one === id);
        return known === undefined ? id : t(`common:incidentTime.${known}`);
      },
      instant: (of) => instant(of, false),
      instantSeconds: (of) => instant(of, true),
      full: (of) => `${dateLine(of, timeZone, language)} ${hourMinuteSecond(of, timeZone)}`,
      span: (length) => spanWords(length, units),
      // A figure is never parted from its unit.
      exact: (length) => exactSpan(length, units).replaceAll(' ', '\u00a0'),
    };
  }, [t, desk, language, timeZone, minute]);
}
