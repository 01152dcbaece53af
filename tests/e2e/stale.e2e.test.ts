import { DAY, HOUR } from '@duty-room/shared/kernel/instant';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from './support/chromium.ts';
import { inHand } from './support/desk.ts';
import { command, enrolWall, reportAccident, setUpOffice, type Team } from './support/house.ts';
import { openProgram, type Program } from './support/program.ts';
import { eventually, HD, openScreen, pictures, type Screen, seen } from './support/screens.ts';

/** The smallest type that a room can read at 5 m from a 55-inch panel is 37 px. */
const READABLE_PX = 37;
const SAYS_SO_WITHIN_MS = 10_000;

const day = (at: number) => new Date(at).toISOString().slice(0, 10);

describe('while the server is gone', () => {
  let program: Program;
  let browser: Browser;
  let team: Team;
  let wall: Screen;
  let desk: Screen;

  beforeAll(async () => {
    [program, browser] = await Promise.all([openProgram(), openChromium()]);
    const now = Date.now();
    team = await setUpOffice(
      { address: program.address(), token: program.token() },
      { season: { from: day(now - 30 * DAY), to: day(now + 60 * DAY) } },
    );
    const id = await reportAccident(team.people.chen, {
      facts: { heatStoppedAt: now - HOUR, expectedRestoreAt: now + 14 * HOUR, households: 1_200 },
    });
    await command(team.people.chen, 'incident.grade', { incident: id, plan: 'heating', grade: 'important' });
    wall = await openScreen(browser, program.address(), { person: await enrolWall(team), size: HD });
    desk = await openScreen(browser, program.address(), { person: team.people.chen });
    await Promise.all([wall.page.goto('/wall'), desk.page.goto('/desk')]);
    await seen(wall.page.getByText('光明小区停热'));
    await seen(inHand(desk.page));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await pictures(browser, task.name);
  });
  afterAll(async () => {
    await browser?.close();
    await program?.close();
  });

  it('the wall says so in large type within 10 s, and the desk lets nothing be written', async () => {
    await desk.page.keyboard.press('F2');
    await desk.page.locator('[name="place"]').fill('断线时接的电话');
    const killedAt = performance.now();
    await program.kill();
    const band = wall.page.getByRole('alert').filter({ hasText: /画面停在 \d\d:\d\d:\d\d/ });
    await band.waitFor();
    expect(performance.now() - killedAt).toBeLessThan(SAYS_SO_WITHIN_MS);
    const size = await band.locator('p').evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    expect(size).toBeGreaterThanOrEqual(READABLE_PX);
    await seen(band.getByText('以下均未经确认'));
    // Time goes on, and says that it is only about right.
    await seen(wall.page.locator('main').getByText('约', { exact: true }));
    const before = await wall.page.locator('main').innerText();
    await eventually(() => wall.page.locator('main').innerText()).not.toBe(before);

    await seen(desk.page.getByRole('alert').filter({ hasText: '与服务器断开：画面停在' }));
    await seen(desk.page.getByText('与服务器断开，暂不能登记'));
    const form = desk.page.getByRole('complementary', { name: '接报单' });
    for (const name of [/^登记/, '后定级', '并入…', '转办…'])
      expect(await form.getByRole('button', { name }).first().isDisabled(), String(name)).toBe(true);
    expect(
      await inHand(desk.page)
        .getByRole('button', { name: /^电话已报/ })
        .first()
        .isDisabled(),
    ).toBe(true);
    await desk.page.keyboard.press('Control+Enter');
    expect(await desk.page.locator('[name="place"]').inputValue()).toBe('断线时接的电话');
  });

  it('both recover by themselves when it is back, correct, with what happened since', async () => {
    await program.start();
    await seen(wall.page.getByText('实时', { exact: true }), 20_000);
    await eventually(() => wall.page.getByRole('alert').count()).toBe(0);
    await eventually(() => desk.page.getByRole('alert').filter({ hasText: '与服务器断开' }).count()).toBe(0);
    // The call that was typed meanwhile goes on record, and the wall shows it.
    await desk.page.locator('[name="place"]').focus();
    await desk.page.keyboard.press('Shift+Tab');
    await desk.page.keyboard.press('1');
    await desk.page.keyboard.press('Control+Enter');
    await seen(wall.page.getByRole('heading', { name: /断线时接的电话/ }));
    // A wall that is opened now shows the same.
    const other = await wall.context.newPage();
    await other.goto('/wall');
    await seen(other.getByRole('heading', { name: /断线时接的电话/ }));
    await eventually(async () => {
      const [one, two] = await Promise.all([wall.page, other].map((page) => page.locator('main').innerText()));
      return one === two;
    }).toBe(true);
    expect(wall.complaints.filter((line) => !/WebSocket|ERR_CONNECTION/.test(line))).toEqual([]);
  });
});
