import type { SealedPersonal } from '@duty-room/shared/kernel/event';
import type { JsonObject } from '@duty-room/shared/kernel/json';
import { z } from 'zod';
import type { EventStore } from '../event-store/port.ts';
import type { Vault } from '../vault/port.ts';

const stated = z.object({ numbers: z.array(z.string()) });

/** Reads what the log holds sealed; only the vault's keys open it. */
export function createPersonalTexts(store: EventStore, vault: Vault) {
  const open = async (personal: SealedPersonal | undefined): Promise<JsonObject | null> =>
    personal === undefined ? null : vault.open(personal.subject, personal.sealed);
  return {
    /** Event id -> opened text; what was destroyed is left out. */
    async ofStream(stream: string): Promise<Readonly<Record<string, JsonObject>>> {
      const texts: Record<string, JsonObject> = {};
      for await (const event of store.readStream(stream)) {
        const plain = await open(event.personal);
        if (plain !== null) texts[event.id] = plain;
      }
      return texts;
    },
    /** A person's numbers as the directory states them last; none where they were destroyed. */
    async numbersOf(person: string): Promise<readonly string[]> {
      let latest: SealedPersonal | undefined;
      for await (const { type, data, personal } of store.readStream('directory')) {
        if (type === 'directory.person-entered' && data['person'] === person && personal !== undefined)
          latest = personal;
      }
      const parsed = stated.safeParse(await open(latest));
      return parsed.success ? parsed.data.numbers : [];
    },
  };
}
