import { randomInt, randomUUID } from 'node:crypto';
import { accept, type Outcome, refuse } from '@duty-room/shared/kernel/refusal';
import { MINUTE } from '@duty-room/shared/kernel/instant';
import type { DeviceRequest, EnrolDevice } from '@duty-room/shared/protocol/http';
import { z } from 'zod';
import { deviceOf, type Journal } from './journal.ts';
import type { SecretStore } from '../vault/port.ts';
import { newToken, tokenHash } from './token.ts';

const REQUEST_LASTS = 10 * MINUTE;
const REQUESTS_AT_ONCE = 50;
/** Without letters and digits that are taken for one another. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 6;

const request = z.object({ code: z.string(), expiresAt: z.number(), device: z.string().optional() });
const identity = z.object({ device: z.string() });
export type Devices = ReturnType<typeof createDevices>;
export type Device = { readonly id: string; readonly name: string };

/** Wall displays: enrolled by an administrator with the short code that the wall shows; read-only, never signed out, revocable. */
export function createDevices(secrets: SecretStore, journal: Journal) {
  const pending = async () => {
    const open: { readonly id: string; readonly value: z.infer<typeof request> }[] = [];
    for (const { id, value } of await secrets.list('device-request')) {
      const parsed = request.safeParse(value);
      if (parsed.success && parsed.data.expiresAt > journal.now()) open.push({ id, value: parsed.data });
      else await secrets.remove('device-request', id);
    }
    return open;
  };
  const named = (id: string): Device | undefined => {
    const device = deviceOf(journal.people(), id);
    return device && !device.revoked ? { id, name: device.name } : undefined;
  };
  return {
    async request(): Promise<Outcome<DeviceRequest>> {
      const open = await pending();
      // Anybody on the network may ask: the oldest that nobody enrolled makes room, so that asking without end keeps no wall out.
      const unclaimed = open
        .filter(({ value }) => value.device === undefined)
        .toSorted((a, b) => a.value.expiresAt - b.value.expiresAt);
      for (const { id } of unclaimed.slice(0, Math.max(0, open.length + 1 - REQUESTS_AT_ONCE)))
        await secrets.remove('device-request', id);
      const taken = new Set(open.map(({ value }) => value.code));
      let code: string;
      do code = Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
      while (taken.has(code));
      const secret = newToken();
      // No two alike, so that of several in one instant it is known which came first.
      const expiresAt = Math.max(journal.now() + REQUEST_LASTS, ...open.map(({ value }) => value.expiresAt + 1));
      await secrets.set('device-request', tokenHash(secret), { code, expiresAt });
      return accept({ code, secret, expiresAt });
    },
    async enrol({ code, name }: EnrolDevice, by: string): Promise<Outcome<Device>> {
      const found = (await pending()).find(({ value }) => value.code === code && value.device === undefined);
      if (!found) return refuse('not-found', { what: code });
      const device = randomUUID();
      await journal.begin(`device-${device}`, { type: 'device.enrolled', data: { device, name, by } }, by, () => false);
      await secrets.set('device-request', found.id, { ...found.value, device });
      return accept({ id: device, name });
    },
    /** What the wall asks again and again: nothing yet, or its identity, once. */
    async claim(secret: string): Promise<Outcome<{ readonly device: Device; readonly token: string } | undefined>> {
      const hash = tokenHash(secret);
      const found = (await pending()).find(({ id }) => id === hash);
      if (!found) return refuse('not-found');
      if (found.value.device === undefined) return accept(undefined);
      const device = named(found.value.device);
      await secrets.remove('device-request', hash);
      if (!device) return refuse('not-found');
      const token = newToken();
      await secrets.set('device', tokenHash(token), { device: device.id });
      return accept({ device, token });
    },
    async find(hash: string): Promise<Device | undefined> {
      const parsed = identity.safeParse(await secrets.get('device', hash));
      return parsed.success ? named(parsed.data.device) : undefined;
    },
    /** Whether it still may look; asked while its socket is open. */
    isEnrolled: (id: string): boolean => named(id) !== undefined,
    async revoke(id: string, reason: string, by: string): Promise<Outcome<string>> {
      const device = deviceOf(journal.people(), id);
      if (!device) return refuse('not-found');
      if (device.revoked) return refuse('already-done');
      await journal.add(`device-${id}`, { type: 'device.revoked', data: { by, reason } }, by);
      for (const { id: hash, value } of await secrets.list('device')) {
        if (identity.safeParse(value).data?.device === id) await secrets.remove('device', hash);
      }
      return accept(id);
    },
  };
}
