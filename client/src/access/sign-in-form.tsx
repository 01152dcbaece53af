import { useState, type FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../i18n/translation.ts';
import { sessionView, type SessionView } from '@duty-room/shared/protocol/http';
import { createApi, type Failure } from '../live/api.ts';
import { Button } from '../ui/button.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { TextField } from '../ui/field.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { PinForm } from './pin-form.tsx';
import styles from './access.module.css';

const { host } = createApi(null);

type Props = { readonly session: SessionView | undefined; readonly onSignedIn: (session: SessionView) => void };

/** Sign in with a password, or, at a desk that knows the person, with the PIN. */
export function SignIn({ session, onSignedIn }: Props) {
  const { t } = useTranslation('access');
  const queries = useQueryClient();
  const signedIn = (next: SessionView): void => {
    queries.setQueryData(['session'], next);
    onSignedIn(next);
  };
  const users = session?.deskUsers ?? [];
  if (users.length === 0) return <PasswordForm onSignedIn={signedIn} />;
  return (
    <Tabs
      label={t('signIn.title')}
      pages={[
        { id: 'pin', text: t('signIn.byPin'), page: <PinForm users={users} current={null} onSignedIn={signedIn} /> },
        { id: 'password', text: t('signIn.byPassword'), page: <PasswordForm onSignedIn={signedIn} /> },
      ]}
    />
  );
}

function PasswordForm({ onSignedIn }: { readonly onSignedIn: (session: SessionView) => void }) {
  const { t } = useTranslation('access');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setMissing(login.trim() === '' || password === '');
    if (login.trim() === '' || password === '') return;
    setBusy(true);
    setFailure(null);
    const answer = await host.post('/session', sessionView, { login: login.trim(), password });
    setBusy(false);
    if (answer.ok) onSignedIn(answer.value);
    else {
      setFailure(answer);
      setPassword('');
    }
  };
  return (
    <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        label={t('signIn.login')}
        value={login}
        onChange={setLogin}
        autoFocus
        autoComplete="username"
        spellCheck="false"
        error={missing && login.trim() === '' ? t('signIn.loginMissing') : undefined}
      />
      <TextField
        label={t('signIn.password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        error={missing && password === '' ? t('signIn.passwordMissing') : undefined}
      />
      <Button kind="main" type="submit" large isDisabled={busy}>
        {busy ? t('signIn.busy') : t('signIn.submit')}
      </Button>
      <FailureLine failure={failure} />
      <p className={styles.hint}>{t('signIn.forgotten')}</p>
    </form>
  );
}
