import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import styles from './dialog.module.css';

type Props = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons, the one that the screen asks for first. */
  readonly actions?: ReactNode;
  /** A click beside it closes it; leave it out where something was typed. */
  readonly dismissable?: boolean;
  readonly wide?: boolean;
  readonly role?: 'dialog' | 'alertdialog';
};

/** One step over the face: focus stays inside, Escape closes, focus returns to where it was. */
export function Dialog(props: Props) {
  const { isOpen, onClose, title, children, actions, dismissable = false, wide = false, role = 'dialog' } = props;
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable={dismissable}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className={styles.overlay ?? ''}
    >
      <Modal className={`${styles.modal} ${wide ? styles.wide : ''}`}>
        <AriaDialog role={role} className={styles.dialog ?? ''}>
          <Heading slot="title" className={styles.title ?? ''}>
            {title}
          </Heading>
          <div className={styles.body}>{children}</div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
