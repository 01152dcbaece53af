import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What of a page stands in the way of somebody, or of somebody's language. Empty where nothing does. */
export async function inspect(
  page: Page,
  options: { readonly language: 'zh' | 'en'; readonly ownWords?: boolean; readonly colours: 'both themes' | 'none' },
): Promise<string[]> {
  await page.evaluate(() => document.fonts.ready);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = new Set<string>();
  for (const line of await obstacles(page, options.colours === 'none' ? { without: 'color-contrast' } : {}))
    found.add(line);
  if (options.colours === 'both themes') {
    // The same page in other colours.
    const theme = await page.evaluate(() => document.documentElement.dataset['theme']);
    const other = theme === 'night' ? 'day' : 'night';
    await dress(page, other);
    for (const line of await obstacles(page, { only: 'color-contrast' })) found.add(`${other}: ${line}`);
    await dress(page, theme ?? 'night');
  }
  for (const line of await words(page, options.language === 'en' && options.ownWords !== true)) found.add(line);
  return [...found];
}

const dress = (page: Page, theme: string): Promise<void> =>
  page.evaluate((to) => {
    document.documentElement.dataset['theme'] = to;
  }, theme);

/** What axe calls serious or critical. */
function obstacles(page: Page, rules: { readonly only?: string; readonly without?: string }): Promise<string[]> {
  return page.evaluate(async ({ only, without }) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ['violations'],
      iframes: false,
      ...(only !== undefined && { runOnly: { type: 'rule', values: [only] } }),
      ...(without !== undefined && { rules: { [without]: { enabled: false } } }),
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id} (${nodes.length}): ${nodes
            .slice(0, 3)
            .map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message.slice(0, 160) ?? ''}`)
            .join(' | ')}`,
      );
  }, rules);
}

/** Keys in place of words, blanks that were not filled, and Chinese that is not marked as Chinese on a page in English. */
function words(page: Page, isEnglish: boolean): Promise<string[]> {
  return page.evaluate((english) => {
    const wrong: string[] = [];
    const key = /(?:^|\s)(?:[a-z]+:)?[a-z][a-zA-Z]*(?:\.[a-z][a-zA-Z0-9]*)+(?=\s|$)/;
    const look = (text: string, where: string, isChinese: boolean): void => {
      if (key.test(text) || /\{\{|undefined|\[object|NaN/.test(text)) wrong.push(`not a word: ${where}: ${text}`);
      if (english && !isChinese && /[\u3001-\u9fff\uff01-\uffee]/.test(text))
        wrong.push(`not English: ${where}: ${text.trim().slice(0, 80)}`);
    };
    for (const element of document.querySelectorAll<HTMLElement>('body, body *')) {
      if (element.closest('script, style, noscript, [hidden]') || !element.checkVisibility()) continue;
      const isChinese = element.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') ?? false;
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-description']) {
        const text = element.getAttribute(name);
        if (text !== null) look(text, `<${element.localName} ${name}>`, isChinese);
      }
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '')
          look(node.textContent ?? '', `<${element.localName}>`, isChinese);
    }
    look(document.title, '<title>', false);
    return [...new Set(wrong)].slice(0, 25);
  }, isEnglish);
}
