import type { Locator, Page } from 'playwright-core';

/** The thing in hand. */
export const inHand = (page: Page): Locator => page.getByRole('article');

/** The evidence line that is open. */
export const evidence = (page: Page): Locator => inHand(page).locator('form');

/** Opens an act by its words in the list of all commands, with keys alone. */
export async function choose(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: '输入命令或事件' }).waitFor();
  await page.keyboard.type(words);
  await page.getByRole('option', { selected: true }).filter({ hasText: words }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Commits the open evidence line, and waits until it is on record. */
export async function commit(page: Page): Promise<void> {
  await evidence(page).waitFor();
  await page.keyboard.press('Enter');
  await evidence(page).waitFor({ state: 'detached' });
}

/** Signs in on the sign-in page that stands there. */
export async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('用户名').fill(login);
  await page.getByRole('textbox', { name: '密码' }).fill(password);
  await page.keyboard.press('Enter');
}
