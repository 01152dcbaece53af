import { assertNever } from '../kernel/assert-never.ts';
import type { StoredEvent } from '../kernel/event.ts';
import { isKnown, known, type KnownEvent } from '../kernel/known-event.ts';
import { own } from '../kernel/own.ts';
import {
  ACCOUNT_EVENTS,
  DEVICE_EVENTS,
  type AccountEventData,
  type AccountsState,
  type DeviceEventData,
} from './events.ts';

type Account = AccountsState['accounts'][string];

export const EMPTY_ACCOUNTS: AccountsState = { accounts: {}, devices: {} };

/** The people and the wall displays after one more event of an `account-` or `device-` stream. */
export function evolveAccounts(state: AccountsState, stored: StoredEvent): AccountsState {
  if (isKnown<DeviceEventData>(stored, DEVICE_EVENTS)) return changeDevice(state, stored);
  const event = known<AccountEventData>(stored, ACCOUNT_EVENTS);
  const id = event.stream.slice('account-'.length);
  const before = own(state.accounts, id);
  if (event.type !== 'account.created' && before === undefined) return state;
  const after = changeAccount(before, event, id);
  return { ...state, accounts: { ...state.accounts, [id]: { ...after, revision: event.revision } } };
}

function changeAccount(before: Account | undefined, event: KnownEvent<AccountEventData>, id: string): Account {
  if (event.type === 'account.created') {
    const { login, name, roles, person } = event.data;
    const link = person === undefined ? {} : { person };
    return { id, login, name, roles, ...link, disabled: false, hasPin: false, revision: event.revision };
  }
  if (before === undefined) throw new Error(`${event.stream} begins with ${event.type}`);
  switch (event.type) {
    case 'account.changed': {
      const { person: _, ...rest } = before;
      const { name, roles, person } = event.data;
      return { ...rest, name, roles, ...(person !== undefined && { person }) };
    }
    case 'account.disabled':
      return { ...before, disabled: true };
    case 'account.enabled':
      return { ...unlocked(before), disabled: false };
    case 'account.pin-set':
      return { ...before, hasPin: true };
    case 'account.locked':
      return { ...before, lockedUntil: event.data.until };
    case 'account.password-set':
      // Whoever sets another's password takes the PIN away with it.
      return { ...unlocked(before), hasPin: before.hasPin && event.data.by === 'self' };
    case 'account.signed-in':
      return unlocked(before);
    case 'account.sign-in-refused':
    case 'account.signed-out':
      return before;
    default:
      return assertNever(event);
  }
}

function unlocked(account: Account): Account {
  const { lockedUntil: _, ...rest } = account;
  return rest;
}

function changeDevice(state: AccountsState, event: KnownEvent<DeviceEventData>): AccountsState {
  const id = event.stream.slice('device-'.length);
  const before = own(state.devices, id);
  const { revision } = event;
  switch (event.type) {
    case 'device.enrolled': {
      const device = { id, name: event.data.name, revoked: false, enrolledAt: event.occurredAt, revision };
      return { ...state, devices: { ...state.devices, [id]: device } };
    }
    case 'device.revoked':
      if (before === undefined) return state;
      return { ...state, devices: { ...state.devices, [id]: { ...before, revoked: true, revision } } };
    default:
      return assertNever(event);
  }
}
