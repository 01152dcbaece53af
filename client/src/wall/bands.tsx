import type { OfficeState } from '@duty-room/shared/office/events';
import { useTranslation } from '../i18n/translation.ts';
import { useFeed, useTickingText } from '../live/hooks.ts';
import { spanWords } from '../ui/countdown-text.ts';
import { useUnits } from '../ui/countdown.tsx';
import { hourMinuteSecond } from '../ui/clock-text.ts';
import styles from './wall.module.css';

/** The picture stopped: since when, and that nothing below is confirmed. */
export function StaleBand({ stoppedAt, timeZone }: { readonly stoppedAt: number; readonly timeZone: string }) {
  const { t } = useTranslation('wall');
  const { attempt } = useFeed();
  const units = useUnits();
  const at = hourMinuteSecond(stoppedAt, timeZone);
  const text = useTickingText<HTMLSpanElement>((now) =>
    t('band.stale', { at, span: spanWords(now - stoppedAt, units) }),
  );
  return (
    <div className={`${styles.band} ${styles.hatched}`} role="alert">
      <p>
        <span ref={text} className="fig" /> <small>{t('band.unconfirmed', { attempt })}</small>
      </p>
    </div>
  );
}

/** The room does not trust its clock: both readings. */
export function ClockBand({ office }: { readonly office: OfficeState }) {
  const { t } = useTranslation('wall');
  const units = useUnits();
  const { step } = office.clock;
  return (
    <div className={`${styles.band} ${styles.thin} ${styles.hatched}`} role="alert">
      <p>
        <span>{t('band.clock')}</span>{' '}
        <small>
          {step
            ? t('band.clockStep', {
                wall: hourMinuteSecond(step.wall, office.timeZone),
                trusted: hourMinuteSecond(step.trusted, office.timeZone),
                span: spanWords(Math.abs(step.stepMs), units),
              })
            : t('band.clockUnknown')}
        </small>
      </p>
    </div>
  );
}

/** No officer is signed on: the loudest state of the room. */
export function NobodyBand() {
  const { t } = useTranslation('wall');
  return (
    <div className={`${styles.band} ${styles.thin} ${styles.nobody}`} role="alert">
      <p>
        <span aria-hidden="true" className="pulse">
          ◆
        </span>{' '}
        <span>{t('band.nobody')}</span> <small>{t('band.nobodyNext')}</small>
      </p>
    </div>
  );
}

/** Every screen of a drill says so. */
export function DrillBand() {
  const { t } = useTranslation('wall');
  return (
    <p className={styles.drillBand}>
      <strong>{t('band.drill')}</strong>
      <span>{t('band.drillNot')}</span>
      <strong>{t('band.drill')}</strong>
    </p>
  );
}
