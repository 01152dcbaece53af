import type { BoardState, PassedLine } from '@duty-room/shared/board/state';
import { isOnBoard } from '@duty-room/shared/board/view';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { own } from '@duty-room/shared/kernel/own';
import { derivedNow } from '@duty-room/shared/obligation/derived-now';
import type { Obligation } from '@duty-room/shared/obligation/obligation';
import type { Ticker } from '../clock/ticker.ts';

/**
 * Incidents with events whose passings the last run may have left unrecorded, with the revision before the first such event;
 * null where nobody knows because the beat is lost.
 */
export type Unsettled = Map<string, number> | null;

/** At start: running incidents are watched on, and what the last run may not have finished is looked at again from there. */
export function resumeWatching(ticker: Ticker, board: BoardState, unsettled: Unsettled, now: Instant): void {
  for (const incident of Object.values(board.incidents)) {
    const from = unsettled?.get(incident.id);
    if (from !== undefined) ticker.resume(incident.id, from);
    else if (isOnBoard(incident)) {
      const lines = own(board.passed, incident.id) ?? [];
      const known =
        unsettled !== null ||
        derivedNow(incident, board.plans, now).obligations.every((duty) => isRecorded(duty, lines));
      ticker.resume(incident.id, known ? incident.revision : -1);
    }
  }
}

function isRecorded({ key, state, dueAt }: Obligation, lines: readonly PassedLine[]): boolean {
  if (state !== 'overdue' && state !== 'atRisk') return true;
  const kind = state === 'overdue' ? 'overdue' : 'at-risk';
  return lines.some((line) => line.key === key && line.kind === kind && line.dueAt === dueAt);
}
