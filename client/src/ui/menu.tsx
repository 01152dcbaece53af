import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Button, Keys } from './button.tsx';
import styles from './choice.module.css';

export type MenuEntry = {
  readonly id: string;
  readonly text: string;
  readonly keys?: string | undefined;
  readonly isDisabled?: boolean;
  readonly act: () => void;
};

type Props = {
  readonly opener: ReactNode;
  /** Said by the screen reader where the opener is only a sign. */
  readonly label?: string;
  readonly entries: readonly MenuEntry[];
  readonly kind?: 'main' | 'plain' | 'quiet';
  readonly large?: boolean;
};

/** A button that opens a list of acts. */
export function Menu({ opener, label, entries, kind = 'plain', large = false }: Props) {
  return (
    <MenuTrigger>
      <Button kind={kind} large={large} {...(label !== undefined && { 'aria-label': label })}>
        {opener}
      </Button>
      <Popover className={styles.popover ?? ''}>
        <AriaMenu className={styles.list ?? ''} onAction={(key) => entries.find((entry) => entry.id === key)?.act()}>
          {entries.map((entry) => (
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.text}
              isDisabled={entry.isDisabled ?? false}
              className={styles.item ?? ''}
            >
              {entry.text} {entry.keys !== undefined && <Keys keys={entry.keys} />}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
