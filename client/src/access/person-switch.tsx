import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../i18n/translation.ts';
import type { SessionView } from '@duty-room/shared/protocol/http';
import { useRoom } from '../live/room-context.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useSignOut } from './use-sign-out.ts';
import { PinForm } from './pin-form.tsx';

type Props = { readonly isOpen: boolean; readonly onClose: () => void; readonly session: SessionView };

/** Another person takes the shared desk, by PIN; the picture of the room stays, its connection is the new person's. */
export function PersonSwitch({ isOpen, onClose, session }: Props) {
  const { t } = useTranslation('access');
  const queries = useQueryClient();
  const signOut = useSignOut();
  const { feed } = useRoom();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('switch.title')}
      actions={
        <>
          <Button onPress={() => void signOut()}>{t('switch.other')}</Button>
          <Button onPress={onClose}>{t('switch.cancel')}</Button>
        </>
      }
    >
      {session.deskUsers.every((one) => one.id === session.account?.id) ? (
        <p>{t('switch.nobody')}</p>
      ) : (
        <PinForm
          users={session.deskUsers}
          current={session.account?.id ?? null}
          onSignedIn={(next) => {
            // The server cuts the connection of the session that has just ended.
            feed.stop();
            feed.start();
            queries.setQueryData(['session'], next);
            void queries.invalidateQueries({ queryKey: ['personal'] });
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}
