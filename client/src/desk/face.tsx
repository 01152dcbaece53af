import { useTranslation } from '../i18n/translation.ts';
import { useBoardView, useFeed } from '../live/hooks.ts';
import { useSession } from '../live/session.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { SessionOverlay } from '../access/session-overlay.tsx';
import { DeskFrame } from './desk-frame.tsx';

/** The desk of the duty officer (值班台). */
export default function DeskFace() {
  const feed = useFeed();
  const view = useBoardView();
  const session = useSession();
  const { t } = useTranslation();
  useTitle(t('page.desk'));
  if (feed.board && view && session) return <DeskFrame state={feed.board} view={view} session={session} />;
  if (feed.ended === 'not-signed-in' || feed.ended === 'signed-out') return <SessionOverlay />;
  if (feed.ended)
    return (
      <Notice
        title={t(`live.ended.${feed.ended}`)}
        actions={<Button onPress={() => location.reload()}>{t('act.reload')}</Button>}
      />
    );
  return (
    <Notice title={feed.attempt > 1 ? t('live.reconnecting', { attempt: feed.attempt }) : t('live.connecting')}>
      {feed.attempt > 1 ? t('failure.offline') : undefined}
    </Notice>
  );
}
