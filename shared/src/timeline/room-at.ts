import { boardView, dutyRow, toneOf, type BoardView, type DutyRow } from '../board/view.ts';
import type { BoardState } from '../board/state.ts';
import type { Instant } from '../kernel/instant.ts';
import { own } from '../kernel/own.ts';
import { obligations } from '../obligation/obligations.ts';
import type { View } from '../obligation/obligation.ts';

export type RoomAt = {
  readonly at: Instant;
  /** What the room's screens would show of it. */
  readonly board: BoardView;
  /** Duties that ran then, least time left first; of the one incident where one is asked for. */
  readonly running: readonly DutyRow[];
  /** Duties that were over by then: of the last half hour, or all of the one incident, also where that is closed. */
  readonly over: readonly DutyRow[];
};

/**
 * The room at `at` (UTC ms). `state` is what was known at `at` for the known view, all that is known today (with the shift of that
 * instant) for the happened view. A closed incident is off the board; asked for by id, its duties are listed all the same.
 */
export function roomAt(state: BoardState, at: Instant, view: View, incident: string | null = null): RoomAt {
  const board = boardView(state, at, view);
  if (incident === null) return { at, board, running: board.duties, over: board.done };
  const one = own(state.incidents, incident);
  if (one === undefined || (view === 'happened' && one.receivedAt > at)) return { at, board, running: [], over: [] };
  const rows = obligations(one, state.plans, at, view).map((obligation) => dutyRow(obligation, one, state));
  const onBoard = board.duties.filter((row) => row.obligation.incident === incident);
  const shown = new Set(onBoard.map((row) => row.obligation.key));
  return {
    at,
    board,
    running: onBoard,
    over: rows.filter((row) => !shown.has(row.obligation.key) && toneOf(row.obligation) !== 'ahead'),
  };
}
