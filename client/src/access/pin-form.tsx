import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import { sessionView, type SessionView } from '@duty-room/shared/protocol/http';
import { createApi, type Failure } from '../live/api.ts';
import { Button } from '../ui/button.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { TextField } from '../ui/field.tsx';
import styles from './access.module.css';

const { host } = createApi(null);

type Props = {
  readonly users: readonly { readonly id: string; readonly name: string }[];
  /** Who sits here now. */
  readonly current: string | null;
  readonly onSignedIn: (session: SessionView) => void;
};

/** The quick change of the person: whose turn it is by a digit, then the PIN. */
export function PinForm({ users, current, onSignedIn }: Props) {
  const { t } = useTranslation('access');
  const [who, setWho] = useState<string | null>(() => users.find((one) => one.id !== current)?.id ?? null);
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    field.current?.querySelector('input')?.focus();
  }, [who]);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || who === null) return;
    setWrong(!/^\d{4,8}$/.test(pin));
    if (!/^\d{4,8}$/.test(pin)) return;
    setBusy(true);
    setFailure(null);
    const answer = await host.post('/session/switch', sessionView, { account: who, pin });
    setBusy(false);
    setPin('');
    if (answer.ok) onSignedIn(answer.value);
    else setFailure(answer);
  };
  return (
    <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
      <fieldset className={styles.users}>
        <legend>{t('switch.who')}</legend>
        {users.map((one) => (
          <label key={one.id} className={styles.user}>
            <input
              type="radio"
              name="who"
              value={one.id}
              checked={who === one.id}
              onChange={() => {
                setWho(one.id);
                setFailure(null);
              }}
            />
            <span>
              {one.name} {one.id === current && <small>{t('switch.now')}</small>}
            </span>
          </label>
        ))}
      </fieldset>
      <div ref={field}>
        <TextField
          label={t('switch.pin')}
          type="password"
          inputMode="numeric"
          autoComplete="off"
          value={pin}
          onChange={(text) => setPin(text.replaceAll(/\D/g, '').slice(0, 8))}
          error={wrong ? t('switch.pinRule') : undefined}
        />
      </div>
      <Button kind="main" type="submit" large isDisabled={busy || who === null}>
        {busy ? t('signIn.busy') : t('switch.submit')}
      </Button>
      <FailureLine failure={failure} />
    </form>
  );
}
