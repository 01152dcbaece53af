import { randomUUID } from 'node:crypto';
import type { AccountEventData, AccountsState, DeviceEventData } from '@duty-room/shared/account/events';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { JsonObject } from '@duty-room/shared/kernel/json';
import { EVENT_VERSIONS } from '@duty-room/shared/protocol/event-types';
import { type EventStore, RevisionConflict } from '../event-store/port.ts';

type AccessEventData = AccountEventData & DeviceEventData;
type AccountEntry = AccountsState['accounts'][string];
type DeviceEntry = AccountsState['devices'][string];

/** What access needs of the live room and its log. */
export type AccessWorld = {
  readonly store: EventStore;
  readonly people: () => AccountsState;
  /** Trusted time. */
  readonly now: () => Instant;
  /** Resolves when the room has folded the log up to here. */
  readonly whenProcessed: (position: string) => Promise<void>;
};

export type Journal = ReturnType<typeof createJournal>;

/** Writes what happens to accounts and devices into the log. Resolves when the room has folded it. */
export function createJournal(world: AccessWorld) {
  const write = async <Type extends keyof AccessEventData>(
    stream: string,
    expected: 'none' | 'any',
    type: Type,
    data: AccessEventData[Type],
    actor: string,
  ): Promise<void> => {
    const at = world.now();
    const id = randomUUID();
    const result = await world.store.append(stream, expected, [
      {
        id,
        type,
        schemaVersion: EVENT_VERSIONS[type],
        occurredAt: at,
        recordedAt: at,
        actor,
        correlationId: id,
        causationId: id,
        commandKey: id,
        data: plain(data),
      },
    ]);
    await world.whenProcessed(result.position);
  };
  return {
    /** The first event of a stream; false where the stream exists already. */
    async begin<Type extends keyof AccessEventData>(
      stream: string,
      type: Type,
      data: AccessEventData[Type],
      actor: string,
    ): Promise<boolean> {
      try {
        await write(stream, 'none', type, data, actor);
        return true;
      } catch (error) {
        if (error instanceof RevisionConflict) return false;
        throw error;
      }
    },
    /** A later event. None of them is decided upon a revision, so the order of two that meet does not matter. */
    add<Type extends keyof AccessEventData>(
      stream: string,
      type: Type,
      data: AccessEventData[Type],
      actor: string,
    ): Promise<void> {
      return write(stream, 'any', type, data, actor);
    },
  };
}

function plain(data: object): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
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
