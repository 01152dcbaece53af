import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import { DEMO_DRILL, sessionView, type SessionView } from '@duty-room/shared/protocol/http';
import { createApi } from '../live/api.ts';
import { useTitle } from '../ui/use-title.ts';
import { RoomProvider } from '../live/room-context.tsx';
import { Enrolment } from './enrolment.tsx';
import { LiveWall } from './live-wall.tsx';
import { Saying } from './saying.tsx';

const host = createApi(null).host;
const RETRY_MS = 5_000;

/** Who this screen is: enrolled walls (and people who signed in) see the board, anything else the code to enrol it with. */
export function Wall({ drill }: { readonly drill: string | null }) {
  const { t } = useTranslation('wall');
  useTitle(t('common:page.wall'));
  const [session, setSession] = useState<SessionView | null>(null);
  const [attempt, setAttempt] = useState(0);
  const state = session?.state ?? null;
  const settled = state === 'wall' || state === 'signed-in' || session?.demo === true || state === 'anonymous';

  useEffect(() => {
    if (settled) return;
    let gone = false;
    const timer = setTimeout(
      () => {
        void host.get('/session', sessionView).then((answer) => {
          if (gone) return;
          if (answer.ok) setSession(answer.value);
          setAttempt((count) => count + 1);
        });
      },
      attempt === 0 ? 0 : RETRY_MS,
    );
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [attempt, settled]);

  const again = useCallback((): void => {
    setSession(null);
    setAttempt(0);
  }, []);

  if (session === null) {
    return attempt === 0 ? (
      <Saying title={t('state.loading')} />
    ) : (
      <Saying title={t('state.unreachable')} text={t('state.unreachableNext', { attempt: attempt + 1 })} />
    );
  }
  if (session.state === 'set-up-needed') return <Saying title={t('state.setUpNeeded')} text={t('state.setUpNext')} />;
  if (session.state === 'anonymous' && !session.demo) return <Enrolment onEnrolled={again} />;
  return (
    <RoomProvider drill={drill ?? (session.demo ? DEMO_DRILL : null)}>
      <LiveWall version={session.version} onSignedOut={again} />
    </RoomProvider>
  );
}
