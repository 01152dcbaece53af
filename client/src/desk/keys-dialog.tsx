import { useTranslation } from '../i18n/translation.ts';
import { Button, Keys } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from './keys-dialog.module.css';
import { DESK_KEYS } from './key-map.ts';
import { useWords } from './use-words.ts';

/** Every key of the desk on one page. */
export function KeysDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const more = [
    { id: 'tab', keys: ['Tab'] },
    { id: 'digits', keys: ['1', '…', '9'] },
    { id: 'commit', keys: ['Enter'] },
  ] as const;
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      dismissable
      title={words.say('keys.title')}
      actions={
        <Button onPress={onClose} autoFocus>
          {t('act.close')}
        </Button>
      }
    >
      <p>{words.say('keys.note')}</p>
      <dl className={styles.keys}>
        {DESK_KEYS.map(({ action, keys }) => (
          <div key={action}>
            <dt>
              {keys.map((key) => (
                <Keys key={key} keys={key} />
              ))}
              <span className="sr">{keys.join(' ')}</span>
            </dt>
            <dd>{words.say(`keys.${action}`)}</dd>
          </div>
        ))}
        {more.map(({ id, keys }) => (
          <div key={id}>
            <dt>
              {keys.map((key) => (
                <Keys key={key} keys={key} />
              ))}
            </dt>
            <dd>{words.say(`keys.${id}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
