import { useTranslation } from '../i18n/translation.ts';
import styles from './status-shape.module.css';
import { lookOf, type StatusWord } from './status.ts';

type Props = {
  readonly word: StatusWord;
  /** Nobody has acknowledged it yet: the shape blinks (never its text). */
  readonly blinking?: boolean;
  /** Writes the word beside the shape; otherwise it is there for the screen reader only. */
  readonly withWord?: boolean;
  readonly className?: string | undefined;
};

/** A duty's state as shape, colour and word. */
export function StatusShape({ word, blinking = false, withWord = false, className = '' }: Props) {
  const { t } = useTranslation();
  const { shape, tone } = lookOf(word);
  return (
    <span className={`${styles.status} ${styles[tone] ?? ''} ${className}`}>
      <span aria-hidden="true" className={blinking ? `${styles.shape} pulse` : styles.shape}>
        {shape}
      </span>
      <span className={withWord ? styles.word : 'sr'}>{t(`state.${word}`)}</span>
    </span>
  );
}
