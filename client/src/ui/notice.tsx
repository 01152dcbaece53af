import type { ReactNode } from 'react';
import styles from './notice.module.css';

type Props = {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
};

/** A whole page that says one thing: loading, not found, not allowed, broken. */
export function Notice({ title, children, actions }: Props) {
  return (
    <main className={styles.notice}>
      <h1 className={styles.title}>{title}</h1>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </main>
  );
}
