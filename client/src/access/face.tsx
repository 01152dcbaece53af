import { useSearch, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../live/session.ts';
import { errorText } from '../ui/failure-text.ts';
import { useTheme } from '../ui/theme.ts';
import { Button } from '../ui/button.tsx';
import { useTitle } from '../ui/use-title.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { SignIn } from './sign-in-form.tsx';
import styles from './access.module.css';

/** Signing in (登录). */
export default function AccessFace() {
  const { t } = useTranslation();
  const search: { readonly to?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  const session = useQuery(sessionQuery);
  useTheme('day');
  const state = session.data?.state;
  useTitle(t('access:signIn.title'));
  useEffect(() => {
    if (state === 'set-up-needed') void navigate({ to: '/set-up' });
  }, [state, navigate]);
  const forward = (): void => {
    // A path of this site, checked by the route; a full load so that every part starts with the new person.
    location.assign(search.to ?? '/');
  };
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <p className={styles.product}>
          <b>{session.data?.office?.name ?? t('common:product')}</b>
          <LanguageSwitch />
        </p>
        <h1 className={styles.title}>{t('access:signIn.title')}</h1>
        {search.to !== undefined && state === 'anonymous' && (
          <p className={styles.hint}>{t('access:signIn.afterwards')}</p>
        )}
        {session.isError ? (
          <p role="alert">
            {errorText(t, session.error)}{' '}
            <Button onPress={() => void session.refetch()}>{t('common:act.retry')}</Button>
          </p>
        ) : (
          session.data && <SignIn session={session.data} onSignedIn={forward} />
        )}
      </div>
      {session.data && (
        <p className={styles.version}>{t('access:signIn.version', { version: session.data.version })}</p>
      )}
    </main>
  );
}
