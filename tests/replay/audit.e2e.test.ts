import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '@duty-room/shared/kernel/instant';
import { openChromium } from '../e2e/support/chromium.ts';
import { eventually, HD, openScreen, PHONE, seen, type Screen } from '../e2e/support/screens.ts';
import { type Browser as Person, EVENING, type Office, openServer } from '../support/office.ts';
import { NIGHT_LASTS, scriptNight } from './scripted-night.ts';

const BUILT = fileURLToPath(new URL('../../client/dist', import.meta.url));

/** The instant of so many minutes after the evening's start, as the page's address takes it. */
const instant = (minutes: number): string => new Date(EVENING + minutes * MINUTE).toISOString();
/** 02:13:30 of the scripted night: one line passed, one duty running that will be met. */
const THEN = 373.5;

describe('the replay of a night, in the browser', () => {
  let office: Office;
  let browser: Browser;
  let auditor: Person;
  let screen: Screen;
  let page: Page;

  beforeAll(async () => {
    [office, browser] = await Promise.all([openServer({}, { clientDir: BUILT }), openChromium()]);
    const night = await scriptNight(office);
    await night.playTo(NIGHT_LASTS / MINUTE);
    auditor = await night.signIn('audit');
    screen = await openScreen(browser, office.server.address, { person: auditor, theme: 'day' });
    page = screen.page;
    await page.goto(`/audit?at=${instant(THEN)}`);
    await seen(page.getByRole('slider'));
  });
  afterAll(async () => {
    await browser?.close();
    await office?.close();
  });

  const clock = async (): Promise<string> => (await page.locator('section time').innerText()).trim();
  const row = (words: string) => page.getByRole('row').filter({ hasText: words }).first();

  it('shows the clocks of that second, and what came of each', async () => {
    expect(await clock()).toBe('02:13:30');
    const cable = await row('报告县应急委员会').innerText();
    expect(cable).toMatch(/◆\s超时\s3\s分\s30\s秒/);
    expect(cable).toMatch(/02:19:42 迟办，迟\s9\s分\s42\s秒/);
    const relay = await row('信息传递').innerText();
    expect(relay).toMatch(/●\s余\s4\s分\s18\s秒/);
    expect(relay).toMatch(/02:17:00 按时/);
  });

  it('says what the room did not know at that second', async () => {
    const section = page.getByRole('region', { name: '这一刻值班室不知道的' });
    expect(await section.innerText()).toContain('02:31:00 才录入');
    await page.keyboard.press('g');
    await page.keyboard.type('02:32');
    await page.keyboard.press('Enter');
    await eventually(clock).toBe('02:32:00');
    await eventually(() => section.innerText()).not.toContain('02:31:00 才录入');
  });

  it('goes to any second by keyboard', async () => {
    await page.keyboard.press('g');
    await page.keyboard.type('021330');
    await page.keyboard.press('Enter');
    await eventually(clock).toBe('02:13:30');
    await page.getByRole('slider').focus();
    await page.keyboard.press('ArrowRight');
    await eventually(clock).toBe('02:13:31');
    await page.keyboard.press('Shift+ArrowLeft');
    await eventually(clock).toBe('02:12:31');
    await page.keyboard.press('PageUp');
    await eventually(clock).toBe('02:22:31');
    await page.keyboard.press('Home');
    await eventually(clock).toBe('20:00:00');
    await page.keyboard.press('End');
    // The room's time, which goes on while this is looked at.
    await eventually(clock).toMatch(/^06:00:\d\d$/);
    expect(await page.getByRole('slider').getAttribute('aria-valuetext')).toContain('06:00:');
    // The line before the last one that was passed, and the record after it.
    await page.keyboard.press('[');
    await page.keyboard.press('[');
    await eventually(clock).toMatch(/^02:10:00/);
    await page.keyboard.press('.');
    await eventually(clock).toMatch(/^02:10:00\.\d+$/);
  });

  it('tells what happened from what was known', async () => {
    await page.keyboard.press('g');
    await page.keyboard.type('02:28');
    await page.keyboard.press('Enter');
    await eventually(clock).toBe('02:28:00');
    // The crew was there at 02:27; it was typed in at 02:29.
    await eventually(() => row('抢修队到场').innerText()).toMatch(/▲\s将到期/);
    await page.keyboard.press('v');
    await eventually(() => page.getByRole('button', { name: '当时发生' }).getAttribute('aria-pressed')).toBe('true');
    await eventually(() => page.getByText('近 30 分钟了结的').count()).toBe(1);
    await page.getByText('近 30 分钟了结的').click();
    expect(await row('抢修队到场').innerText()).toContain('✓ 02:27:00 已办');
    await page.keyboard.press('v');
  });

  it('opens the evidence of a clock: what started, missed and met it, and what was withdrawn', async () => {
    await page.getByRole('combobox', { name: '时段' }).waitFor();
    await page.goto(`/audit?at=${instant(THEN)}`);
    await row('报告县应急委员会').click();
    const evidence = page.getByRole('complementary', { name: '证据' });
    await seen(evidence.getByText('时钟记录：超过 02:10:00'));
    const text = await evidence.innerText();
    expect(text).toContain('起算： 接报');
    expect(text).toContain('撤回“已报 县应急委员会”');
    expect(text).toContain('此刻尚未记录');
    expect(text).toContain('应在1小时内向县应急委员会报告');
    expect(text).toContain('没有签名检查点');
    // The address leads back to the same clock.
    await eventually(() => new URL(page.url()).searchParams.get('duty')).toContain('relay-1h');
  });

  it('shows the duties of a closed incident, with the verdict of its closing', async () => {
    await page.goto(`/audit?at=${instant(598)}`);
    await page.getByRole('button', { name: /事件$/ }).click();
    await page.getByRole('option', { name: /长江路光缆中断/ }).click();
    await seen(page.getByText('结论取自结案时的记录'));
    expect(await row('报告县应急委员会').innerText()).toContain('02:19:42');
  });

  it('plays on by itself, and stops at a key', async () => {
    await page.goto(`/audit?at=${instant(THEN)}`);
    await eventually(clock).toBe('02:13:30');
    await page.locator('body').press(' ');
    await eventually(clock).not.toMatch(/^02:1[34]/);
    await page.locator('body').press(' ');
    const stopped = await clock();
    await seen(page.getByRole('button', { name: '播放' }));
    expect(await clock()).toBe(stopped);
  });

  it('shows what the wall showed, drawn by the wall itself', async () => {
    await page.setViewportSize(HD);
    await page.goto(`/audit?at=${instant(THEN)}`);
    await seen(page.getByRole('slider'));
    await page.keyboard.press('w');
    const wall = page.frameLocator('iframe');
    await wall.getByText('+03:30').waitFor();
    await wall.locator('header time').getByText('02:13:30').waitFor();
    expect(await wall.locator('main').innerText()).toContain('报告县应急委员会');
    // An hour later another picture stands there.
    await page.keyboard.press('g');
    await page.keyboard.type('03:13:30');
    await page.keyboard.press('Enter');
    await wall.locator('header time').getByText('03:13:30').waitFor();
    await eventually(() => wall.locator('main').innerText()).not.toContain('报告县应急委员会');
  });

  it('stands on a phone without running over its edge', async () => {
    const phone = await openScreen(browser, office.server.address, { person: auditor, size: PHONE, language: 'en' });
    await phone.page.goto(`/audit?at=${instant(THEN)}`);
    await seen(phone.page.getByRole('slider'));
    const width = await phone.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(PHONE.width);
    expect(phone.complaints).toEqual([]);
    await phone.context.close();
  });

  it('lets nobody change anything: no button of it sends a command', async () => {
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(request.url());
    });
    for (const button of await page.locator('main button, aside button, section button').all())
      if (await button.isVisible()) await button.click({ trial: true });
    expect(sent).toEqual([]);
    expect(screen.complaints).toEqual([]);
  });

  it('keeps what it has when the server goes away', async () => {
    await page.goto(`/audit?at=${instant(THEN)}`);
    await seen(page.getByRole('slider'));
    await office.server.close();
    await seen(page.getByText('仍可回放已载入的记录'), 20_000);
    await page.getByRole('slider').focus();
    await page.keyboard.press('ArrowRight');
    await eventually(clock).toBe('02:13:31');
    expect(await row('信息传递').innerText()).toContain('按时');
  });
});
