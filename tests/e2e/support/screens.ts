import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { DAY, HOUR, type Millis, SECOND } from '@duty-room/shared/kernel/instant';
import type { House, Person } from './house.ts';

export const DESK = { width: 1366, height: 768 } as const;
export const HD = { width: 1920, height: 1080 } as const;
export const PHONE = { width: 390, height: 844 } as const;

export type Screen = {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in the page: exceptions, and errors on its console. */
  readonly complaints: readonly string[];
};

type Options = {
  readonly person?: Person;
  readonly language?: 'zh' | 'en';
  readonly theme?: 'night' | 'day';
  readonly size?: { readonly width: number; readonly height: number };
  readonly bypassCSP?: boolean;
};

/** A browser of its own (cookies, storage), signed in as that person or device where one is given. */
export async function openScreen(browser: Browser, address: string, options: Options = {}): Promise<Screen> {
  const context = await browser.newContext({
    baseURL: address,
    viewport: options.size ?? DESK,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    bypassCSP: options.bypassCSP ?? false,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  const { person, language, theme } = options;
  if (person)
    await context.addCookies(
      [...person.cookies].map(([name, value]) => ({ name, value, url: address, httpOnly: true })),
    );
  if (language !== undefined || theme !== undefined)
    await context.addInitScript(
      ([chosen, dress]) => {
        // Only once: the page may choose otherwise later.
        if (localStorage.getItem('e2e.told') !== null) return;
        localStorage.setItem('e2e.told', '1');
        if (chosen !== undefined) localStorage.setItem('duty-room.language', chosen);
        if (dress !== undefined) localStorage.setItem('duty-room.theme', dress);
      },
      [language, theme] as const,
    );
  const page = await context.newPage();
  return { context, page, complaints: watch(page) };
}

/** Collects what a page complains about from now on. */
export function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}

/** Waits until what `read` gives satisfies the matcher; the message of the last try is shown. */
export const eventually = <T>(read: () => Promise<T> | T, timeout = 15_000) =>
  expect.poll(read, { timeout, interval: 100 });

/** After a test that failed: pictures of every open page in the folder that `E2E_SHOTS` names. */
export async function pictures(browser: Browser, test: string): Promise<void> {
  const folder = process.env['E2E_SHOTS'];
  if (folder === undefined) return;
  for (const [context, one] of browser.contexts().entries())
    for (const [index, page] of one.pages().entries())
      await page.screenshot({ path: `${folder}/${test.slice(0, 40)}-${context}-${index}.png` }).catch(() => undefined);
}

/** It stands on the screen, or comes to. */
export async function seen(what: Locator, timeout = 15_000): Promise<void> {
  await what.filter({ visible: true }).first().waitFor({ timeout });
}

/** Carries the room's clock forward and waits until the screens go by it. */
export async function carry(house: House, by: Millis, ...pages: readonly Page[]): Promise<void> {
  await house.clock.pass(by);
  for (const page of pages)
    await eventually(async () => {
      const shown = (await page.locator('header time').first().innerText()).trim();
      const [hours = 0, minutes = 0, seconds = 0] = shown.split(':').map(Number);
      const wall = house.clock.wall() + OFFICE_OFFSET;
      const apart = Math.abs(((hours * 60 + minutes) * 60 + seconds) * SECOND - (wall % DAY));
      return Math.min(apart, DAY - apart);
    }).toBeLessThan(2 * SECOND);
}
/** Asia/Shanghai has been eight hours ahead for as long as these tests look back. */
const OFFICE_OFFSET = 8 * HOUR;
