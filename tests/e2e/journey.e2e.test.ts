import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '@duty-room/shared/kernel/instant';
import { openChromium } from './support/chromium.ts';
import { choose, commit, evidence, inHand, signIn } from './support/desk.ts';
import { type House, type Loose, OFFICE, openHouse, PASSWORD } from './support/house.ts';
import { Typist } from './support/keys.ts';
import { carry, eventually, HD, openScreen, pictures, type Screen, seen } from './support/screens.ts';

type Picture = { readonly time: string; readonly main: string };
/** What a wall shows, and the second that it shows it for; runs in its page. */
const picture = (): Picture => ({
  time: document.querySelector('header time')?.textContent ?? '',
  main: document.querySelector('main')?.innerText ?? '',
});

/** One night, from the empty folder to the replay; each test goes on where the one before ended. */
describe('a night in the duty room', () => {
  let house: House;
  let browser: Browser;
  let admin: Screen;
  let wall: Screen;
  let officer: Screen;
  let token: string;
  let wallThen: Picture;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openChromium()]);
    token = house.token();
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
    await seen(admin.page.getByRole('heading', { name: '这个链接不完整' }));
    await wall.page.goto('/wall');
    await seen(wall.page.getByText('系统尚未完成初始设置'));
  });

  it('is set up by the one-time link', async () => {
    const { page } = admin;
    await page.goto(`/set-up#${token}`);
    await page.reload();
    await page.getByLabel('单位名称').fill(OFFICE);
    await next(page);
    // The two machines differ by months here, and the page says so before it asks.
    await seen(page.getByText(/相差 \d+ 天/));
    // The time is not confirmed yet, and the form does not go on without it.
    await next(page);
    await seen(page.getByText('请核对后勾选'));
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
    await seen(page.getByText('2025-11-15'));
    await page.getByRole('button', { name: '完成设置' }).click();
    await seen(page.getByRole('heading', { name: '设置完成' }));
    expect(new URL(page.url()).hash).toBe('');
    // The link is used up.
    const late = await openScreen(browser, house.address());
    await late.page.goto(`/set-up#${token}`);
    await seen(late.page.getByRole('heading', { name: '设置已经完成' }));
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
      await dialog.getByRole('checkbox', { name: /^值班员/ }).uncheck();
      await dialog.getByRole('checkbox', { name: new RegExp(`^${role}`) }).check();
      await dialog.getByLabel('初始密码').fill(PASSWORD);
      await dialog.getByRole('button', { name: '保存' }).click();
      await seen(page.getByRole('row', { name: new RegExp(`${name} .*${login}`) }));
    }
  });

  it('a wall shows a code, and is a wall once the administrator typed it in', async () => {
    const code = wall.page.getByLabel(/^登记代码/);
    await seen(code);
    const { page } = admin;
    await page.getByRole('tab', { name: '大屏' }).click();
    await page.getByLabel('屏上的码').fill((await code.innerText()).toLowerCase());
    await page.getByLabel('大屏名称').fill('值班室东墙');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await seen(page.getByText('“值班室东墙”已登记'));
    await seen(wall.page.getByRole('heading', { name: OFFICE }));
    // Nobody signed on: the loudest state of the room.
    await seen(wall.page.getByRole('alert').filter({ hasText: '无人值班' }));
    await seen(page.getByRole('row', { name: /值班室东墙.*在线/ }));
  });

  it('the officer signs in, begins the shift and signs the leader on; the wall names both', async () => {
    const { page } = officer;
    await page.goto('/desk/shift');
    await signIn(page, 'chen', 'not the password');
    await seen(page.getByRole('alert').filter({ hasText: '不正确' }));
    await signIn(page, 'chen', PASSWORD);
    await page.getByRole('button', { name: '开始值班' }).click();
    await page.getByLabel('为他人签到').selectOption({ label: '刘主任（带班领导）' });
    await page.getByRole('button', { name: '签到', exact: true }).click();
    await seen(wall.page.getByText('刘主任'));
    await seen(wall.page.getByText('陈立'));
    expect(await wall.page.getByText('无人值班').count()).toBe(0);
    await seen(wall.page.getByText('无事件，无未了时限'));
  });

  it('a call is on record by keyboard alone: at most 15 keys beyond the typed text, from F2 to the running clock', async () => {
    const { page } = officer;
    await page.goto('/desk');
    await seen(page.getByRole('button', { name: /接报/ }));
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
    await seen(proposal.getByText('重要事故').first());
    await seen(proposal.getByText('二（三）2.重要事故').first());
    await typist.press('Control+Enter');
    await seen(page.getByRole('article').getByRole('heading', { level: 1 }));
    await seen(page.getByRole('timer').first());
    expect(typist.keys).toBeLessThanOrEqual(15);
    await seen(wall.page.getByRole('heading', { level: 3 }).filter({ hasText: '长江路幸福里小区' }));
  });

  /** The incident on the board as the officer's screen gets it. */
  const incident = async (title: string): Promise<Loose> => {
    const { state } = await (await officer.page.request.get('/api/board')).json();
    return Object.values<Loose>(state.incidents).find((one) => one.title.includes(title));
  };
  const clockOf = (at: number): string =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Asia/Shanghai',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }).format(at);

  it('stands graded by the clause that the caller’s facts fall under, and the wall runs its clocks', async () => {
    const { page } = officer;
    await seen(inHand(page).getByRole('button', { name: /^定级 (?!.*待定级).*重要事故/ }));
    await seen(inHand(page).getByText('定级 重要事故'));
    const { receivedAt } = await incident('幸福里');
    const due = clockOf(receivedAt + 15 * MINUTE);
    await seen(inHand(page).getByText(`全链 15 分，${due} 到期`));
    await seen(wall.page.getByText(`${due} 到期`));
    await seen(wall.page.getByText('停热满 24 小时'));
    // What the caller said about himself is at the desk, and nowhere on the wall.
    await seen(inHand(page).getByText('北苑供热公司 王工'));
    expect(await wall.page.content()).not.toMatch(/王工|13900001111/);
  });

  it('a step of the relay is one key and Enter, and the next step takes its place', async () => {
    const { page } = officer;
    await page.keyboard.press('Alt+1');
    await seen(evidence(page).getByText('报 区市政管委主管领导'));
    await commit(page);
    const now = inHand(page).locator('[aria-current=step]');
    await seen(now.getByText('是否向区政府主管副区长报告？'));
    await seen(wall.page.getByText('第 3 / 3 步'));
  });

  it('a missed clock is red on the wall with the instant at which it was due', async () => {
    const { receivedAt } = await incident('幸福里');
    await carry(house, 16 * MINUTE, wall.page, officer.page);
    await seen(wall.page.getByText(`应于 ${clockOf(receivedAt + 15 * MINUTE)} 前`));
    await seen(wall.page.getByText(/超时 1 ·/));
    await seen(wall.page.getByText(/^\+01:\d\d$/));
    await seen(officer.page.getByRole('banner').getByRole('button', { name: /^超时 信息传递/ }));
    wallThen = await wall.page.evaluate(picture);
  });

  it('met late it leaves the wall, and is late for ever', async () => {
    const { page } = officer;
    await page.keyboard.press('Alt+2');
    // The decision was the leader's: a no needs a reason.
    await page.keyboard.press('Enter');
    await seen(evidence(page).getByRole('alert').filter({ hasText: '必填' }));
    await evidence(page).getByLabel('理由').fill('影响范围小，领导决定暂不上报');
    await commit(page);
    await seen(wall.page.getByText(/超时 0 ·/));
    await seen(inHand(page).getByText('迟办结'));
    await seen(
      inHand(page)
        .getByText('影响范围小', { exact: false })
        .or(inHand(page).getByText(/决定不上报/)),
    );
  });

  it('restoration and its result are recorded, and the incident is closed with every duty settled', async () => {
    const { page } = officer;
    await carry(house, 90 * MINUTE, page);
    await choose(page, '补录情况');
    await evidence(page).getByLabel('恢复供热时间').fill('5分前');
    await evidence(page).getByRole('button', { name: '登记情况' }).click();
    await evidence(page).waitFor({ state: 'detached' });
    await seen(inHand(page).getByRole('button', { name: /^恢复供热时间 .*更正$/ }));
    const reports = inHand(page).getByRole('button', { name: /^登记报告… .*(报告处理结果|按原渠道报告处理结果)$/ });
    await eventually(() => reports.count()).toBe(2);
    for (let left = 2; left > 0; left -= 1) {
      await reports.first().click();
      await evidence(page).getByLabel('恢复供热时间').fill('21:41');
      await evidence(page).getByLabel('抢修措施').fill('更换波纹补偿器，补焊');
      await evidence(page).getByRole('button', { name: '登记已报' }).click();
      await evidence(page).waitFor({ state: 'detached' });
      await eventually(() => reports.count()).toBe(left - 1);
    }
    await seen(inHand(page).getByText(/抢修措施：\s*更换波纹补偿器，补焊/));
    await choose(page, '办结事件');
    await evidence(page).getByLabel('结案摘要').fill('管道焊接完成，全部恢复供热');
    await commit(page);
    await seen(wall.page.getByText('无事件，无未了时限'));
    await seen(wall.page.getByText('长江路幸福里小区', { exact: false }));
    await page.goto('/desk/incidents');
    await page.getByRole('link', { name: /幸福里/ }).click();
    const settled = page.getByRole('row', { name: /信息传递/ });
    await seen(settled.getByText('迟办结'));
  });

  it('an event that lacks its written report is not closed; what is missing is named', async () => {
    const { page } = officer;
    await page.goto('/desk');
    const typist = new Typist(page);
    await seen(page.getByRole('button', { name: /接报/ }));
    await typist.press('F2');
    await eventually(() => typist.focus()).toBe('caller');
    await typist.press('Tab', 'Tab', '2', 'Tab');
    await typist.write('北苑锅炉房');
    // Unit, then what gathers there.
    await typist.press('Tab', 'Tab', '3');
    await seen(page.getByRole('region', { name: '建议定级' }).getByText('重要事件'));
    await typist.press('Control+Enter');
    await seen(inHand(page).getByRole('button', { name: /^定级 (?!.*待定级).*重要事件/ }));
    await choose(page, '办结事件');
    await seen(evidence(page).getByText('还不能办结，须先办：书面报告处置情况'));
    await evidence(page).getByRole('button', { name: '办结' }).click();
    await seen(evidence(page).getByRole('alert').filter({ hasText: '书面报告处置情况' }));
    await page.keyboard.press('Escape');
    expect((await incident('北苑锅炉房')).status).toBe('open');
    await choose(page, '补录情况');
    await evidence(page).getByLabel('处置完毕').fill('1分前');
    await evidence(page).getByRole('button', { name: '登记情况' }).click();
    await evidence(page).waitFor({ state: 'detached' });
    await inHand(page)
      .getByRole('button', { name: /^登记报告… 书面报告处置情况/ })
      .click();
    for (const field of ['事件经过', '处置措施', '处置结果'])
      await evidence(page).getByLabel(field).fill(`${field}另附`);
    await evidence(page).getByRole('button', { name: '登记已报' }).click();
    await evidence(page).waitFor({ state: 'detached' });
    await choose(page, '办结事件');
    await commit(page);
    expect((await incident('北苑锅炉房'))?.status ?? 'closed').toBe('closed');
  });

  it('the auditor goes to that second and sees what the wall showed then, what came of it, and by which evidence', async () => {
    const auditor = await openScreen(browser, house.address());
    const { page } = auditor;
    await page.goto('/');
    await signIn(page, 'shen', PASSWORD);
    await seen(page.getByRole('region', { name: '时间' }));
    await page.keyboard.press('g');
    await page.getByLabel('时刻', { exact: true }).fill(wallThen.time);
    await page.keyboard.press('Enter');
    await eventually(() => page.locator('time').first().innerText()).toBe(wallThen.time);
    // The wall of that second, drawn again from the log.
    await page.keyboard.press('w');
    const frame = page.frameLocator('iframe');
    await seen(frame.getByRole('heading', { name: OFFICE }));
    await eventually(async () => (await frame.locator('body').evaluate(picture)).time).toBe(wallThen.time);
    const drawn = await frame.locator('body').evaluate(picture);
    // What was so then, and what came of it.
    const row = page.getByRole('row', { name: /^信息传递/ });
    await seen(row.getByText(/超时 /));
    await seen(row.getByText(/迟办/));
    await row.getByRole('button').click();
    const proof = page.getByRole('complementary', { name: '证据' });
    await seen(proof.getByText('四（二）信息快速反应机制'));
    await seen(proof.getByText(/按现有记录：.*起算.*迟/));
    // A figure of the wall was counted somewhere within that second: it is what stands at its beginning or at its end.
    await page.getByRole('slider').press('ArrowRight');
    await eventually(async () => (await frame.locator('body').evaluate(picture)).time).not.toBe(wallThen.time);
    expect([drawn.main, (await frame.locator('body').evaluate(picture)).main]).toContain(wallThen.main);
    expect(auditor.complaints).toEqual([]);
  });

  it('no page of the night complained', () => {
    expect(wall.complaints).toEqual([]);
    expect(officer.complaints.filter((line) => !/40[13]|422/.test(line))).toEqual([]);
    expect(admin.complaints.filter((line) => !/40[13]|409/.test(line))).toEqual([]);
  });
});
