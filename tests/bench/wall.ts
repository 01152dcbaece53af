import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Browser as Chromium, Page } from 'playwright-core';
import { Server } from 'socket.io';
import { openChromium } from '../e2e/support/chromium.ts';
import type { Browser } from '../support/office.ts';
import { startServerProcess } from '../support/server-process.ts';
import { enrolWall, must, setUpOffice } from './office.ts';
import { quantile } from './quantile.ts';

type Spread = { readonly median: number; readonly p95: number };

export type WallBench = {
  readonly samples: number;
  /** ms from the sending of the desk's command until the wall has painted the new incident. */
  readonly painted: Spread;
  /** ms of that until the desk had its answer: the event is on the disk. */
  readonly acknowledged: Spread;
  /** A bare Socket.IO server and a page with one line of text, in the same browser. */
  readonly bare: { readonly received: Spread; readonly painted: Spread };
  /** How far the two clocks may be apart (ms). */
  readonly clockError: number;
};

const SAMPLES = 40;
const WARM_UP = 5;
const STANDING = 3;
/** A sample begins anywhere between two frames, beats and ticks. */
const PAUSE_MS = 300;

/** The real program, the real screen in a real browser, and the desk's command over HTTP. The screens must be built. */
export async function benchWall(folder: string = tmpdir()): Promise<WallBench> {
  const dataDir = await mkdtemp(join(folder, 'duty-room-bench-'));
  const server = await startServerProcess({ dataDir });
  let chromium: Chromium | undefined;
  try {
    if (server.setUpToken === undefined) throw new Error('The office is set up already');
    chromium = await openChromium();
    const officer = await setUpOffice(server.address, server.setUpToken);
    const wall = await openWall(chromium, officer);
    const bare = await benchBare(chromium);
    const measured = await benchIncidents(wall, officer);
    return { samples: SAMPLES, ...measured, bare };
  } finally {
    await chromium?.close();
    await server.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function openWall(chromium: Chromium, officer: Browser): Promise<Page> {
  const device = await enrolWall(officer);
  const context = await chromium.newContext({ viewport: { width: 1920, height: 1080 } });
  await context.addCookies([...device.cookies].map(([name, value]) => ({ name, value, url: officer.server })));
  const page = await context.newPage();
  for (let number = 0; number < STANDING; number += 1) await report(officer, `Standing ${number}`);
  await page.goto(`${officer.server}/wall`);
  await page.getByRole('heading', { name: `Standing ${STANDING - 1}` }).waitFor();
  return page;
}

async function report(officer: Browser, title: string): Promise<string> {
  const under = [{ plan: 'heating', class: 'accident' }];
  const answer = await must(officer.command('incident.report', { title, place: 'North 3', under }));
  return String(answer.json.stream).replace('incident-', '');
}

async function benchIncidents(wall: Page, officer: Browser): Promise<Omit<WallBench, 'samples' | 'bare'>> {
  const clock = await compareClocks(wall);
  const painted: number[] = [];
  const acknowledged: number[] = [];
  for (let sample = -WARM_UP; sample < SAMPLES; sample += 1) {
    const title = `Sample ${sample + WARM_UP}`;
    await wall.evaluate(watchFor, { selector: 'h3', text: title });
    await after(Math.random() * PAUSE_MS);
    const sent = now();
    const incident = await report(officer, title);
    const answered = now();
    const seen = (await wall.evaluate(whenPainted)) - clock.ahead;
    if (sample >= 0) {
      painted.push(seen - sent);
      acknowledged.push(answered - sent);
    }
    await must(officer.command('incident.mark-mistaken', { incident, reason: 'bench' }));
    await wall.getByRole('heading', { name: title }).waitFor({ state: 'detached' });
  }
  return { painted: spread(painted), acknowledged: spread(acknowledged), clockError: clock.error };
}

const BARE_PAGE = `<!doctype html><title>bare</title><h3></h3><script src="/live/socket.io.js"></script><script>
  io({ path: '/live', transports: ['websocket'] }).on('text', (text) => {
    window.received = performance.timeOrigin + performance.now();
    document.querySelector('h3').textContent = text;
  });
</script>`;

/** The least that a push can cost here: one emit from this process to a page that shows it. */
async function benchBare(chromium: Chromium): Promise<WallBench['bare']> {
  const http = createServer((_, response) => response.setHeader('content-type', 'text/html').end(BARE_PAGE));
  const io = new Server(http, { path: '/live', transports: ['websocket'], perMessageDeflate: false });
  const connected = new Promise<void>((resolve) => io.once('connection', () => resolve()));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const page = await chromium.newPage({ viewport: { width: 1920, height: 1080 } });
  try {
    await page.goto(`http://127.0.0.1:${port}/`);
    await connected;
    const clock = await compareClocks(page);
    const received: number[] = [];
    const painted: number[] = [];
    for (let sample = -WARM_UP; sample < SAMPLES; sample += 1) {
      const text = `Sample ${sample + WARM_UP}`;
      await page.evaluate(watchFor, { selector: 'h3', text });
      await after(Math.random() * PAUSE_MS);
      const sent = now();
      io.emit('text', text);
      const seen = (await page.evaluate(whenPainted)) - clock.ahead;
      const got = (await page.evaluate(() => Number(Reflect.get(window, 'received')))) - clock.ahead;
      if (sample < 0) continue;
      painted.push(seen - sent);
      received.push(got - sent);
    }
    return { received: spread(received), painted: spread(painted) };
  } finally {
    await page.close();
    await io.close();
  }
}

/** In the page: from the change of the document that shows the text, two frames later it has been painted. */
function watchFor({ selector, text }: { readonly selector: string; readonly text: string }): void {
  const painted = new Promise<number>((resolve) => {
    const observer = new MutationObserver(look);
    function look(): void {
      const shown = [...document.querySelectorAll(selector)].some(
        (element) => element.textContent?.includes(text) && getComputedStyle(element).visibility === 'visible',
      );
      if (!shown) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
    }
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  Object.assign(window, { painted });
}
function whenPainted(): Promise<number> {
  return Reflect.get(window, 'painted');
}

const now = (): number => performance.timeOrigin + performance.now();

/** How far the page's clock is ahead of ours, by the question that was answered fastest. */
async function compareClocks(page: Page): Promise<{ readonly ahead: number; readonly error: number }> {
  let best = { ahead: 0, error: Infinity };
  for (let question = 0; question < 30; question += 1) {
    const asked = now();
    const theirs = await page.evaluate(() => performance.timeOrigin + performance.now());
    const error = (now() - asked) / 2;
    if (error < best.error) best = { ahead: theirs - asked - error, error };
  }
  return best;
}

const spread = (values: readonly number[]): Spread => ({ median: quantile(values, 0.5), p95: quantile(values, 0.95) });
