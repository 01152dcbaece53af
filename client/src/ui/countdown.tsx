import { useCallback, useRef } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { useRoom } from '../live/room-context.tsx';
import styles from './countdown.module.css';
import { elapsedText, leftText, type CountdownText, type Units } from './countdown-text.ts';

type Props = {
  /** The line: time left, then `+` time past it. */
  readonly dueAt?: Instant;
  /** Elapsed time of a soft duty, from here on. */
  readonly since?: Instant;
  /** Where the screen cannot say whether a duty was met: a mark before the figures. */
  readonly about?: boolean;
  readonly className?: string | undefined;
};

/** The units of a countdown in the language of this screen. */
export function useUnits(): Units & { readonly second: string } {
  const { t } = useTranslation();
  return { day: t('time.day'), hour: t('time.hour'), minute: t('time.minute'), second: t('time.second') };
}

/**
 * Counts by the server's second. The ticker writes the text nodes; React renders it once.
 * For the screen reader it is a timer without announcements: changes of state are said elsewhere, once.
 */
export function Countdown({ dueAt, since, about = false, className = '' }: Props) {
  const { ticker } = useRoom();
  const { t } = useTranslation();
  const units = useUnits();
  const read = (now: Instant): CountdownText =>
    dueAt !== undefined ? leftText(dueAt - now, units) : { sign: '', ...elapsedText(now - (since ?? now), units) };
  const left = dueAt === undefined ? '' : t('time.left');
  const over = t('time.over');
  const latest = useRef(read);
  latest.current = read;
  const attach = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      const [spoken, first, firstUnit, second, secondUnit] = element.querySelectorAll<HTMLElement>('[data-part]');
      const write = (node: HTMLElement | undefined, text: string): void => {
        if (node && node.textContent !== text) node.textContent = text;
      };
      return ticker.subscribe((now) => {
        const text = latest.current(now);
        write(spoken, text.sign === '+' ? over : left);
        write(first, text.sign + text.first);
        write(firstUnit, text.firstUnit);
        write(second, text.second);
        write(secondUnit, text.secondUnit);
      });
    },
    [ticker, left, over],
  );
  return (
    <span ref={attach} role="timer" aria-live="off" className={`fig ${styles.countdown} ${className}`}>
      {about && <small className={styles.about}>{t('time.about')}</small>}
      {dueAt === undefined && <small className={styles.about}>{t('time.elapsed')}</small>}
      <span data-part="" className="sr" />
      <span data-part="" />
      <u data-part="" />
      <span data-part="" />
      <u data-part="" />
    </span>
  );
}
