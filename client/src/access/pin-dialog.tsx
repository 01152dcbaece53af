import { useState, type FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../i18n/translation.ts';
import { changeOwnPassword, done, PASSWORD_LENGTH } from '@duty-room/shared/protocol/http';
import { createApi, type Failure } from '../live/api.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { TextField } from '../ui/field.tsx';
import { Tabs } from '../ui/tabs.tsx';
import styles from './access.module.css';

const { host } = createApi(null);

/** A person's own PIN for the shared desk, and their own password. */
export function PinDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('access');
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('pin.title')}>
      <Tabs
        label={t('pin.title')}
        pages={[
          { id: 'pin', text: t('pin.pin'), page: <PinSetting onDone={onClose} /> },
          { id: 'password', text: t('pin.password'), page: <PasswordSetting onDone={onClose} /> },
        ]}
      />
    </Dialog>
  );
}

function PinSetting({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('access');
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isPin = /^\d{4,8}$/.test(pin);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!isPin || again !== pin || password === '') return;
    const answer = await host.post('/session/pin', done, { password, pin });
    if (!answer.ok) {
      setFailure(answer);
      return;
    }
    await queries.invalidateQueries({ queryKey: ['session'] });
    onDone();
  };
  const digits = (text: string): string => text.replaceAll(/\D/g, '').slice(0, 8);
  return (
    <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
      <p className={styles.hint}>{t('pin.note')}</p>
      <TextField
        label={t('pin.newPin')}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        value={pin}
        onChange={(text) => setPin(digits(text))}
        error={tried && !isPin ? t('switch.pinRule') : undefined}
      />
      <TextField
        label={t('pin.again')}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        value={again}
        onChange={(text) => setAgain(digits(text))}
        error={tried && again !== pin ? t('pin.differs') : undefined}
      />
      <TextField
        label={t('pin.ownPassword')}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={tried && password === '' ? t('signIn.passwordMissing') : undefined}
      />
      <Button kind="main" type="submit">
        {t('pin.savePin')}
      </Button>
      <FailureLine failure={failure} />
    </form>
  );
}

function PasswordSetting({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('access');
  const [password, setPassword] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!changeOwnPassword.safeParse({ password, next }).success || next !== again) return;
    const answer = await host.post('/session/password', done, { password, next });
    if (answer.ok) onDone();
    else setFailure(answer);
  };
  return (
    <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        label={t('pin.ownPassword')}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={tried && password === '' ? t('signIn.passwordMissing') : undefined}
      />
      <TextField
        label={t('pin.newPassword')}
        type="password"
        autoComplete="new-password"
        value={next}
        onChange={setNext}
        hint={t('password.rule', PASSWORD_LENGTH)}
        error={tried && next.length < PASSWORD_LENGTH.min ? t('password.short', PASSWORD_LENGTH) : undefined}
      />
      <TextField
        label={t('password.again')}
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
        error={tried && again !== next ? t('password.differs') : undefined}
      />
      <Button kind="main" type="submit">
        {t('pin.savePassword')}
      </Button>
      <FailureLine failure={failure} />
    </form>
  );
}
