import { useTranslation } from '../i18n/translation.ts';
import styles from './grade-chip.module.css';

/** A grade as the plan writes it; no colour, because colour says only how far a duty is from its line. */
export function GradeChip({
  grade,
  className = '',
}: {
  readonly grade: string | null;
  readonly className?: string | undefined;
}) {
  const { t } = useTranslation();
  return (
    <span className={`${styles.grade} ${grade === null ? styles.none : ''} ${className}`}>
      {grade ?? t('ungraded')}
    </span>
  );
}
