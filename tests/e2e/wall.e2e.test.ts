import { HOUR, MINUTE } from '@duty-room/shared/kernel/instant';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, EVENING, type Loose, reportAccident } from './support/house.ts';
import { eventually, PHONE, type Screen, seen } from './support/screens.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();
const heatOff = { heatStoppedAt: EVENING - 30 * MINUTE, expectedRestoreAt: EVENING + 15 * HOUR, households: 860 };
/** Words that name or quote people. Whatever a wall receives, none of them is in it. */
const SENTINELS = {
  name: '哨兵诸葛姓名',
  number: '13912345678',
  unit: '哨兵单位',
  text: '哨兵原话换热站漏水',
  again: '哨兵第二次来电',
  log: '哨兵日志内容',
  note: '哨兵记一笔',
  report: '哨兵报告内容',
  field: '哨兵报告一栏',
  receipt: '哨兵回执',
  grading: '哨兵定级理由',
  reason: '哨兵撤回理由',
  contact: '13887654321',
} as const;

let wall: Screen;
let failing: Screen;
let received = '';

/** Remembers every byte that a page receives, over HTTP and over the socket. */
function listen(page: Page): Promise<unknown>[] {
  const bodies: Promise<unknown>[] = [];
  page.on('response', (response) => {
    if (!response.url().includes('/api/')) return;
    bodies.push(
      response.text().then(
        (text) => (received += text),
        () => undefined,
      ),
    );
  });
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => (received += payload.toString())));
  return bodies;
}

beforeAll(async () => {
  wall = await stage.screen('wall');
  // This one gets a picture that it cannot show, once; it is looked at again at the end.
  failing = await stage.screen('wall');
  await failing.page.route('**/api/board', (route) =>
    route.fetch().then(async (response) => {
      const board = await response.json();
      delete board.state.office.wall;
      await route.fulfill({ response, json: board });
    }),
  );
  await failing.page.goto('/wall');
  await seen(failing.page.getByText('画面出错'));
  await failing.page.unroute('**/api/board');
});

describe('the wall', () => {
  it('receives no byte that names or quotes a caller, live or with a new picture', async () => {
    const { chen } = stage.team().people;
    const bodies = listen(wall.page);
    await wall.page.goto('/wall');
    await seen(wall.page.getByText('无事件，无未了时限'));

    await command(chen, 'directory.enter-person', { name: '赵主任', personal: { numbers: [SENTINELS.contact] } });
    const { name, number, unit, text } = SENTINELS;
    const id = await reportAccident(chen, {
      title: '暗号小区停热',
      facts: heatOff,
      personal: { name, number, unit, text },
    });
    await command(chen, 'incident.attach-call', { incident: id, facts: {}, personal: { name, text: SENTINELS.again } });
    await command(chen, 'incident.note', { incident: id, personal: { text: SENTINELS.note } });
    await command(chen, 'shift.log', { topic: '巡查', incident: id, personal: { text: SENTINELS.log } });
    await command(chen, 'incident.grade', {
      incident: id,
      plan: 'heating',
      grade: 'important',
      reason: SENTINELS.grading,
    });
    const told = await command(chen, 'incident.relay', { incident: id, to: 'commission-leader', reached: true });
    await command(chen, 'incident.withdraw', { incident: id, target: told.event, reason: SENTINELS.reason });
    await command(chen, 'incident.send-report', {
      incident: id,
      kind: 'handling',
      to: ['city-heating-office'],
      fields: { progress: SENTINELS.field },
      receipt: SENTINELS.receipt,
      personal: { text: SENTINELS.report },
    });
    await seen(wall.page.getByRole('heading', { name: '暗号小区停热' }));
    await seen(wall.page.getByText('第 2 / 3 步'));
    await wall.page.reload();
    await seen(wall.page.getByRole('heading', { name: '暗号小区停热' }));
    await Promise.all(bodies);
    // The desk has them, so they are really on record.
    const { texts } = (await chen.get(`/api/personal?stream=incident-${id}`)).json;
    expect(JSON.stringify(texts)).toContain(SENTINELS.text);
    expect(received).toContain('暗号小区停热');
    for (const [what, words] of Object.entries(SENTINELS)) expect(received.includes(words), what).toBe(false);
  });

  it('is loud when nobody is on duty, and quiet again when somebody signs on', async () => {
    const { people, accounts } = stage.team();
    await command(people.chen, 'shift.sign-off', { account: accounts.chen, post: 'officer' });
    const band = wall.page.getByRole('alert').filter({ hasText: '无人值班' });
    await seen(band);
    const size = await band.locator('p').evaluate((line) => Number.parseFloat(getComputedStyle(line).fontSize));
    expect(size).toBeGreaterThanOrEqual(37);
    const desk = await stage.screen('sun');
    await desk.page.goto('/desk');
    await desk.page.getByRole('link', { name: /无人在岗/ }).click();
    await desk.page.getByRole('button', { name: '我签到（值班员）' }).click();
    await eventually(() => band.count()).toBe(0);
    await seen(wall.page.getByText('孙梅'));
    await desk.context.close();
  });

  it('says that the machine’s clock jumped, with both readings, and calls nothing overdue because of it', async () => {
    const { clock } = stage.house();
    const desk = await stage.screen('sun');
    await desk.page.goto('/desk');
    await seen(desk.page.getByRole('article'));
    clock.stepWall(2 * HOUR);
    const band = wall.page.getByRole('alert').filter({ hasText: '时间未经确认' });
    await seen(band);
    expect(await band.innerText()).toMatch(/机器时钟 22:0\d:\d\d，值班室时间 20:0\d:\d\d，相差 (2 时|1 时 59 分)/);
    await seen(wall.page.getByText(/超时 0 ·/));
    await seen(desk.page.getByRole('button', { name: /时间未经确认/ }));
    const recorded = async (): Promise<string[]> =>
      (await stage.team().people.shen.get('/api/events?limit=5000')).json.events.map((event: Loose) => event.type);
    expect(await recorded()).toContain('room.clock-stepped');
    expect((await recorded()).filter((type) => type.includes('overdue'))).toEqual([]);
    // Set right again, it is believed again.
    clock.stepWall(-2 * HOUR);
    await eventually(() => band.count()).toBe(0);
    await eventually(() => desk.page.getByRole('button', { name: /时间未经确认/ }).count()).toBe(0);
    expect(await recorded()).toContain('room.clock-confirmed');
    await desk.context.close();
  });
});

describe('a drill', () => {
  it('is framed on every screen, and no screen of the live room shows anything of it', async () => {
    const { people } = stage.team();
    const drill = (await people.chen.post('/api/drills', { scenario: 'mis-click-withdrawn', speed: 60 })).json.id;
    const screens: Screen[] = [];
    for (const [who, path, options] of [
      ['wall', 'wall', {}],
      ['chen', 'desk', {}],
      ['wang', 'command', { size: PHONE }],
      ['shen', 'audit', {}],
    ] as const) {
      const screen = await stage.screen(who, options);
      screens.push(screen);
      await screen.page.goto(`/drill/${drill}/${path}`);
      await seen(screen.page.locator('main'));
      await seen(screen.page.getByText('演练', { exact: true }));
      await seen(screen.page.getByText(/演练(画面)?，非实战/));
    }
    const [first] = screens;
    await seen(first!.page.getByText('电厂首站检修超时'), 30_000);
    await seen(wall.page.getByRole('heading', { name: '暗号小区停热' }));
    expect(await wall.page.getByText('电厂首站检修超时').count()).toBe(0);
    expect(await wall.page.getByText('演练').count()).toBe(0);
    expect(received).not.toContain('电厂首站检修超时');
    for (const screen of screens) await screen.context.close();
    expect((await people.chen.ask('DELETE', `/api/drills/${drill}`)).status).toBeLessThan(300);
  });
});

describe('what can go wrong with a page', () => {
  it('a browser that is too old is told so, in both languages, and nothing else is tried', async () => {
    const context = await stage.browser().newContext({
      baseURL: stage.house().address(),
      userAgent:
        'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 Safari/537.36',
    });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto('/wall');
    await seen(page.getByRole('heading', { name: '浏览器版本过低' }));
    await seen(page.getByRole('heading', { name: 'This browser is too old' }));
    await seen(page.getByText('Chrome/86'));
    expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
    await context.close();
  });

  it('an address that leads nowhere says so and leads home', async () => {
    const { page, context } = await stage.screen('chen');
    await page.goto('/desc');
    await seen(page.getByRole('heading', { name: '没有这个页面' }));
    await page.getByRole('link', { name: '首页' }).click();
    await page.waitForURL('**/desk');
    await seen(page.getByRole('banner'));
    await context.close();
  });

  it('a face that fails says that nothing is lost, and goes on when it is loaded again', async () => {
    const { page, context } = await stage.screen('chen');
    const breaks = (route: { fetch: () => Promise<Loose>; fulfill: (answer: Loose) => Promise<void> }) =>
      route.fetch().then(async (response) => {
        const board = await response.json();
        for (const incident of Object.values<Loose>(board.state.incidents)) delete incident.acts;
        await route.fulfill({ response, json: board });
      });
    await page.route('**/api/board', breaks);
    await page.goto('/desk');
    await seen(page.getByRole('heading', { name: '此页出错，已停止显示' }));
    await seen(page.getByText('没有丢失'));
    await page.unroute('**/api/board');
    await page.getByRole('button', { name: '重新载入' }).click();
    await seen(page.getByRole('article').getByRole('heading', { name: '暗号小区停热' }));
    await context.close();
  });

  it('a wall that failed has loaded itself again, with nobody to press a button', async () => {
    await seen(failing.page.getByRole('heading', { name: '暗号小区停热' }), 20_000);
    expect(failing.complaints.join()).toContain('nightFrom');
  });
});
