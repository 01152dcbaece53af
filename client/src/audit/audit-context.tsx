import { createContext, useContext } from 'react';
import type { BoardState } from '@duty-room/shared/board/state';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { View } from '@duty-room/shared/obligation/obligation';
import type { NotKnown } from '@duty-room/shared/timeline/not-known';
import type { LineMark } from '@duty-room/shared/timeline/stretches';
import type { AuditLog } from './log-store.ts';
import type { AuditWords } from './use-audit-words.ts';

/** A clock that the evidence is asked for. */
export type Chosen = { readonly incident: string; readonly key: string };

/** What every part of the time machine works from. */
export type Audit = {
  readonly log: AuditLog;
  /** All that is on record. */
  readonly today: BoardState;
  /** Up to where "today" is judged: the server's time when the log was read. */
  readonly end: Instant;
  readonly lines: readonly LineMark[];
  readonly notKnown: readonly NotKnown[];
  readonly at: Instant;
  readonly view: View;
  readonly words: AuditWords;
};

const Context = createContext<Audit | null>(null);
export const AuditProvider = Context.Provider;

export function useAudit(): Audit {
  const audit = useContext(Context);
  if (!audit) throw new Error('useAudit outside of the time machine');
  return audit;
}
