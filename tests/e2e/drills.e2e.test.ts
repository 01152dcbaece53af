import { describe, expect, it } from 'vitest';
import type { Loose } from './support/house.ts';
import { eventually, seen } from './support/screens.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();

describe('drills from the desk', () => {
  it('a drill is started with one confirming step, its wall is framed as a drill, and it is paced and stopped from the same page', async () => {
    const { chen } = stage.team().people;
    const running = async (): Promise<Loose[]> => (await chen.get('/api/drills')).json.drills;
    const { page, context, complaints } = await stage.screen('chen');
    await page.goto('/desk');
    await page.getByRole('navigation', { name: '值班台各页' }).getByRole('link', { name: '演练', exact: true }).click();
    await seen(page.getByText('没有正在进行的演练'));

    await page.getByRole('button', { name: '开始… 冬夜值班' }).focus();
    await page.keyboard.press('Enter');
    const ask = page.getByRole('alertdialog', { name: '开始演练：冬夜值班？' });
    await seen(ask.getByText('这是演练，不是实战'));
    await ask.getByRole('radio', { name: '30 倍' }).click();
    expect(await running()).toEqual([]);
    await ask.getByRole('button', { name: '开始演练' }).click();
    await ask.waitFor({ state: 'detached' });
    const drill = page.getByRole('region', { name: '冬夜值班' });
    await seen(drill);
    expect(await running()).toMatchObject([{ scenario: 'winter-night', speed: 30 }]);
    await eventually(() => drill.innerText()).toMatch(/演练时间 12月14日 \d\d:\d\d:\d\d/);

    const opened = context.waitForEvent('page');
    await drill.getByRole('link', { name: /^大屏/ }).click();
    const wall = await opened;
    await seen(wall.getByText('演练画面，非实战'));
    await seen(wall.getByText('滨河区供热办').first());
    expect(new URL(wall.url()).pathname).toMatch(/^\/drill\/winter-night-[\w-]+\/wall$/);

    await drill.getByRole('button', { name: /速度/ }).click();
    await page.getByRole('option', { name: '5 倍', exact: true }).click();
    await eventually(async () => (await running())[0]?.speed).toBe(5);

    await drill.getByRole('button', { name: '停止… 冬夜值班' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: '停止演练' }).click();
    await seen(page.getByText('没有正在进行的演练'));
    expect(await running()).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('the tabs fit the narrow desk in English, and nobody without the right is offered drills', async () => {
    const { page, context } = await stage.screen('chen', { language: 'en' });
    await page.goto('/desk/drills');
    await seen(page.getByRole('heading', { name: 'Drills', level: 1 }));
    const tabs = page.getByRole('navigation', { name: 'Pages of the desk' }).getByRole('link');
    const spread = () =>
      tabs.evaluateAll((all) => ({
        count: all.length,
        rows: new Set(all.map((one) => one.getBoundingClientRect().top)).size,
        beyond: all.filter((one) => {
          const list = one.parentElement?.getBoundingClientRect();
          return !list || one.getBoundingClientRect().right > list.right || one.scrollWidth > one.clientWidth;
        }).length,
      }));
    const whole = { count: 6, rows: 1, beyond: 0 };
    expect(await spread()).toEqual(whole);
    // While a call is taken the column is narrower.
    await page.keyboard.press('F2');
    await seen(page.getByRole('complementary', { name: 'The call being taken' }));
    expect(await spread()).toEqual(whole);
    await page.setViewportSize({ width: 1100, height: 768 });
    expect(await spread()).toEqual(whole);
    await context.close();

    const other = await stage.screen('wang');
    await other.page.goto('/desk/drills');
    await seen(other.page.getByText('您的角色不能打开此页'));
    expect(await other.page.getByRole('link', { name: '演练', exact: true }).count()).toBe(0);
    await other.context.close();
  });
});
