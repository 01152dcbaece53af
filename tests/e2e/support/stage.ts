import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { openChromium } from './chromium.ts';
import { enrolWall, type House, type Login, openHouse, type Person, setUpOffice, type Team } from './house.ts';
import { HD, openScreen, pictures, type Screen } from './screens.ts';

type ScreenOptions = Parameters<typeof openScreen>[2];

/** The office of a test file: one server, one browser, its people signed in and a wall enrolled. */
export type Stage = {
  readonly house: () => House;
  readonly browser: () => Browser;
  readonly team: () => Team;
  readonly wallDevice: () => Person;
  /** A screen of a person who signed in before; the wall’s for `wall`. */
  readonly screen: (who: Login | 'wall' | 'nobody', options?: ScreenOptions) => Promise<Screen>;
};

/** Sets the stage before the tests of a file, keeps pictures of what failed, and clears it afterwards. */
export function openStage(more: Parameters<typeof setUpOffice>[1] = {}): Stage {
  let parts: { house: House; browser: Browser; team: Team; wall: Person } | undefined;
  const there = () => {
    if (!parts) throw new Error('the stage is not set yet');
    return parts;
  };
  beforeAll(async () => {
    const [house, browser] = await Promise.all([openHouse(), openChromium()]);
    const team = await setUpOffice({ address: house.address(), token: house.token() }, more);
    parts = { house, browser, team, wall: await enrolWall(team, more.latin ? 'Hall' : '大厅') };
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await pictures(there().browser, task.name);
  });
  afterAll(async () => {
    await parts?.browser.close();
    await parts?.house.close();
  });
  return {
    house: () => there().house,
    browser: () => there().browser,
    team: () => there().team,
    wallDevice: () => there().wall,
    screen: (who, options = {}) => {
      const { browser, house, team, wall } = there();
      if (who === 'nobody') return openScreen(browser, house.address(), options);
      if (who === 'wall') return openScreen(browser, house.address(), { size: HD, person: wall, ...options });
      return openScreen(browser, house.address(), { person: team.people[who], ...options });
    },
  };
}
