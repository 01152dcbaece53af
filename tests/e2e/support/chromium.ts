import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Where distributions put a Chromium. */
const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
];

/** `CHROMIUM_PATH`, else the system's own, else the one that comes as a package. */
async function findChromium(): Promise<{ readonly path: string; readonly args: readonly string[] }> {
  const told = process.env['CHROMIUM_PATH'];
  if (told !== undefined && told !== '') {
    if (!existsSync(told)) throw new Error(`CHROMIUM_PATH names no file: ${told}`);
    return { path: told, args: ['--no-sandbox'] };
  }
  const system = SYSTEM.find((path) => existsSync(path));
  if (system !== undefined) return { path: system, args: ['--no-sandbox'] };
  return { path: await sparticuz.executablePath(), args: sparticuz.args };
}

/** Flags of the packaged Chromium that would make pages behave unlike those of an office. */
const UNWANTED = /^--(headless|single-process|no-zygote|disable-web-security|hide-scrollbars|window-size)/;

/** One browser; a test file shares it. */
export async function openChromium(): Promise<Browser> {
  const { path, args } = await findChromium();
  return chromium.launch({
    executablePath: path,
    headless: true,
    args: [...args.filter((flag) => !UNWANTED.test(flag)), '--disable-gpu'],
  });
}
