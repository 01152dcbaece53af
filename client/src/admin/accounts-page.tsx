import { useState, type FormEvent } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RIGHTS_ROLES, type RightsRole } from '@duty-room/shared/kernel/decider';
import {
  accountList,
  login as loginSchema,
  newPassword,
  PASSWORD_LENGTH,
  type AccountView,
} from '@duty-room/shared/protocol/http';
import { z } from 'zod';
import { useTranslation } from '../i18n/translation.ts';
import { createApi, unwrap, type Answer, type Failure } from '../live/api.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { errorText } from '../ui/failure-text.ts';
import { TextField } from '../ui/field.tsx';
import styles from './admin.module.css';
import { useInstant } from './use-instant.ts';

const { host } = createApi(null);
/** Answers whose content this page reads again from the list. */
const anything = z.unknown();
type PeopleRole = Exclude<RightsRole, 'wall'>;
const ROLES: readonly PeopleRole[] = RIGHTS_ROLES.flatMap((role) => (role === 'wall' ? [] : [role]));

type Asks =
  | { readonly what: 'create' }
  | { readonly what: 'change' | 'disable' | 'reset'; readonly account: AccountView };

/** Accounts: who may sign in, and as what. */
export function AccountsPage({ me }: { readonly me: string }) {
  const { t } = useTranslation('admin');
  const { t: words } = useTranslation();
  const queries = useQueryClient();
  const instant = useInstant();
  const [asks, setAsks] = useState<Asks | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const accounts = useQuery({
    queryKey: ['accounts'],
    queryFn: async () => unwrap(await host.get('/accounts', accountList)),
  });
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['accounts'] });
  const enable = async (id: string): Promise<void> => {
    const answer = await host.post(`/accounts/${encodeURIComponent(id)}/enable`, anything);
    setFailure(answer.ok ? null : answer);
    await refresh();
  };
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Button kind="main" onPress={() => setAsks({ what: 'create' })}>
          {t('accounts.create')}
        </Button>
        <FailureLine failure={failure} />
      </div>
      {accounts.isError && (
        <p role="alert">
          {errorText(words, accounts.error)}{' '}
          <Button onPress={() => void accounts.refetch()}>{words('act.retry')}</Button>
        </p>
      )}
      {accounts.isLoading && <p>{words('page.loading')}</p>}
      {accounts.data?.accounts.length === 0 && <p>{t('accounts.empty')}</p>}
      {accounts.data && accounts.data.accounts.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('accounts.name')}</th>
                <th scope="col">{t('accounts.login')}</th>
                <th scope="col">{t('accounts.roles')}</th>
                <th scope="col">{t('accounts.status')}</th>
                <th scope="col">
                  <span className="sr">{words('act.more')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {accounts.data.accounts.map((account) => (
                <tr key={account.id}>
                  <td>
                    <b>{account.name}</b> {account.id === me && <small>({t('accounts.self')})</small>}
                  </td>
                  <td>{account.login}</td>
                  <td>{account.roles.map((role) => words(`role.${role}`)).join(words('list.separator'))}</td>
                  <td>
                    {account.disabled ? t('accounts.disabled') : t('accounts.active')}
                    {account.lockedUntil !== undefined && (
                      <small> · {t('accounts.locked', { at: instant(account.lockedUntil) })}</small>
                    )}
                    {account.hasPin && <small> · {t('accounts.hasPin')}</small>}
                  </td>
                  <td>
                    <div className={styles.acts}>
                      <Button
                        kind="quiet"
                        onPress={() => setAsks({ what: 'change', account })}
                        aria-label={`${t('accounts.change')} ${account.name}`}
                      >
                        {t('accounts.change')}
                      </Button>
                      <Button
                        kind="quiet"
                        onPress={() => setAsks({ what: 'reset', account })}
                        aria-label={`${t('accounts.reset')} ${account.name}`}
                      >
                        {t('accounts.reset')}
                      </Button>
                      {account.disabled ? (
                        <Button
                          kind="quiet"
                          onPress={() => void enable(account.id)}
                          aria-label={`${t('accounts.enable')} ${account.name}`}
                        >
                          {t('accounts.enable')}
                        </Button>
                      ) : (
                        account.id !== me && (
                          <Button
                            kind="quiet"
                            onPress={() => setAsks({ what: 'disable', account })}
                            aria-label={`${t('accounts.disable')} ${account.name}`}
                          >
                            {t('accounts.disable')}
                          </Button>
                        )
                      )}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asks && (
        <AccountDialog
          asks={asks}
          onClose={() => setAsks(null)}
          onDone={() => {
            setAsks(null);
            void refresh();
          }}
        />
      )}
    </div>
  );
}

function AccountDialog({
  asks,
  onClose,
  onDone,
}: {
  readonly asks: Asks;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('admin');
  const { t: words } = useTranslation();
  const account = asks.what === 'create' ? undefined : asks.account;
  const [name, setName] = useState(account?.name ?? '');
  const [login, setLogin] = useState('');
  const [roles, setRoles] = useState<readonly PeopleRole[]>(
    account ? ROLES.filter((role) => account.roles.includes(role)) : ['officer'],
  );
  const [password, setPassword] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const asksPerson = asks.what === 'create' || asks.what === 'change';
  const asksPassword = asks.what === 'create' || asks.what === 'reset';
  const wrong = {
    name: asksPerson && name.trim() === '',
    roles: asksPerson && roles.length === 0,
    login: asks.what === 'create' && !loginSchema.safeParse(login).success,
    password: asksPassword && !newPassword.safeParse(password).success,
    reason: asks.what === 'disable' && reason.trim() === '',
  };
  const send = (): Promise<Answer<unknown>> => {
    const id = encodeURIComponent(account?.id ?? '');
    switch (asks.what) {
      case 'create':
        return host.post('/accounts', anything, { login, name: name.trim(), roles, password });
      case 'change':
        return host.post(`/accounts/${id}/change`, anything, {
          name: name.trim(),
          roles,
          ...(account?.person === undefined ? {} : { person: account.person }),
        });
      case 'disable':
        return host.post(`/accounts/${id}/disable`, anything, { reason: reason.trim() });
      case 'reset':
        return host.post(`/accounts/${id}/password`, anything, { password });
      default:
        return asks satisfies never;
    }
  };
  const submit = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    setTried(true);
    if (busy || Object.values(wrong).some(Boolean)) return;
    setBusy(true);
    setFailure(null);
    const answer = await send();
    setBusy(false);
    if (answer.ok) onDone();
    else setFailure(answer);
  };
  const titles = {
    create: t('accounts.create'),
    change: t('accounts.changeAsk', { name: account?.name ?? '' }),
    disable: t('accounts.disableAsk', { name: account?.name ?? '' }),
    reset: t('accounts.resetAsk', { name: account?.name ?? '' }),
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={titles[asks.what]}
      actions={
        <>
          <Button kind={asks.what === 'disable' ? 'danger' : 'main'} isDisabled={busy} onPress={() => void submit()}>
            {asks.what === 'disable' ? t('accounts.disable') : words('act.save')}
          </Button>
          <Button onPress={onClose}>{words('act.cancel')}</Button>
        </>
      }
    >
      <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
        {asks.what === 'disable' && <p>{t('accounts.disableNote')}</p>}
        {asks.what === 'reset' && <p>{t('accounts.resetNote')}</p>}
        {asksPerson && (
          <TextField
            label={t('accounts.name')}
            value={name}
            onChange={setName}
            maxLength={60}
            autoFocus
            error={tried && wrong.name ? t('accounts.nameMissing') : undefined}
          />
        )}
        {asks.what === 'create' && (
          <TextField
            label={t('accounts.login')}
            hint={t('accounts.loginHint')}
            value={login}
            onChange={setLogin}
            maxLength={40}
            autoComplete="off"
            error={tried && wrong.login ? t('accounts.loginWrong') : undefined}
          />
        )}
        {asksPerson && (
          <fieldset className={styles.roles}>
            <legend>{t('accounts.roles')}</legend>
            {ROLES.map((role) => (
              <label key={role} className={styles.option}>
                <input
                  type="checkbox"
                  checked={roles.includes(role)}
                  onChange={(event) =>
                    setRoles(event.target.checked ? [...roles, role] : roles.filter((one) => one !== role))
                  }
                />
                <span>
                  {words(`role.${role}`)} <small>{t(`accounts.roleWhat.${role}`)}</small>
                </span>
              </label>
            ))}
            {tried && wrong.roles && (
              <p role="alert" className={styles.error}>
                {t('accounts.rolesMissing')}
              </p>
            )}
          </fieldset>
        )}
        {asksPassword && (
          <TextField
            label={asks.what === 'create' ? t('accounts.password') : t('accounts.newPassword')}
            hint={t('access:password.rule', PASSWORD_LENGTH)}
            value={password}
            onChange={setPassword}
            autoComplete="off"
            error={tried && wrong.password ? t('access:password.short', PASSWORD_LENGTH) : undefined}
          />
        )}
        {asks.what === 'disable' && (
          <TextField
            label={t('accounts.reason')}
            value={reason}
            onChange={setReason}
            maxLength={500}
            autoFocus
            error={tried && wrong.reason ? t('accounts.reasonMissing') : undefined}
          />
        )}
        <FailureLine failure={failure} />
        <button type="submit" hidden>
          {words('act.save')}
        </button>
      </form>
    </Dialog>
  );
}
