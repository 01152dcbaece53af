import { HOUR, MINUTE } from '@duty-room/shared/kernel/instant';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidence, inHand } from './support/desk.ts';
import { command, EVENING, type House, type Loose, type Login, openHouse, reportAccident } from './support/house.ts';
import { inspect } from './support/inspect.ts';
import { DESK, eventually, HD, PHONE, type Screen, seen } from './support/screens.ts';
import { openStage } from './support/stage.ts';

/** Every word that the office itself wrote is in Latin letters here: a Chinese one on a page in English is the product's. */
const stage = openStage({ latin: true });
let empty: House;
const ids = { late: '', open: '', event: '', closed: '', drill: '' };
const screens = new Map<string, Screen>();

type Language = 'zh' | 'en';
type Visitor = Login | 'wall' | 'nobody';
type Scene = {
  readonly name: string;
  readonly who: Visitor;
  readonly path: () => string;
  /** What stands there when the face is ready. */
  readonly ready: (page: Page) => Promise<void>;
  readonly size?: typeof DESK | typeof HD | typeof PHONE;
  /** The words of a drill are its scenario's. */
  readonly ownWords?: boolean;
};

beforeAll(async () => {
  empty = await openHouse();
  const { chen } = stage.team().people;
  const enter = async (name: string, role: string, numbers: readonly string[]): Promise<string> => {
    await command(chen, 'directory.enter-person', { name, post: 'Leader', personal: { numbers } });
    const { persons } = (await chen.get('/api/board')).json.state.directory;
    const person = Object.values<Loose>(persons).find((one) => one.name === name).id;
    await command(chen, 'directory.fill-role', { role, persons: [person] });
    return person;
  };
  const zhao = await enter('Zhao', 'commission-leader', ['010 5550 1201']);
  await enter('Qian', 'deputy-district-head', ['010 5550 1001']);
  const accident = (title: string, more: object = {}) =>
    reportAccident(chen, {
      title,
      place: 'Xingfuli',
      personal: { name: 'Caller', number: '13800000000', text: 'Water in the cellar' },
      facts: {
        heatStoppedAt: EVENING - HOUR,
        expectedRestoreAt: EVENING + 14 * HOUR,
        households: 3100,
        heat: 'stopped',
      },
      ...more,
    });
  const grade = (incident: string, grade: string) =>
    command(chen, 'incident.grade', { incident, plan: 'heating', grade });
  ids.late = await accident('Late pipe');
  await grade(ids.late, 'important');
  await stage.house().clock.pass(17 * MINUTE);
  ids.closed = await accident('Closed pump');
  await grade(ids.closed, 'general');
  await command(chen, 'incident.record-facts', { incident: ids.closed, facts: { restoredAt: EVENING + 10 * MINUTE } });
  await command(chen, 'incident.close', { incident: ids.closed, summary: 'Repaired' });
  ids.open = await accident('Open valve');
  await grade(ids.open, 'important');
  const told = await command(chen, 'incident.relay', {
    incident: ids.open,
    to: 'commission-leader',
    person: zhao,
    reached: true,
    receipt: 'Read back',
  });
  await command(chen, 'incident.withdraw', { incident: ids.open, target: told.event, reason: 'Wrong line' });
  await command(chen, 'incident.start-mechanism', {
    incident: ids.open,
    plan: 'heating',
    mechanism: 'linkage',
    level: 'district',
  });
  await command(chen, 'incident.order-crew', { incident: ids.open, crew: 'rescue-main', task: 'Dig', limit: 'PT30M' });
  ids.event = await reportAccident(chen, {
    title: 'Crowd at the gate',
    place: 'Beiyuan',
    class: 'event',
    facts: { cause: 'arrears', heat: 'stopped', gathering: 'in-compound' },
  });
  await grade(ids.event, 'important');
  await command(chen, 'shift.log', { topic: 'Visit', personal: { text: 'The mayor called' } });
  await command(chen, 'shift.prepare-hand-over', { to: stage.team().accounts.sun });
  const drill = await chen.post('/api/drills', { scenario: 'winter-night', speed: 60 });
  if (drill.status !== 200) throw new Error(drill.text);
  ids.drill = drill.json.id;
});
afterAll(async () => {
  await empty?.close();
});

const submit = (page: Page) => page.locator('form button[type="submit"]').last().click();
/** Through the set-up up to a step, as far as the empty form lets one go. */
const setUpTo = (step: number) => async (page: Page) => {
  await seen(page.locator('form'));
  await page.locator('form input').first().fill('Hedong Heating');
  for (let done = 1; done < step; done += 1) {
    await submit(page);
    await seen(page.locator(`form ol li:nth-child(${done + 1})[aria-current="step"]`));
    if (done + 1 === 2 && step > 2) await page.locator('form input[type="checkbox"]').check();
    if (done + 1 === 3) {
      await page.locator('form input[type="checkbox"]').last().check();
      const days = page.locator('form input[type="date"]');
      if (step > 3 && (await days.count()) > 1) {
        await days.nth(0).fill('2025-11-15');
        await days.nth(1).fill('2026-03-15');
      }
    }
  }
};

const tokenPath = () => `${empty.address()}/set-up#${empty.token()}`;
const article = async (page: Page) => seen(inHand(page).getByRole('heading', { level: 1 }));
const main = async (page: Page) => seen(page.locator('main'));
const dialog = async (page: Page) => seen(page.getByRole('dialog'));
const opened =
  (...keys: readonly string[]) =>
  async (page: Page) => {
    await article(page);
    for (const key of keys) await page.keyboard.press(key);
  };

const SCENES: readonly Scene[] = [
  { name: 'set-up, the first page', who: 'nobody', path: tokenPath, ready: setUpTo(1) },
  {
    name: 'set-up, the time, not confirmed',
    who: 'nobody',
    path: tokenPath,
    ready: async (page) => {
      await setUpTo(2)(page);
      await submit(page);
      await seen(page.locator('[aria-invalid="true"]'));
    },
  },
  {
    name: 'set-up, the plans',
    who: 'nobody',
    path: tokenPath,
    ready: async (page) => {
      await setUpTo(3)(page);
      await seen(page.locator('form fieldset, form [aria-current="step"]'));
    },
  },
  { name: 'sign-in', who: 'nobody', path: () => '/sign-in', ready: async (page) => seen(page.locator('form')) },
  {
    name: 'sign-in, refused',
    who: 'nobody',
    path: () => '/sign-in',
    ready: async (page) => {
      await page.locator('input').first().fill('nobody');
      await page.locator('input[type="password"]').fill('wrong');
      await page.keyboard.press('Enter');
      await seen(page.getByRole('alert').filter({ hasText: /\S/ }));
    },
  },
  {
    name: 'a wall that waits for its name',
    who: 'nobody',
    path: () => '/wall',
    size: HD,
    ready: async (page) => seen(page.locator('.fig')),
  },
  { name: 'the wall', who: 'wall', path: () => '/wall', size: HD, ready: main },
  { name: 'the desk', who: 'chen', path: () => `/desk#${ids.open}`, ready: article },
  {
    name: 'the desk, evidence',
    who: 'chen',
    path: () => `/desk#${ids.open}`,
    ready: async (page) => {
      await opened('Alt+1')(page);
      await seen(evidence(page));
    },
  },
  {
    name: 'the desk, a regrade',
    who: 'chen',
    path: () => `/desk#${ids.open}`,
    ready: async (page) => {
      await article(page);
      await inHand(page).locator('header button').first().click();
      await seen(evidence(page).locator('output'));
    },
  },
  { name: 'the desk, a late clock', who: 'chen', path: () => `/desk#${ids.late}`, ready: article },
  { name: 'the desk, an event', who: 'chen', path: () => `/desk#${ids.event}`, ready: article },
  {
    name: 'the desk, its keys',
    who: 'chen',
    path: () => `/desk#${ids.open}`,
    ready: async (page) => {
      await opened('Shift+?')(page);
      await dialog(page);
    },
  },
  {
    name: 'the desk, all commands',
    who: 'chen',
    path: () => `/desk#${ids.open}`,
    ready: async (page) => {
      await opened('Control+K')(page);
      await dialog(page);
    },
  },
  {
    name: 'the desk, the log',
    who: 'chen',
    path: () => `/desk#${ids.open}`,
    ready: async (page) => {
      await opened('F3')(page);
      await dialog(page);
    },
  },
  {
    name: 'the desk, the menu of its person',
    who: 'chen',
    path: () => `/desk#${ids.open}`,
    ready: async (page) => {
      await article(page);
      await page.locator('header button').last().click();
      await seen(page.getByRole('menu'));
    },
  },
  {
    name: 'the desk, all incidents',
    who: 'chen',
    path: () => '/desk/incidents',
    ready: async (page) => seen(page.locator('main table, main li')),
  },
  {
    name: 'the desk, a closed incident',
    who: 'chen',
    path: () => `/desk/incidents/${ids.closed}`,
    ready: async (page) => seen(page.locator('main article')),
  },
  {
    name: 'the desk, the shift',
    who: 'chen',
    path: () => '/desk/shift',
    ready: async (page) => seen(page.locator('main section')),
  },
  {
    name: 'the desk, the directory',
    who: 'chen',
    path: () => '/desk/directory',
    ready: async (page) => seen(page.locator('main h1')),
  },
  {
    name: 'the desk, the drills',
    who: 'chen',
    path: () => '/desk/drills',
    ready: async (page) => seen(page.locator('main h2, main li')),
  },
  {
    name: 'the desk, the plans',
    who: 'chen',
    path: () => '/desk/plans',
    ready: async (page) => seen(page.locator('main h1')),
  },
  // It leaves a draft behind, so it is the last of its person.
  {
    name: 'the desk, taking a call that lacks something',
    who: 'chen',
    path: () => `/desk#${ids.open}`,
    ready: async (page) => {
      await opened('F2')(page);
      await seen(page.locator('[name="place"]'));
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('1');
      await page.locator('[name="fact:heatStoppedAt"]').fill('1900');
      await page.locator('[name="fact:expectedRestoreAt"]').fill('26h');
      await page.locator('[name="fact:households"]').fill('many');
      await page.keyboard.press('Control+Enter');
      await seen(page.locator('[aria-invalid="true"]'));
    },
  },
  { name: 'command on a phone', who: 'wang', path: () => '/command', size: PHONE, ready: main },
  { name: 'the replay', who: 'shen', path: () => '/audit', ready: async (page) => seen(page.getByRole('slider')) },
  {
    name: 'the replay, an instant being typed',
    who: 'shen',
    path: () => '/audit',
    ready: async (page) => {
      await seen(page.getByRole('slider'));
      await page.keyboard.press('g');
      await dialog(page);
      await page.keyboard.type('what');
    },
  },
  ...(['accounts', 'walls', 'office', 'plans', 'sessions'] as const).map((tab): Scene => ({
    name: `administration, ${tab}`,
    who: 'admin',
    path: () => `/admin/${tab}`,
    ready: async (page) => seen(page.getByRole('tabpanel')),
  })),
  {
    name: 'administration, an account that lacks something',
    who: 'admin',
    path: () => '/admin/accounts',
    ready: async (page) => {
      await page.getByRole('tabpanel').getByRole('button').first().click();
      await dialog(page);
      await page.keyboard.press('Enter');
      await seen(page.locator('[aria-invalid="true"], [data-invalid]'));
    },
  },
  {
    name: 'a page that nobody may open',
    who: 'chen',
    path: () => '/admin',
    ready: async (page) => seen(page.getByRole('heading')),
  },
  { name: 'no such page', who: 'chen', path: () => '/nowhere', ready: async (page) => seen(page.getByRole('heading')) },
  {
    name: 'a drill, its wall',
    who: 'wall',
    path: () => `/drill/${ids.drill}/wall`,
    size: HD,
    ready: main,
    ownWords: true,
  },
  { name: 'a drill, its desk', who: 'chen', path: () => `/drill/${ids.drill}/desk`, ready: main, ownWords: true },
  {
    name: 'a drill, its command',
    who: 'wang',
    path: () => `/drill/${ids.drill}/command`,
    size: PHONE,
    ready: main,
    ownWords: true,
  },
];

/** One browser window per person and language; its faces are opened one after another. */
async function windowOf(who: Visitor, language: Language, size: Scene['size'] = DESK): Promise<Page> {
  const key = `${who} ${language} ${size.width}`;
  const known =
    screens.get(key) ?? (await stage.screen(who, { language, size, theme: language === 'zh' ? 'night' : 'day' }));
  screens.set(key, known);
  return known.page;
}

const LANGUAGES = ['zh', 'en'] as const;
/** Colours are looked at in Chinese, at night and by day: another language has other words and the same colours. */
const coloursIn = (language: Language) => (language === 'zh' ? 'both themes' : 'none');

describe('in both languages and themes', () => {
  it.each(SCENES)('$name: nothing serious for axe, every word in its language', async (scene) => {
    const looks = LANGUAGES.map(async (language) => {
      const page = await windowOf(scene.who, language, scene.size);
      // Another page in between: an address that differs by its fragment alone is not loaded again.
      await page.goto('about:blank');
      await page.goto(scene.path());
      await scene.ready(page);
      expect(await page.locator('html').getAttribute('lang')).toBe(language === 'zh' ? 'zh-CN' : 'en');
      const options = { language, ownWords: scene.ownWords ?? false, colours: coloursIn(language) } as const;
      return [language, await inspect(page, options)] as const;
    });
    expect(Object.fromEntries(await Promise.all(looks))).toEqual({ zh: [], en: [] });
  });
});

describe('cut off from the server', () => {
  const faces: readonly (readonly [Visitor, string, Scene['size']])[] = [
    ['wall', '/wall', HD],
    ['chen', '/desk', DESK],
    ['wang', '/command', PHONE],
    ['shen', '/audit', DESK],
  ];
  it('every face says so, in both languages and themes, and can still be read', async () => {
    const pages = await Promise.all(
      LANGUAGES.flatMap((language) =>
        faces.map(async ([who, path, size]) => {
          const page = await windowOf(who, language, size);
          await page.goto(path);
          await seen(page.locator('main'));
          await page.waitForLoadState('networkidle');
          return { page, language, path };
        }),
      ),
    );
    await stage.house().stop();
    const silent = async ({ page, path }: { page: Page; path: string }): Promise<string[]> =>
      (await page.getByRole('alert').filter({ hasText: /\S/, visible: true }).count()) === 0 ? [path] : [];
    await eventually(async () => (await Promise.all(pages.map(silent))).flat()).toEqual([]);
    const found = await Promise.all(
      pages.map(async ({ page, language, path }) =>
        (await inspect(page, { language, colours: coloursIn(language) })).map(
          (wrong) => `${path} ${language}: ${wrong}`,
        ),
      ),
    );
    expect(found.flat()).toEqual([]);
  });
});
