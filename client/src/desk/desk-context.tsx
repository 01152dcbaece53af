import { createContext, useContext } from 'react';
import type { BoardState } from '@duty-room/shared/board/state';
import type { BoardView } from '@duty-room/shared/board/view';
import type { RightsRole } from '@duty-room/shared/kernel/decider';
import type { CommandName } from '@duty-room/shared/protocol/catalogue';
import type { Act } from './acts/act.ts';

export type DeskPerson = { readonly id: string; readonly name: string; readonly roles: readonly RightsRole[] };

/** What the parts of the desk share. */
export type Desk = {
  readonly state: BoardState;
  readonly view: BoardView;
  readonly person: DeskPerson | null;
  readonly room: string;
  /** False while the screen hears nothing from the server: nothing can be recorded. */
  readonly online: boolean;
  readonly may: (command: CommandName, onBehalfOf?: string) => boolean;
  readonly selected: string | null;
  readonly select: (incident: string | null) => void;
  /** The act that is being recorded in the middle of the desk. */
  readonly act: Act | null;
  readonly open: (act: Act | null) => void;
  /** Says a word that goes away by itself: what was recorded. */
  readonly tell: (text: string, tone?: 'done' | 'wrong') => void;
  readonly startIntake: () => void;
  readonly sessionEnded: () => void;
  readonly openLog: () => void;
  readonly switchPerson: () => void;
};

export const DeskContext = createContext<Desk | null>(null);

/** The desk around a part. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('useDesk outside of the desk');
  return desk;
}
