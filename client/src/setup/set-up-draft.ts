import { login as loginSchema, newPassword, type PackView, type SetUpInput } from '@duty-room/shared/protocol/http';
import { z } from 'zod';

/** The pages of the first set-up, in order. */
export const STEPS = ['office', 'time', 'plans', 'administrator', 'review'] as const;
export type Step = (typeof STEPS)[number];

const season = z.strictObject({ from: z.string(), to: z.string() });
const chosenPack = z.strictObject({
  choices: z.record(z.string(), z.string()),
  seasons: z.record(z.string(), season),
});

/** What was filled in so far, kept in this tab's storage; passwords are never kept. */
export const setUpDraft = z.strictObject({
  version: z.literal(1),
  step: z.enum(STEPS),
  office: z.strictObject({ name: z.string(), timeZone: z.string(), timeSource: z.string() }),
  timeConfirmed: z.boolean(),
  packs: z.record(z.string(), chosenPack),
  administrator: z.strictObject({ name: z.string(), login: z.string(), alsoOfficer: z.boolean() }),
});
export type SetUpDraft = z.infer<typeof setUpDraft>;

/** An empty set-up in the zone of this machine. */
export function newSetUp(timeZone: string): SetUpDraft {
  return {
    version: 1,
    step: 'office',
    office: { name: '', timeZone, timeSource: '' },
    timeConfirmed: false,
    packs: {},
    administrator: { name: '', login: '', alsoOfficer: false },
  };
}

export type Passwords = { readonly password: string; readonly again: string };

/** What is wrong on a page, by field. */
export type Wrong =
  | 'name-missing'
  | 'zone-missing'
  | 'time-not-confirmed'
  | 'no-plan'
  | `season:${string}`
  | 'admin-name-missing'
  | 'login-wrong'
  | 'password-short'
  | 'password-differs';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether both days are given and the last is not before the first. */
export const isSeason = (one: { readonly from: string; readonly to: string } | undefined): boolean =>
  one !== undefined && DAY.test(one.from) && DAY.test(one.to) && one.from <= one.to;

/** What keeps a page from being left forward. */
export function wrongOn(
  step: Step,
  draft: SetUpDraft,
  packs: readonly PackView[],
  passwords: Passwords,
): readonly Wrong[] {
  switch (step) {
    case 'office':
      return [
        ...(draft.office.name.trim() === '' ? (['name-missing'] as const) : []),
        ...(draft.office.timeZone === '' ? (['zone-missing'] as const) : []),
      ];
    case 'time':
      return draft.timeConfirmed ? [] : ['time-not-confirmed'];
    case 'plans': {
      const chosen = packs.filter((pack) => draft.packs[pack.pack]);
      if (chosen.length === 0) return ['no-plan'];
      return chosen.flatMap((pack) =>
        pack.seasons
          .filter((one) => !isSeason(draft.packs[pack.pack]?.seasons[one.id]))
          .map((one): Wrong => `season:${pack.pack}/${one.id}`),
      );
    }
    case 'administrator': {
      const { name, login } = draft.administrator;
      return [
        ...(name.trim() === '' ? (['admin-name-missing'] as const) : []),
        ...(loginSchema.safeParse(login).success ? [] : (['login-wrong'] as const)),
        ...(newPassword.safeParse(passwords.password).success ? [] : (['password-short'] as const)),
        ...(passwords.password === passwords.again ? [] : (['password-differs'] as const)),
      ];
    }
    case 'review':
      return [];
    default:
      return step satisfies never;
  }
}

/** The first page that still needs something; `review` when nothing does. */
export function firstOpenStep(draft: SetUpDraft, packs: readonly PackView[], passwords: Passwords): Step {
  return STEPS.find((step) => wrongOn(step, draft, packs, passwords).length > 0) ?? 'review';
}

/** The request that sets the office up. */
export function setUpRequest(
  token: string,
  draft: SetUpDraft,
  packs: readonly PackView[],
  passwords: Passwords,
): SetUpInput {
  const { name, login, alsoOfficer } = draft.administrator;
  return {
    token,
    office: {
      name: draft.office.name.trim(),
      timeZone: draft.office.timeZone,
      timeSource: draft.office.timeSource.trim(),
    },
    // In the order in which they were chosen: the first plan's classes come first at intake.
    plans: Object.entries(draft.packs).flatMap(([id, chosen]) => {
      const pack = packs.find((one) => one.pack === id);
      if (!pack) return [];
      const seasons = pack.seasons.flatMap((one) => {
        const days = chosen.seasons[one.id];
        return days ? [[one.id, days] as const] : [];
      });
      return [{ pack: pack.pack, choices: chosen.choices, seasons: Object.fromEntries(seasons) }];
    }),
    administrator: {
      name: name.trim(),
      login,
      password: passwords.password,
      roles: alsoOfficer ? ['administrator', 'officer'] : ['administrator'],
    },
    timeConfirmed: draft.timeConfirmed,
  };
}
