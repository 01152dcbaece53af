import { MINUTE } from '@duty-room/shared/kernel/instant';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { commit, evidence, inHand, signIn } from './support/desk.ts';
import { command, EVENING, type Loose, PASSWORD, reportAccident } from './support/house.ts';
import { carry, eventually, seen } from './support/screens.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();

const field = (page: Page, name: string) =>
  page.getByRole('complementary', { name: '接报单' }).locator(`[name="${name}"]`);

describe('a call that is being taken', () => {
  it('is not lost by a reload, by a crash of the page, or by the end of the session', async () => {
    const { page, context } = await stage.screen('sun');
    await page.goto('/desk');
    await seen(page.getByText('没有待办时限'));
    await page.keyboard.press('F2');
    await field(page, 'caller').fill('居民刘某');
    await field(page, 'number').fill('13800000000');
    await field(page, 'place').fill('和平大街 12 号');
    await field(page, 'text').fill('说了一半');

    await page.reload();
    await eventually(() => field(page, 'text').inputValue()).toBe('说了一半');

    // The page dies with everything that it held.
    await page.goto('chrome://crash').catch(() => undefined);
    const again = await context.newPage();
    await page.close();
    await again.goto('/desk');
    await eventually(() => field(again, 'place').inputValue()).toBe('和平大街 12 号');
    expect(await field(again, 'caller').inputValue()).toBe('居民刘某');

    // The session is ended from elsewhere while someone types.
    await field(again, 'text').fill('说了一半，换热站冒水');
    const { sessions } = (await stage.team().people.admin.get('/api/sessions')).json;
    const admin = stage.team().people.admin;
    for (const session of sessions.filter((one: Loose) => one.account === stage.team().accounts.sun))
      await admin.post(`/api/sessions/${session.id}/revoke`, {});
    const over = again.getByRole('alertdialog', { name: '登录已结束，请重新登录' });
    await seen(over);
    await signIn(again, 'sun', PASSWORD);
    await over.waitFor({ state: 'detached' });
    expect(await field(again, 'text').inputValue()).toBe('说了一半，换热站冒水');
    // And it can be put on record as if nothing had happened.
    await field(again, 'caller').focus();
    await again.keyboard.press('Tab');
    await again.keyboard.press('Tab');
    await again.keyboard.press('1');
    await again.keyboard.press('Control+Enter');
    await seen(inHand(again).getByRole('heading', { level: 1 }).filter({ hasText: '和平大街 12 号' }));
    expect(await field(again, 'place').count()).toBe(0);
    await again.reload();
    await seen(inHand(again));
    expect(await field(again, 'place').count()).toBe(0);
    await context.close();
  });
});

describe('what is on record', () => {
  it('a regrade shows what it would start and what it would end before it is confirmed, and records nothing until then', async () => {
    const { chen } = stage.team().people;
    const id = await reportAccident(chen, {
      title: '北苑换热站爆管',
      facts: { heatStoppedAt: EVENING - 30 * MINUTE, expectedRestoreAt: EVENING + 15 * 60 * MINUTE, heat: 'stopped' },
    });
    await command(chen, 'incident.grade', { incident: id, plan: 'heating', grade: 'important' });
    const { page, context } = await stage.screen('chen');
    await page.goto(`/desk#${id}`);
    await inHand(page)
      .getByRole('button', { name: /^定级 (?!.*待定级).*重要事故/ })
      .click();
    await evidence(page)
      .getByRole('radio', { name: /重大/ })
      .or(evidence(page).getByRole('button', { name: /^重大/ }))
      .click();
    const preview = evidence(page).locator('output', { hasText: '将新起算' });
    await seen(preview.getByText(/通知|报告区市政管委主要领导/));
    await seen(preview.getByText('将失效'));
    await seen(preview.getByText(/\d\d:\d\d:\d\d 前/));
    const grades = async (): Promise<string[]> =>
      (await chen.get(`/api/incidents/${id}`)).json.acts
        .filter((one: Loose) => one.type === 'incident.graded')
        .map((one: Loose) => one.data.grade);
    expect(await grades()).toEqual(['important']);
    await commit(page);
    expect(await grades()).toEqual(['important', 'major']);
    await seen(inHand(page).getByRole('button', { name: /^定级 (?!.*待定级).*重大事故/ }));
    await context.close();
  });

  it('a mis-click that is withdrawn opens its clock again, and both stay to be seen', async () => {
    const { chen } = stage.team().people;
    const id = await reportAccident(chen, { title: '金桥小区停热', facts: { heatStoppedAt: EVENING - 20 * MINUTE } });
    await command(chen, 'incident.grade', { incident: id, plan: 'heating', grade: 'important' });
    const wall = await stage.screen('wall');
    await wall.page.goto('/wall');
    const { page, context } = await stage.screen('chen');
    await page.goto(`/desk#${id}`);
    const step = inHand(page).locator('[aria-current=step]');
    await seen(step.getByText('报告区市政管委主管领导'));
    await page.keyboard.press('Alt+1');
    await commit(page);
    await seen(step.getByText('是否向区政府主管副区长报告？'));
    const row = wall.page.locator('main').getByText(/金桥小区停热 · 第 \d \/ 3 步/);
    await eventually(() => row.innerText()).toContain('第 3 / 3 步');

    await inHand(page).getByRole('button', { name: '撤回', exact: true }).first().click();
    await page.keyboard.type('点错了事件');
    await commit(page);
    await seen(step.getByText('报告区市政管委主管领导'));
    await eventually(() => row.innerText()).toContain('第 2 / 3 步');
    const course = inHand(page).getByRole('region', { name: '经过' });
    await seen(course.getByText('已撤回'));
    await seen(course.getByText(/撤回“.*”.*点错了事件/));
    await wall.context.close();
    await context.close();
  });

  it('what is typed in after the line says so: in time as stated, entered late', async () => {
    const { chen } = stage.team().people;
    const id = await reportAccident(chen, { title: '锅炉房停电', facts: { heatStoppedAt: EVENING - 20 * MINUTE } });
    await command(chen, 'incident.grade', { incident: id, plan: 'heating', grade: 'important' });
    const { page, context } = await stage.screen('chen');
    await page.goto(`/desk#${id}`);
    await seen(inHand(page).getByRole('heading', { name: '锅炉房停电' }));
    await carry(stage.house(), 17 * MINUTE, page);
    await seen(inHand(page).getByRole('timer').filter({ hasText: '+02:' }));
    await page.keyboard.press('Alt+1');
    await evidence(page).getByLabel('时间').fill('12分前');
    await commit(page);
    await page.keyboard.press('Alt+2');
    await evidence(page).getByLabel('时间').fill('11分前');
    await evidence(page).getByLabel('理由').fill('影响小');
    await commit(page);
    await seen(inHand(page).getByText('按时办结，迟录入'));
    await seen(inHand(page).getByText(/补录，晚 1[12] 分/));
    // The future is refused.
    await page.keyboard.press('Control+K');
    await page.keyboard.type('记一笔');
    await page.keyboard.press('Enter');
    await evidence(page).getByLabel('时间').fill('明天 0800');
    await page.keyboard.press('Enter');
    await seen(
      evidence(page)
        .getByRole('alert')
        .filter({ hasText: /晚于现在|必填|看不懂/ }),
    );
    await context.close();
  });
});

describe('a shared desk', () => {
  it('changes hands by PIN; the shift is handed over duty by duty, and the drafts of one are not the other’s', async () => {
    const { chen } = stage.team().people;
    await reportAccident(chen, { title: '交班时在办', facts: { heatStoppedAt: EVENING, heat: 'stopped' } });
    const desk = await stage.screen('nobody');
    const wall = await stage.screen('wall');
    await wall.page.goto('/wall');
    const { page } = desk;
    /** Signs in with the password and sets a PIN for this desk. */
    const arrive = async (login: string, pin: string): Promise<void> => {
      await page.goto('/desk');
      const byPassword = page.getByRole('tab', { name: '用密码' });
      await seen(byPassword.or(page.getByLabel('用户名')));
      if (await byPassword.isVisible()) await byPassword.click();
      await signIn(page, login, PASSWORD);
      await seen(page.getByRole('banner'));
      await page.getByRole('button', { name: /^本人与本机/ }).click();
      await page.getByRole('menuitem', { name: 'PIN 与密码' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('新 PIN').fill(pin);
      await dialog.getByLabel('再输一遍').fill(pin);
      await dialog.getByLabel('现用密码').fill(PASSWORD);
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
    };
    await arrive('sun', '2468');
    await page.getByRole('button', { name: /^本人与本机/ }).click();
    await page.getByRole('menuitem', { name: '退出' }).click();
    await page.waitForURL(/sign-in/);
    await arrive('chen', '1357');
    await page.keyboard.press('F2');
    await field(page, 'place').fill('陈立记的半句');

    await page.goto('/desk/shift');
    await page.getByLabel('接班人').selectOption({ label: '孙梅' });
    await page.getByRole('button', { name: '提交交班清单' }).click();
    await page.getByRole('main').getByRole('button', { name: '换人' }).click();
    const change = page.getByRole('dialog', { name: '换人' });
    await change.getByRole('radio', { name: '孙梅' }).check();
    await change.getByLabel('PIN').fill('9999');
    await page.keyboard.press('Enter');
    await seen(change.getByRole('alert').filter({ hasText: '不正确' }));
    await change.getByLabel('PIN').fill('2468');
    await page.keyboard.press('Enter');
    await change.waitFor({ state: 'detached' });
    await seen(page.getByRole('button', { name: '本人与本机 孙梅' }));

    const accept = page.getByRole('button', { name: '接班，双方确认' });
    await seen(accept);
    expect(await accept.isDisabled()).toBe(true);
    const duties = page.getByRole('main').getByRole('checkbox');
    const open = await duties.count();
    expect(open).toBeGreaterThanOrEqual(3);
    for (let index = 0; index < open; index += 1) await duties.nth(index).check();
    await accept.click();
    await seen(wall.page.getByRole('banner').getByText('孙梅'));
    await eventually(() => wall.page.getByRole('banner').innerText()).not.toContain('陈立');
    await page.goto('/desk');
    await seen(inHand(page));
    expect(await field(page, 'place').count()).toBe(0);
    expect(desk.complaints.filter((line) => !/40[13]/.test(line))).toEqual([]);
    await desk.context.close();
    await wall.context.close();
  });
});
