import { useMemo } from 'react';
import type { BoardState } from '@duty-room/shared/board/state';
import type { IncidentState } from '@duty-room/shared/incident/state';
import { derivedNow } from '@duty-room/shared/obligation/derived-now';
import { useRoom } from '../live/room-context.tsx';
import type { ActContext } from './acts/context.ts';
import { useWords } from './use-words.ts';

/** What acts on an incident are made from, at the moment at which they are opened: their instant is the present. */
export function useActContext(
  incident: IncidentState | undefined,
  state: BoardState,
  account: string | undefined,
): (() => ActContext) | null {
  const { time } = useRoom();
  const words = useWords();
  return useMemo(() => {
    if (!incident) return null;
    return () => {
      // This screen's clock may lag behind the server's by the way of the last beat: what is on record has happened.
      const now = Math.max(time.now() ?? 0, incident.acts.at(-1)?.recordedAt ?? 0);
      return {
        state,
        incident,
        obligations: derivedNow(incident, state.plans, now).obligations,
        clock: { now, timeZone: state.office.timeZone },
        words,
        account: account ?? '',
      };
    };
  }, [incident, state, time, words, account]);
}
