import { z } from 'zod';
import type { SecretStore } from '../vault/port.ts';

/** Wrong PINs in a row after which only the password helps at this desk. */
export const PIN_ATTEMPTS = 5;
const PEOPLE_AT_A_DESK = 40;

const record = z.object({ people: z.array(z.object({ account: z.string(), wrongPins: z.number() })) });
type Desk = z.infer<typeof record>;
export type Desks = ReturnType<typeof createDesks>;

/**
 * A desk is a browser: it knows who signed in there by password before, and only they may come back by PIN.
 * Kept in the vault by the hash of its cookie. One change at a time, so that many guesses at once do not count as one.
 */
export function createDesks(secrets: SecretStore) {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const read = async (desk: string): Promise<Desk> => {
    const parsed = record.safeParse(await secrets.get('desk', desk));
    return parsed.success ? parsed.data : { people: [] };
  };
  return {
    /** Accounts that may use their PIN here, the last to sign in first. */
    async people(desk: string): Promise<readonly string[]> {
      return (await read(desk)).people.filter((one) => one.wrongPins < PIN_ATTEMPTS).map((one) => one.account);
    },
    async knows(desk: string, account: string): Promise<boolean> {
      return (await read(desk)).people.some((one) => one.account === account);
    },
    /** The person signed in here, by password or by the right PIN. */
    welcome(desk: string, account: string): Promise<void> {
      return inTurn(async () => {
        const others = (await read(desk)).people.filter((one) => one.account !== account);
        await secrets.set('desk', desk, { people: [{ account, wrongPins: 0 }, ...others].slice(0, PEOPLE_AT_A_DESK) });
      });
    },
    /** Counts a PIN before it is judged. Returns how many attempts came before it, or undefined where no PIN is taken. */
    attempt(desk: string, account: string): Promise<number | undefined> {
      return inTurn(async () => {
        const { people } = await read(desk);
        const one = people.find((entry) => entry.account === account);
        if (one === undefined || one.wrongPins >= PIN_ATTEMPTS) return undefined;
        await secrets.set('desk', desk, {
          people: people.map((entry) => (entry === one ? { ...entry, wrongPins: entry.wrongPins + 1 } : entry)),
        });
        return one.wrongPins;
      });
    },
  };
}
