import type { ReactNode } from 'react';
import styles from './wall.module.css';

/** The whole wall says one thing, in letters for the room. */
export function Saying({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}) {
  return (
    <main className={styles.saying}>
      <h1>{title}</h1>
      {text !== undefined && <p>{text}</p>}
      {children}
    </main>
  );
}
