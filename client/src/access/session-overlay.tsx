import { useTranslation } from '../i18n/translation.ts';
import { useRoom } from '../live/room-context.tsx';
import { useSession } from '../live/session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { SignIn } from './sign-in-form.tsx';

/** The session ended while someone worked: sign in on the spot; what was typed stays beneath. */
export function SessionOverlay({ onSignedIn }: { readonly onSignedIn?: () => void }) {
  const { t } = useTranslation('access');
  const { feed } = useRoom();
  const session = useSession();
  return (
    <Dialog isOpen onClose={() => undefined} title={t('expired.title')} role="alertdialog">
      <p>{t('expired.note')}</p>
      <SignIn
        session={session}
        onSignedIn={() => {
          feed.stop();
          feed.start();
          onSignedIn?.();
        }}
      />
    </Dialog>
  );
}
