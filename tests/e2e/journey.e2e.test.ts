import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from './support/chromium.ts';
import { type House, OFFICE, openHouse, PASSWORD } from './support/house.ts';
import { Typist } from './support/keys.ts';
import { eventually, HD, openScreen, pictures, type Screen } from './support/screens.ts';

/** One night, from the empty folder to the replay; each test goes on where the one before ended. */
describe('a night in the duty room', () => {
  let house: House;
  let browser: Browser;
  let admin: Screen;
  let wall: Screen;
  let officer: Screen;
  let token: string;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openChromium()]);
    token = house.server().setUpToken ?? '';
    admin = await openScreen(browser, house.address());
    officer = await openScreen(browser, house.address());
    wall = await openScreen(browser, house.address(), { size: HD });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await pictures(browser, task.name);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  const next = (page: Page) => page.getByRole('button', { name: '下一步' }).click();

  it('an empty office sends whoever comes to the set-up, and a wall says that it waits for it', async () => {
    await admin.page.goto('/');
    await admin.page.getByRole('heading', { name: '这个链接不完整' }).waitFor();
    await wall.page.goto('/wall');
    await wall.page.getByText('系统尚未完成初始设置').waitFor();
  });

  it('is set up by the one-time link', async () => {
    const { page } = admin;
    await page.goto(`/set-up#${token}`);
    await page.reload();
    await page.getByLabel('单位名称').fill(OFFICE);
    await next(page);
    // The two machines differ by months here, and the page says so before it asks.
    await page.getByText(/相差 \d+ 天/).waitFor();
    // The time is not confirmed yet, and the form does not go on without it.
    await next(page);
    await page.getByText('请核对后勾选').waitFor();
    await page.getByRole('textbox', { name: '时间源' }).fill('局内 NTP 服务器');
    await page.getByLabel('我已用可靠的时间源核对').check();
    await next(page);
    await page.getByRole('checkbox', { name: /供热应急预案/ }).check();
    await page.getByLabel('自', { exact: true }).fill('2025-11-15');
    await page.getByLabel('至', { exact: true }).fill('2026-03-15');
    await next(page);
    await page.getByLabel('姓名').fill('管理员');
    await page.getByLabel('用户名').fill('admin');
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await page.getByLabel('再输一遍密码').fill(PASSWORD);
    await next(page);
    await page.getByText('2025-11-15').waitFor();
    await page.getByRole('button', { name: '完成设置' }).click();
    await page.getByRole('heading', { name: '设置完成' }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
    // The link is used up.
    const late = await openScreen(browser, house.address());
    await late.page.goto(`/set-up#${token}`);
    await late.page.getByRole('heading', { name: '设置已经完成' }).waitFor();
    await late.context.close();
  });

  it('the administrator makes accounts for an officer, a leader and an auditor', async () => {
    const { page } = admin;
    await page.getByRole('link', { name: '为值班员、带班领导建账号' }).click();
    for (const [login, name, role] of [
      ['chen', '陈立', '值班员'],
      ['liu', '刘主任', '带班领导'],
      ['shen', '沈审计', '审计'],
    ] as const) {
      await page.getByRole('button', { name: '新建账号' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('姓名').fill(name);
      await dialog.getByLabel('用户名').fill(login);
      await dialog.getByRole('checkbox', { name: new RegExp(`^${role}`) }).check();
      await dialog.getByLabel('初始密码').fill(PASSWORD);
      await dialog.getByRole('button', { name: '保存' }).click();
      await page.getByRole('row', { name: new RegExp(`${name} .*${login}`) }).waitFor();
    }
  });

  it('a wall shows a code, and is a wall once the administrator typed it in', async () => {
    const code = wall.page.getByLabel(/^登记代码/);
    await code.waitFor();
    const { page } = admin;
    await page.getByRole('tab', { name: '大屏' }).click();
    await page.getByLabel('屏上的码').fill((await code.innerText()).toLowerCase());
    await page.getByLabel('大屏名称').fill('值班室东墙');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('“值班室东墙”已登记').waitFor();
    await wall.page.getByRole('heading', { name: OFFICE }).waitFor();
    // Nobody signed on: the loudest state of the room.
    await wall.page.getByRole('alert').filter({ hasText: '无人值班' }).waitFor();
    await page.getByRole('row', { name: /值班室东墙.*在线/ }).waitFor();
  });

  it('the officer signs in, begins the shift and signs the leader on; the wall names both', async () => {
    const { page } = officer;
    await page.goto('/desk/shift');
    await page.getByLabel('用户名').fill('chen');
    await page.getByLabel('密码').fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '不正确' }).waitFor();
    await page.getByLabel('密码').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '开始值班' }).click();
    await page.getByLabel('为他人签到').selectOption({ label: '刘主任（带班领导）' });
    await page.getByRole('button', { name: '签到', exact: true }).click();
    await wall.page.getByText('刘主任').waitFor();
    await wall.page.getByText('陈立').waitFor();
    expect(await wall.page.getByText('无人值班').count()).toBe(0);
    await wall.page.getByText('无事件，无未了时限').waitFor();
  });

  it('a call is on record by keyboard alone: at most 15 keys beyond the typed text, from F2 to the running clock', async () => {
    const { page } = officer;
    await page.goto('/desk');
    await page.getByRole('button', { name: /接报/ }).waitFor();
    const typist = new Typist(page);
    await typist.press('F2');
    await eventually(() => typist.focus()).toBe('caller');
    await typist.write('北苑供热公司 王工');
    await typist.press('Tab');
    await typist.write('13900001111');
    await typist.press('Tab', '1', 'Tab');
    expect(await typist.focus()).toBe('place');
    await typist.write('长江路幸福里小区');
    await typist.press('Tab', 'Tab');
    expect(await typist.focus()).toBe('fact:heatStoppedAt');
    await typist.write('1900');
    await typist.press('Tab');
    expect(await typist.focus()).toBe('fact:expectedRestoreAt');
    await typist.write('16小时');
    await typist.press('Tab', 'Tab');
    expect(await typist.focus()).toBe('fact:households');
    await typist.write('3100');
    // The proposal stands below before anything is sent: its grade, its clause, and when what would be due.
    const proposal = page.getByRole('region', { name: '建议定级' });
    await proposal.getByText('重要事故').first().waitFor();
    await proposal.getByText('二（三）2.重要事故').first().waitFor();
    await typist.press('Control+Enter');
    await page.getByRole('article').getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('timer').first().waitFor();
    expect(typist.keys).toBeLessThanOrEqual(15);
    await wall.page.getByRole('heading', { level: 3 }).filter({ hasText: '长江路幸福里小区' }).waitFor();
  });
});
