import { useTranslation } from '../i18n/translation.ts';
import type { Failure } from '../live/api.ts';
import styles from './failure-line.module.css';
import { failureText } from './failure-text.ts';

/** What was refused and what to do next, beside the button that was pressed. */
export function FailureLine({ failure }: { readonly failure: Failure | null }) {
  const { t } = useTranslation();
  return (
    <p role="alert" className={failure ? styles.line : 'sr'}>
      {failure && failureText(t, failure)}
    </p>
  );
}
