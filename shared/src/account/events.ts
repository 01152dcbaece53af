import type { RightsRole } from '../kernel/decider.ts';
import type { Versions } from '../kernel/known-event.ts';

/** Streams `account-<id>`. Secrets are in the vault, never in an event. */
export type AccountEventData = {
  'account.created': {
    readonly account: string;
    readonly login: string;
    readonly name: string;
    readonly roles: readonly RightsRole[];
    readonly person?: string;
  };
  'account.changed': { readonly name: string; readonly roles: readonly RightsRole[]; readonly person?: string };
  'account.disabled': { readonly reason: string };
  'account.enabled': Readonly<Record<string, never>>;
  'account.password-set': { readonly by: 'self' | 'administrator' | 'console' | 'set-up' };
  'account.pin-set': { readonly by: 'self' };
  'account.signed-in': { readonly session: string; readonly method: 'password' | 'pin'; readonly from: string };
  'account.sign-in-refused': { readonly from: string; readonly reason: 'credentials' | 'locked' | 'disabled' };
  'account.locked': { readonly until: number };
  'account.signed-out': { readonly session: string; readonly reason: 'self' | 'switched' | 'revoked' | 'expired' };
};
export type AccountEventType = keyof AccountEventData;

/** Current schema version of each type. */
export const ACCOUNT_EVENTS: Versions<AccountEventData> = {
  'account.created': 1,
  'account.changed': 1,
  'account.disabled': 1,
  'account.enabled': 1,
  'account.password-set': 1,
  'account.pin-set': 1,
  'account.signed-in': 1,
  'account.sign-in-refused': 1,
  'account.locked': 1,
  'account.signed-out': 1,
};

/** Streams `device-<id>`: a wall display (大屏) is a device, never a person. */
export type DeviceEventData = {
  'device.enrolled': { readonly device: string; readonly name: string; readonly by: string };
  'device.revoked': { readonly by: string; readonly reason: string };
};
export type DeviceEventType = keyof DeviceEventData;

export const DEVICE_EVENTS: Versions<DeviceEventData> = { 'device.enrolled': 1, 'device.revoked': 1 };

/** What the room shows of people: names and posts, no secret. */
export type AccountsState = {
  readonly accounts: Readonly<
    Record<
      string,
      {
        readonly id: string;
        readonly login: string;
        readonly name: string;
        readonly roles: readonly RightsRole[];
        readonly person?: string;
        readonly disabled: boolean;
        readonly lockedUntil?: number;
        readonly hasPin: boolean;
        readonly revision: number;
      }
    >
  >;
  readonly devices: Readonly<
    Record<
      string,
      {
        readonly id: string;
        readonly name: string;
        readonly revoked: boolean;
        readonly enrolledAt: number;
        readonly revision: number;
      }
    >
  >;
};
