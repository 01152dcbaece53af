import type { Page } from 'playwright-core';

/** A person at the keyboard, whose presses are counted; what they write as text is not. */
export class Typist {
  keys = 0;
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.keys += 1;
      await this.page.keyboard.press(key);
    }
  }
  /** Text into the field that has the focus. */
  async write(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }
  /** What has the focus: its name, its label, or its words. */
  async focus(): Promise<string> {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return '';
      return (
        element.getAttribute('name') ??
        element.getAttribute('aria-label') ??
        (element instanceof HTMLInputElement ? (element.labels?.[0]?.innerText ?? '') : element.innerText)
      );
    });
  }
}
