import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { sessionList } from '@duty-room/shared/protocol/http';
import { z } from 'zod';
import { useTranslation } from '../i18n/translation.ts';
import { createApi, unwrap, type Failure } from '../live/api.ts';
import { Button } from '../ui/button.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { errorText } from '../ui/failure-text.ts';
import styles from './admin.module.css';
import { useInstant } from './use-instant.ts';

const { host } = createApi(null);

/** Who is signed in, and ending a session from here. */
export function SessionsPage() {
  const { t } = useTranslation('admin');
  const { t: words } = useTranslation();
  const queries = useQueryClient();
  const instant = useInstant();
  const [failure, setFailure] = useState<Failure | null>(null);
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: async () => unwrap(await host.get('/sessions', sessionList)),
  });
  const revoke = async (id: string): Promise<void> => {
    const answer = await host.post(`/sessions/${encodeURIComponent(id)}/revoke`, z.unknown());
    setFailure(answer.ok ? null : answer);
    await queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  return (
    <div className={styles.page}>
      <FailureLine failure={failure} />
      {sessions.isError && (
        <p role="alert">
          {errorText(words, sessions.error)}{' '}
          <Button onPress={() => void sessions.refetch()}>{words('act.retry')}</Button>
        </p>
      )}
      {sessions.data?.sessions.length === 0 && <p>{t('sessions.none')}</p>}
      {sessions.data && sessions.data.sessions.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('sessions.person')}</th>
                <th scope="col">{t('sessions.from')}</th>
                <th scope="col">{t('sessions.since')}</th>
                <th scope="col">{t('sessions.seen')}</th>
                <th scope="col">
                  <span className="sr">{words('act.more')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {sessions.data.sessions.map((one) => (
                <tr key={one.id}>
                  <td>{one.name}</td>
                  <td>{one.from}</td>
                  <td className="fig">{instant(one.startedAt)}</td>
                  <td className="fig">{instant(one.lastSeenAt)}</td>
                  <td>
                    <div className={styles.acts}>
                      {one.current ? (
                        <small>{t('sessions.current')}</small>
                      ) : (
                        <Button
                          kind="quiet"
                          onPress={() => void revoke(one.id)}
                          aria-label={`${t('sessions.revoke')} ${one.name}`}
                        >
                          {t('sessions.revoke')}
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
    </div>
  );
}
