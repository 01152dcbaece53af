import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import styles from './drill-frame.module.css';

/** Every screen of a drill stands in this frame: nobody may take it for the real thing. */
export function DrillFrame({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.frame}>
      <p className={styles.band}>
        <strong>{t('drill.word')}</strong> <span>{t('drill.notReal')}</span> <strong>{t('drill.word')}</strong>
      </p>
      <div className={styles.inside}>{children}</div>
    </div>
  );
}
