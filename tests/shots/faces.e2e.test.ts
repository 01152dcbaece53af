import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { SCENES, type SceneName } from './scenes.ts';
import { sessionOf } from './session.ts';
import { openStage, type Play } from './stage.ts';

const dist = fileURLToPath(new URL('../../client/dist', import.meta.url));
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const HD = { width: 1920, height: 1080 };
const PHONE = { width: 390, height: 844 };

let browser: Browser;
let stage: Awaited<ReturnType<typeof openStage>>;
let page: Page;
let play: Play;
const complaints: string[] = [];

beforeAll(async () => {
  stage = await openStage(process.env['CLIENT_DIST'] ?? dist);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});
afterEach(async () => {
  await page.close();
  expect(complaints.splice(0)).toEqual([]);
});

type Opening = {
  readonly who?: 'wall' | 'command' | 'anonymous';
  readonly size?: { width: number; height: number };
  readonly theme?: 'day';
};

async function open(path: string, scene: SceneName, { who = 'wall', size = HD, theme }: Opening = {}): Promise<void> {
  play = { board: SCENES[scene]().board(), session: sessionOf(who), beating: true };
  stage.play(play);
  page = await browser.newPage({ viewport: size, locale: 'zh-CN' });
  if (theme) await page.addInitScript((chosen) => localStorage.setItem('duty-room.theme', chosen), theme);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('WebSocket')) complaints.push(message.text());
  });
  await page.goto(stage.url + path, { waitUntil: 'networkidle' });
  await page.waitForFunction(
    () => document.querySelector('main') && !/正在载入|正在连接|Loading|Connecting/.test(document.body.innerText),
  );
  await page.evaluate(() => document.fonts.ready);
}

/** Serious and critical findings of the accessibility checker. */
async function findings(): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const checker: {
      run(options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
    } = Reflect.get(window, 'axe');
    const { violations } = await checker.run({ resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
  });
}

async function findingsByTheme(): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const theme of ['night', 'day']) {
    await page.evaluate((chosen) => {
      document.documentElement.dataset['theme'] = chosen;
    }, theme);
    found[theme] = await findings();
  }
  return found;
}

/** Texts of the wall that are cut off although only a sub-line may be. */
function cutOff(): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('li [class*="title"], li strong, h3')]
      .filter((element) => getComputedStyle(element).visibility === 'visible')
      .filter(
        (element) =>
          // A line more than there is room for; the foot of a letter is none.
          element.scrollHeight - element.clientHeight > Number.parseFloat(getComputedStyle(element).fontSize) / 2 ||
          element.scrollWidth > element.clientWidth + 2,
      )
      .map((element) => element.textContent ?? ''),
  );
}

describe('the wall', () => {
  it.each(['zh', 'en'])('cuts off no duty, no consequence and no incident: %s', async (language) => {
    for (const scene of ['normal', 'flood', 'long', 'deep', 'soft'] as const) {
      await open(`/wall?lang=${language}`, scene);
      expect(await cutOff(), scene).toEqual([]);
      if (scene !== 'soft') await page.close();
    }
  });

  it('shows whole rows, what is left out, and every overdue and at-risk duty in a flood', async () => {
    await open('/wall?lang=zh', 'flood');
    // Read at one instant: between two readings a duty may pass its line.
    const { counts, rows } = await page.evaluate(() => ({
      counts: document.querySelector('output')?.textContent ?? '',
      rows: [...document.querySelectorAll('ol li')].map((row) => row.textContent ?? ''),
    }));
    const [, overdue, soon] = /超时 (\d+) · 将到期 (\d+)/.exec(counts) ?? [];
    expect(rows.filter((text) => text.startsWith('◆'))).toHaveLength(Number(overdue));
    expect(rows.filter((text) => text.startsWith('▲'))).toHaveLength(Number(soon));
    expect(Number(overdue)).toBeGreaterThan(5);
    expect(await page.getByText(/^另有 \d+ 项，最早/).isVisible()).toBe(true);
    const overflow = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    expect(overflow).toBeLessThanOrEqual(1);
  });

  it('counts on without React, by the second of the server', async () => {
    await open('/wall?lang=zh', 'normal');
    const first = await page.getByRole('timer').first().textContent();
    await page.waitForFunction((before) => document.querySelector('[role=timer]')?.textContent !== before, first);
    expect(await page.getByRole('timer').first().textContent()).toMatch(/\+04:1[2-9]/);
  });

  it('says within 10 seconds of silence when its picture stopped, and is live again by itself', async () => {
    await open('/wall?lang=zh', 'normal');
    play.beating = false;
    const since = Date.now();
    const band = page.getByRole('alert').filter({ hasText: '画面停在 02:14:' });
    await band.waitFor({ timeout: 12_000 });
    expect(Date.now() - since).toBeLessThan(10_000);
    expect(await page.getByRole('timer').first().textContent()).toContain('约');
    expect(await page.locator('.pulse').count()).toBe(0);
    expect(await findings()).toEqual([]);
    play.beating = true;
    await band.waitFor({ state: 'detached', timeout: 15_000 });
    expect(await page.getByText('实时').isVisible()).toBe(true);
  });

  it('keeps the shape steady where motion is not wanted', async () => {
    await open('/wall?lang=zh', 'normal');
    await page.locator('.pulse').first().waitFor();
    const animation = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.querySelector('.pulse') ?? document.body).animationName);
    expect(await animation()).toBe('pulse');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await animation()).toBe('none');
  });

  it('asks to be enrolled with a short code while nobody knows it', async () => {
    await open('/wall?lang=zh', 'normal', { who: 'anonymous' });
    await page.getByText('K7M 2P9').waitFor();
    expect(await findings()).toEqual([]);
  });

  it("keeps the theme that was chosen on this machine, whatever the office's hours say", async () => {
    await open('/wall?lang=zh', 'calm', { theme: 'day' });
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('day');
  });

  it('is framed and marked in a drill', async () => {
    await open('/drill/d1/wall?lang=en', 'normal');
    expect(await page.getByText('DRILL', { exact: true }).count()).toBe(2);
    expect(await findings()).toEqual([]);
  });

  it.each([
    ['normal', 'zh'],
    ['normal', 'en'],
    ['calm', 'zh'],
    ['fresh', 'en'],
    ['flood', 'zh'],
    ['clock', 'zh'],
  ] as const)('has no serious finding: %s, %s, both themes', async (scene, language) => {
    await open(`/wall?lang=${language}`, scene);
    expect(await findingsByTheme()).toEqual({ night: [], day: [] });
  });
});

describe("the command group's face", () => {
  const who = { who: 'command', size: PHONE } as const;

  it('puts the decision first and records it after one confirming step, by keyboard alone', async () => {
    await open('/command?lang=zh', 'normal', who);
    const ask = page.getByRole('article').first();
    expect(await ask.textContent()).toContain('是否向区政府主管副区长报告');
    for (const button of await ask.getByRole('button').all())
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(48);
    await ask.getByRole('button', { name: '不上报…' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: '确认' });
    expect(await confirm.isDisabled()).toBe(true);
    expect(await findings()).toEqual([]);
    await dialog.getByRole('textbox').focus();
    await page.keyboard.type('备用热源六小时内并网');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const sent = stage.commands.at(-1);
    expect(sent?.name).toBe('incident.decide');
    expect(sent?.body).toMatchObject({
      key: expect.stringMatching(/^[\w-]{16,64}$/),
      data: {
        incident: 'pipe',
        hop: 'decide-deputy',
        choice: 'no',
        by: 'commission-leader',
        reason: '备用热源六小时内并网',
      },
    });
  });

  it('fits a phone with the longest names', async () => {
    await open('/command?lang=zh', 'long', who);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  it.each([
    ['/command', 'zh'],
    ['/command', 'en'],
    ['/command/incident/pipe', 'zh'],
    ['/command/all', 'en'],
    ['/command/figures', 'zh'],
    ['/drill/d1/command', 'zh'],
  ])('has no serious finding: %s, %s, both themes', async (path, language) => {
    await open(`${path}?lang=${language}`, 'normal', who);
    expect(await findingsByTheme()).toEqual({ night: [], day: [] });
  });
});
