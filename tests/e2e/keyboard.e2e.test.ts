import { MINUTE } from '@duty-room/shared/kernel/instant';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { DESK_KEYS } from '../../client/src/desk/key-map.ts';
import { evidence, inHand } from './support/desk.ts';
import { command, EVENING, type Loose, reportAccident } from './support/house.ts';
import { eventually, type Screen, seen } from './support/screens.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();
let desk: Screen;
let page: Page;
const ids: string[] = [];

beforeAll(async () => {
  const { chen } = stage.team().people;
  for (const title of ['幸福里停热', '北苑停热']) {
    const id = await reportAccident(chen, {
      title,
      facts: { heatStoppedAt: EVENING - 30 * MINUTE, expectedRestoreAt: EVENING + 15 * 60 * MINUTE },
    });
    await command(chen, 'incident.grade', { incident: id, plan: 'heating', grade: 'important' });
    ids.push(id);
  }
  desk = await stage.screen('chen');
  page = desk.page;
  await page.goto('/desk');
  await seen(inHand(page));
});

/** Everything that can be pressed or filled; of a group that the arrow keys walk, its first. */
const stops = (page: Page) =>
  page.evaluate(() => {
    const all = [
      ...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex]'),
    ];
    const groups = new Set<Element>();
    return all
      .filter((element) => {
        if (!element.checkVisibility() || element.matches(':disabled, [aria-disabled="true"], [type="hidden"]'))
          return false;
        if (element.tabIndex < 0 && element.closest('[data-chips]') === null) return false;
        const group = element.closest('[data-chips]');
        if (group === null) return true;
        if (groups.has(group)) return false;
        groups.add(group);
        return true;
      })
      .map((element, index) => {
        const stop = element.closest<HTMLElement>('[data-chips]') ?? element;
        stop.dataset['e2eStop'] = String(index);
        return { id: String(index), what: stop.outerHTML.slice(0, 140) };
      });
  });

type Focus = { readonly id: string | null; readonly visible: boolean; readonly what: string };
/** What has the focus, and whether a person can see that it has. */
const focus = (page: Page): Promise<Focus> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return { id: null, visible: true, what: '' };
    const stop = element.closest<HTMLElement>('[data-e2e-stop]');
    const shows = (one: Element): boolean => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
    };
    return {
      id: stop?.dataset['e2eStop'] ?? null,
      // The parts of a date mark themselves.
      visible:
        element.matches('[type="date"]') ||
        shows(element) ||
        (element.parentElement !== null && shows(element.parentElement)),
      what: element.outerHTML.slice(0, 140),
    };
  });

/** Walks the page with the Tab key, once round: what it never came to, and where one could not see that it was. */
async function walk(page: Page): Promise<{ readonly missed: readonly string[]; readonly unseen: readonly string[] }> {
  const wanted = await stops(page);
  expect(wanted.length).toBeGreaterThan(5);
  await page.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined,
  );
  const reached = new Set<string>();
  const unseen: string[] = [];
  for (let step = 0; step < wanted.length * 2 + 20; step += 1) {
    await page.keyboard.press('Tab');
    const now = await focus(page);
    if (now.id !== null) reached.add(now.id);
    if (!now.visible) unseen.push(now.what);
    if (reached.size === wanted.length) break;
  }
  return { missed: wanted.filter(({ id }) => !reached.has(id)).map(({ what }) => what), unseen };
}

const recorded = async (): Promise<number> =>
  (await stage.team().people.shen.get('/api/events?limit=5000')).json.events.filter(
    (event: Loose) => !/^(clock|room)/.test(event.stream),
  ).length;

describe('the desk by keyboard', () => {
  it('reaches everything with the Tab key, and shows where it is', async () => {
    expect(await walk(page)).toEqual({ missed: [], unseen: [] });
  });

  it('also while a call is taken and evidence is written', async () => {
    await page.keyboard.press('Alt+1');
    await seen(evidence(page));
    await page.keyboard.press('F2');
    await seen(page.getByRole('complementary', { name: '接报单' }));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('1');
    expect(await walk(page)).toEqual({ missed: [], unseen: [] });
    await page.locator('[name="caller"]').focus();
    for (let escape = 0; escape < 2; escape += 1) await page.keyboard.press('Escape');
    await eventually(() => page.getByRole('complementary', { name: '接报单' }).count()).toBe(0);
    // The draft would open by itself on every page that follows.
    await page.evaluate(() => localStorage.clear());
  });

  it.each(['incidents', 'shift', 'directory', 'plans', 'drills'])('also on its page of %s', async (name) => {
    await page.goto(`/desk/${name}`);
    await seen(page.locator('nav [aria-current="page"], [role="navigation"] [aria-current="page"]'));
    await page.waitForLoadState('networkidle');
    expect(await walk(page)).toEqual({ missed: [], unseen: [] });
  });

  it('lists all its keys under ?, and each of them does what it says', async () => {
    await page.goto('/desk');
    await seen(inHand(page));
    await page.keyboard.press('Shift+?');
    const keys = page.getByRole('dialog', { name: '全部按键' });
    await seen(keys);
    const text = (await keys.innerText()).replaceAll('\n', ' ');
    for (const { keys: combination } of DESK_KEYS) expect(text).toContain(combination.join(' '));
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });

    const titleNow = () => inHand(page).getByRole('heading', { level: 1 }).innerText();
    await page.keyboard.press('F4');
    const first = await titleNow();
    // J and K walk the rows; the last rows are the incidents, one after the other.
    await page.keyboard.press('k');
    for (let row = 0; row < 40 && (await titleNow()) === first; row += 1) await page.keyboard.press('j');
    expect(await titleNow()).not.toBe(first);
    await page.keyboard.press('F4');
    expect(await titleNow()).toBe(first);
    await page.keyboard.press('/');
    await page.keyboard.type('北苑');
    expect(await page.getByRole('searchbox').inputValue()).toBe('北苑');
    await page.getByRole('searchbox').fill('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F3');
    await seen(page.getByRole('dialog', { name: '值班日志' }));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+2');
    await seen(evidence(page).getByText('未接通'));
    await page.keyboard.press('Escape');
    await evidence(page).waitFor({ state: 'detached' });
  });

  it('writes nothing by a bare key: a lost focus is no evidence', async () => {
    const before = await recorded();
    await page.evaluate(() =>
      document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined,
    );
    for (const key of ['1', '2', 'Enter', 'Space', 'a', 'j', 'k', 'y', 'Delete']) await page.keyboard.press(key);
    // A command that is refused answers after whatever was sent before it.
    await stage.team().people.chen.command('incident.note', { incident: 'none', personal: {} });
    expect(await recorded()).toBe(before);
  });

  it('keeps the focus inside a dialog and gives it back to where it was', async () => {
    for (const open of ['Shift+?', 'Control+K', 'F3']) {
      const from = page.getByRole('banner').getByRole('button', { name: /接报/ });
      await from.focus();
      await page.keyboard.press(open);
      const dialog = page.getByRole('dialog');
      await seen(dialog);
      for (let step = 0; step < 14; step += 1) {
        await page.keyboard.press(step % 5 === 4 ? 'Shift+Tab' : 'Tab');
        expect(await dialog.evaluate((box) => box.contains(document.activeElement)), `${open} ${step}`).toBe(true);
      }
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await eventually(() => from.evaluate((button) => button === document.activeElement)).toBe(true);
    }
  });

  it('offers every act on the incident in hand in the list of all commands as well', async () => {
    await inHand(page).getByRole('button', { name: '登记…' }).focus();
    await page.keyboard.press('Enter');
    const menu = await page.getByRole('menuitem').allInnerTexts();
    expect(menu.length).toBeGreaterThan(10);
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+K');
    const palette = (await page.getByRole('option').allInnerTexts()).join('\n');
    for (const act of menu) expect(palette).toContain(act.trim());
    await page.keyboard.press('Escape');
  });
});

describe('the other faces by keyboard', () => {
  it.each([
    ['wang', '/command'],
    ['wang', '/command/all'],
    ['shen', '/audit'],
    ['admin', '/admin/accounts'],
    ['admin', '/admin/walls'],
    ['admin', '/admin/office'],
    ['admin', '/admin/plans'],
    ['admin', '/admin/sessions'],
  ] as const)('%s reaches everything of %s with the Tab key', async (who, path) => {
    const other = await stage.screen(who);
    await other.page.goto(path);
    await seen(other.page.locator('main'));
    await other.page.waitForLoadState('networkidle');
    expect(await walk(other.page)).toEqual({ missed: [], unseen: [] });
    await other.context.close();
  });
});
