import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';
import styles from './button.module.css';

type Props = Omit<ButtonProps, 'className' | 'style' | 'children'> & {
  readonly children: ReactNode;
  /** `main` is the one that the screen asks for; `plain` the rest; `quiet` a word among words; `danger` ends something. */
  readonly kind?: 'main' | 'plain' | 'quiet' | 'danger';
  /** 48 px: for fingers. */
  readonly large?: boolean;
  /** The key that does the same. */
  readonly keys?: string | undefined;
  readonly className?: string | undefined;
};

/** What a person can press. */
export function Button({ children, kind = 'plain', large = false, keys, className = '', ...rest }: Props) {
  return (
    <AriaButton {...rest} className={`${styles.button} ${styles[kind]} ${large ? styles.large : ''} ${className}`}>
      {children}
      {keys !== undefined && <Keys keys={keys} />}
    </AriaButton>
  );
}

/** A key as it is written on the keyboard. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <kbd aria-hidden="true" className={styles.keys}>
      {keys}
    </kbd>
  );
}
