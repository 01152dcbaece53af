import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { eventsPage, EVENTS_PAGE } from '@duty-room/shared/protocol/http';
import { SessionOverlay } from '../access/session-overlay.tsx';
import { useTranslation } from '../i18n/translation.ts';
import { useFeed } from '../live/hooks.ts';
import { useRoom } from '../live/room-context.tsx';
import { hourMinuteSecond } from '../ui/clock-text.ts';
import { Button } from '../ui/button.tsx';
import { failureText } from '../ui/failure-text.ts';
import { Notice } from '../ui/notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import styles from './audit.module.css';
import { createLogStore, type LogState } from './log-store.ts';
import { TimeMachine } from './time-machine.tsx';

/** Replay (回放): the room at any second, as it happened and as it was known, with the evidence of every clock. Nothing is written here. */
export default function AuditFace() {
  const { api, time } = useRoom();
  const { t } = useTranslation();
  useTitle(t('page.audit'));
  const feed = useFeed();
  const isLive = feed.phase === 'live';
  const store = useMemo(
    () =>
      createLogStore(
        (after) => api.room.get('/events', eventsPage, { limit: EVENTS_PAGE.max, ...(after !== '' && { after }) }),
        time.now,
      ),
    [api, time],
  );
  const state = useSyncExternalStore(store.subscribe, store.getState);
  // At first, and whenever the room has gone on or the server is back.
  useEffect(() => {
    void store.read();
  }, [store, feed.position, isLive]);

  const signedOut = state.failure?.status === 401 || feed.ended === 'signed-out' || feed.ended === 'not-signed-in';
  return (
    <>
      <Shown state={state} offline={feed.phase === 'stale' || feed.phase === 'ended'} read={() => void store.read()} />
      {signedOut && <SessionOverlay onSignedIn={() => void store.read()} />}
    </>
  );
}

type Props = { readonly state: LogState; readonly offline: boolean; readonly read: () => void };

function Shown({ state, offline, read }: Props) {
  const { t } = useTranslation('audit');
  const { t: common } = useTranslation();
  const { phase, loaded, failure } = state;
  if (phase === 'loading') return <Loading state={state} />;
  if (loaded > 0) return <TimeMachine state={state} offline={offline} read={read} />;
  if (failure?.status === 403)
    return <Notice title={t('common:page.notAllowed')}>{t('common:page.notAllowedNext')}</Notice>;
  if (phase === 'failed' && failure)
    return (
      <Notice title={t('load.failed')} actions={<Button onPress={read}>{t('common:act.retry')}</Button>}>
        {failureText(common, failure)}
      </Notice>
    );
  if (phase === 'unreadable')
    return (
      <Notice
        title={t('load.unreadable')}
        actions={<Button onPress={() => location.reload()}>{t('common:act.reload')}</Button>}
      />
    );
  return <Notice title={t('load.empty')}>{t('load.emptyNext')}</Notice>;
}

/** How far the log is: the number of records, and the instant that they reach; how many there are in all nobody knows beforehand. */
function Loading({ state }: { readonly state: LogState }) {
  const { t } = useTranslation('audit');
  const { time, feed } = useRoom();
  const { from, upTo, loaded } = state;
  const now = time.now();
  const timeZone = feed.getState().board?.office.timeZone ?? 'UTC';
  const share = from === null || upTo === null || now === null || now <= from ? 0 : (upTo - from) / (now - from);
  return (
    <Notice title={t('load.loading')}>
      <progress className={styles.progress} max={1} value={share} aria-label={t('load.loading')} />
      {upTo !== null && (
        <p className="fig">{t('load.progress', { count: loaded, at: hourMinuteSecond(upTo, timeZone) })}</p>
      )}
    </Notice>
  );
}
