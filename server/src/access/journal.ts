import type { AccountsState } from '@duty-room/shared/account/events';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { accept, type Refusal, refuse } from '@duty-room/shared/kernel/refusal';
import type { RecordDraft, Room } from '../room/room.ts';

type AccountEntry = AccountsState['accounts'][string];
type DeviceEntry = AccountsState['devices'][string];

/** What access needs of the live room. */
export type AccessRoom = Pick<Room, 'record' | 'board' | 'time'>;

/** What happened to an account could not be put on record, so it did not happen; `refusal` says why. */
export class NotRecorded extends Error {
  override readonly name = 'NotRecorded';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`Not recorded: ${refusal.code}`);
    this.refusal = refusal;
  }
}

export type Journal = ReturnType<typeof createJournal>;

/** Writes what happens to accounts and devices into the live log; resolves when the room has folded it, throws `NotRecorded`. */
export function createJournal(room: AccessRoom) {
  return {
    people: (): AccountsState => room.board().people,
    /** Trusted time. */
    now: (): Instant => room.time().now,
    /** A fact that no other decides: two that meet may stand in either order. */
    async add(stream: string, draft: RecordDraft, actor: string): Promise<void> {
      const outcome = await room.record(stream, [draft], { account: actor });
      if (!outcome.ok) throw new NotRecorded(outcome);
    },
    /** The first fact of a stream; false where somebody was faster. */
    async begin(
      stream: string,
      draft: RecordDraft,
      actor: string,
      exists: (people: AccountsState) => boolean,
    ): Promise<boolean> {
      const outcome = await room.record(
        stream,
        (board) => (exists(board.people) ? refuse('already-exists') : accept([draft])),
        { account: actor },
      );
      if (outcome.ok) return true;
      if (outcome.code === 'already-exists') return false;
      throw new NotRecorded(outcome);
    },
  };
}

export function accountOf(people: AccountsState, id: string): AccountEntry | undefined {
  return Object.hasOwn(people.accounts, id) ? people.accounts[id] : undefined;
}

export function accountByLogin(people: AccountsState, login: string): AccountEntry | undefined {
  return Object.values(people.accounts).find((account) => account.login === login);
}

export function deviceOf(people: AccountsState, id: string): DeviceEntry | undefined {
  return Object.hasOwn(people.devices, id) ? people.devices[id] : undefined;
}
