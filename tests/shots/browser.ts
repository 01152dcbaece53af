import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/** Chromium of the machine (`CHROMIUM_PATH`) or of the package; the same for pictures and tests. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? (await sparticuz.executablePath());
  if (!existsSync(executablePath)) throw new Error(`no Chromium at ${executablePath}`);
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--hide-scrollbars', '--disable-gpu'],
    headless: true,
  });
}
