import { useEffect, useRef } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import { sessionView } from '@duty-room/shared/protocol/http';
import { useFeed } from '../live/hooks.ts';
import { useRoom } from '../live/room-context.tsx';
import { reloadAfter } from './reload.ts';
import { Saying } from './saying.tsx';
import { WallBoard } from './wall-board.tsx';
import { useWallLog } from './wall-log.ts';

const RELOAD_AFTER_MS = 5_000;
const SERVER_RETRY_MS = 15_000;

/** The wall of one room: the board, or what keeps it from showing. It always comes back by itself. */
export function LiveWall({ version, onSignedOut }: { readonly version: string; readonly onSignedOut: () => void }) {
  const { t } = useTranslation('wall');
  const { api, feed } = useRoom();
  const { phase, ended, board, attempt } = useFeed();
  const wasCut = useRef(false);
  useWallLog();

  useEffect(() => {
    switch (ended) {
      case null:
        return;
      case 'client-too-old':
        return reloadAfter(RELOAD_AFTER_MS);
      case 'server-too-old': {
        const timer = setTimeout(() => {
          feed.stop();
          feed.start();
        }, SERVER_RETRY_MS);
        return () => clearTimeout(timer);
      }
      case 'signed-out':
      case 'revoked':
      case 'not-signed-in':
        onSignedOut();
    }
  }, [ended, feed, onSignedOut]);

  // A server that came back may be a newer one, with newer pages.
  useEffect(() => {
    if (phase === 'stale') wasCut.current = true;
    if (phase !== 'live' || !wasCut.current) return;
    wasCut.current = false;
    let cancel: (() => void) | undefined;
    void api.host.get('/session', sessionView).then((answer) => {
      if (answer.ok && answer.value.version !== version) cancel = reloadAfter(RELOAD_AFTER_MS);
    });
    return () => cancel?.();
  }, [phase, api, version]);

  if (ended === 'client-too-old') return <Saying title={t('state.tooOld')} text={t('state.tooOldNext')} />;
  if (ended === 'server-too-old') return <Saying title={t('state.serverOld')} text={t('state.serverOldNext')} />;
  if (board === null) {
    return attempt > 1 ? (
      <Saying title={t('state.unreachable')} text={t('state.unreachableNext', { attempt })} />
    ) : (
      <Saying title={t('state.loading')} />
    );
  }
  if (!board.office.setUp) return <Saying title={t('state.setUpNeeded')} text={t('state.setUpNext')} />;
  return <WallBoard />;
}
