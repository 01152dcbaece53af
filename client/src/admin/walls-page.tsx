import { useState, type FormEvent } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { deviceList, enrolDevice, type DeviceView } from '@duty-room/shared/protocol/http';
import { z } from 'zod';
import { useTranslation } from '../i18n/translation.ts';
import { createApi, unwrap, type Failure } from '../live/api.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { errorText } from '../ui/failure-text.ts';
import { TextField } from '../ui/field.tsx';
import styles from './admin.module.css';
import { useInstant } from './use-instant.ts';

const { host } = createApi(null);
const anything = z.unknown();

/** Walls: enrolled by the code that they show, revoked with one press. */
export function WallsPage() {
  const { t } = useTranslation('admin');
  const { t: words } = useTranslation();
  const queries = useQueryClient();
  const instant = useInstant();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [enrolled, setEnrolled] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [revoking, setRevoking] = useState<DeviceView | null>(null);
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: async () => unwrap(await host.get('/devices', deviceList)),
    refetchInterval: 5_000,
  });
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['devices'] });
  const isCode = /^[a-z0-9]{6}$/i.test(code.replaceAll(/[\s-]/g, ''));
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setEnrolled('');
    if (busy || !enrolDevice.safeParse({ code, name }).success) return;
    setBusy(true);
    setFailure(null);
    const answer = await host.post('/devices/enrol', anything, { code, name: name.trim() });
    setBusy(false);
    if (!answer.ok) {
      setFailure(answer);
      return;
    }
    setEnrolled(name.trim());
    setCode('');
    setName('');
    setTried(false);
    await refresh();
  };
  const list = (devices.data?.devices ?? []).toSorted(
    (a, b) => Number(a.revoked) - Number(b.revoked) || b.enrolledAt - a.enrolledAt,
  );
  return (
    <div className={styles.page}>
      <form className={`${styles.card} ${styles.narrow}`} noValidate onSubmit={(event) => void submit(event)}>
        <h2>{t('walls.enrol')}</h2>
        <p className={styles.hint}>{t('walls.how')}</p>
        <TextField
          className={styles.code}
          label={t('walls.code')}
          value={code}
          onChange={setCode}
          maxLength={12}
          autoComplete="off"
          spellCheck="false"
          error={tried && !isCode ? t('walls.codeWrong') : undefined}
        />
        <TextField
          label={t('walls.name')}
          hint={t('walls.nameHint')}
          value={name}
          onChange={setName}
          maxLength={60}
          error={tried && name.trim() === '' ? t('walls.nameMissing') : undefined}
        />
        <div className={styles.bar}>
          <Button kind="main" type="submit" isDisabled={busy}>
            {t('walls.submit')}
          </Button>
          <output>{enrolled !== '' && t('walls.done', { name: enrolled })}</output>
        </div>
        <FailureLine failure={failure} />
      </form>
      {devices.isError && (
        <p role="alert">
          {errorText(words, devices.error)} <Button onPress={() => void devices.refetch()}>{words('act.retry')}</Button>
        </p>
      )}
      {devices.data && list.length === 0 && (
        <p>
          <b>{t('walls.empty')}</b> <span className={styles.hint}>{t('walls.emptyNext')}</span>
        </p>
      )}
      {list.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('walls.name')}</th>
                <th scope="col">{t('accounts.status')}</th>
                <th scope="col">
                  <span className="sr">{words('act.more')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.map((device) => (
                <tr key={device.id}>
                  <td>
                    <b>{device.name}</b> <small>{t('walls.since', { at: instant(device.enrolledAt) })}</small>
                  </td>
                  <td>
                    {device.revoked
                      ? t('walls.revoked')
                      : device.connected
                        ? `● ${t('walls.connected')}`
                        : `○ ${t('walls.away')}`}
                  </td>
                  <td>
                    <div className={styles.acts}>
                      {!device.revoked && (
                        <Button
                          kind="quiet"
                          onPress={() => setRevoking(device)}
                          aria-label={`${t('walls.revoke')} ${device.name}`}
                        >
                          {t('walls.revoke')}
                        </Button>
                      )}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {revoking && (
        <RevokeDialog
          device={revoking}
          onClose={() => setRevoking(null)}
          onDone={() => {
            setRevoking(null);
            void refresh();
          }}
        />
      )}
    </div>
  );
}

function RevokeDialog({
  device,
  onClose,
  onDone,
}: {
  readonly device: DeviceView;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('admin');
  const { t: words } = useTranslation();
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      role="alertdialog"
      title={t('walls.revokeAsk', { name: device.name })}
      actions={
        <>
          <Button
            kind="danger"
            onPress={() =>
              void host
                .post(`/devices/${encodeURIComponent(device.id)}/revoke`, anything, { reason: reason.trim() })
                .then((answer) => (answer.ok ? onDone() : setFailure(answer)))
            }
          >
            {t('walls.revoke')}
          </Button>
          <Button onPress={onClose}>{words('act.cancel')}</Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>{t('walls.revokeNote')}</p>
        <TextField label={t('walls.reason')} value={reason} onChange={setReason} maxLength={500} autoFocus />
        <FailureLine failure={failure} />
      </div>
    </Dialog>
  );
}
