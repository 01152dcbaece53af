import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../i18n/translation.ts';
import type { SessionView } from '@duty-room/shared/protocol/http';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useSignOut } from './use-sign-out.ts';
import { PinForm } from './pin-form.tsx';

type Props = { readonly isOpen: boolean; readonly onClose: () => void; readonly session: SessionView };

/** Another person takes the shared desk, by PIN; the room and its connection stay. */
export function PersonSwitch({ isOpen, onClose, session }: Props) {
  const { t } = useTranslation('access');
  const queries = useQueryClient();
  const signOut = useSignOut();
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
            queries.setQueryData(['session'], next);
            void queries.invalidateQueries({ queryKey: ['personal'] });
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}
