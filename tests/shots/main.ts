// Pictures of the faces in fixed scenes, to look at: `node tests/shots/main.ts OUT [name...]` (the screens must be built: client/dist).
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './browser.ts';
import { sessionOf } from './session.ts';
import { openStage } from './stage.ts';
import { SCENES, type SceneName } from './scenes.ts';

type Shot = {
  readonly name: string;
  readonly path: string;
  readonly scene: SceneName;
  readonly width: number;
  readonly height: number;
  readonly session?: 'wall' | 'anonymous' | 'command';
  /** Stops the beats and waits until the screen says so. */
  readonly silent?: boolean;
};

const HD = { width: 1920, height: 1080 };
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1366, height: 768 };
const command = { session: 'command' } as const;
const SHOTS: readonly Shot[] = [
  { name: 'wall', path: '/wall?lang=zh', scene: 'normal', ...HD },
  { name: 'wall-en', path: '/wall?lang=en', scene: 'normal', ...HD },
  { name: 'wall-4k', path: '/wall?lang=zh', scene: 'normal', width: 3840, height: 2160 },
  { name: 'wall-calm', path: '/wall?lang=zh', scene: 'calm', ...HD },
  { name: 'wall-calm-en', path: '/wall?lang=en', scene: 'calm', ...HD },
  { name: 'wall-soft', path: '/wall?lang=zh', scene: 'soft', ...HD },
  { name: 'wall-deep', path: '/wall?lang=zh', scene: 'deep', ...HD },
  { name: 'wall-fresh', path: '/wall?lang=zh', scene: 'fresh', ...HD },
  { name: 'wall-flood', path: '/wall?lang=zh', scene: 'flood', ...HD },
  { name: 'wall-flood-en', path: '/wall?lang=en', scene: 'flood', ...HD },
  { name: 'wall-long', path: '/wall?lang=zh', scene: 'long', ...HD },
  { name: 'wall-long-en', path: '/wall?lang=en', scene: 'long', ...HD },
  { name: 'wall-clock', path: '/wall?lang=zh', scene: 'clock', ...HD },
  { name: 'wall-drill', path: '/drill/d1/wall?lang=zh', scene: 'normal', ...HD },
  { name: 'wall-drill-en', path: '/drill/d1/wall?lang=en', scene: 'normal', ...HD },
  { name: 'wall-enrol', path: '/wall?lang=zh', scene: 'normal', session: 'anonymous', ...HD },
  { name: 'wall-enrol-en', path: '/wall?lang=en', scene: 'normal', session: 'anonymous', ...HD },
  { name: 'wall-stale', path: '/wall?lang=zh', scene: 'normal', silent: true, ...HD },
  { name: 'wall-stale-en', path: '/wall?lang=en', scene: 'normal', silent: true, ...HD },
  { name: 'command', path: '/command?lang=zh', scene: 'normal', ...command, ...PHONE, height: 2400 },
  { name: 'command-en', path: '/command?lang=en', scene: 'normal', ...command, ...PHONE, height: 2400 },
  { name: 'command-pc', path: '/command?lang=zh', scene: 'normal', ...command, ...DESKTOP },
  {
    name: 'command-incident',
    path: '/command/incident/pipe?lang=zh',
    scene: 'normal',
    ...command,
    ...PHONE,
    height: 2000,
  },
  { name: 'command-all', path: '/command/all?lang=zh', scene: 'normal', ...command, ...PHONE },
  { name: 'command-figures', path: '/command/figures?lang=zh', scene: 'normal', ...command, ...PHONE, height: 1200 },
  { name: 'command-figures-en', path: '/command/figures?lang=en', scene: 'normal', ...command, ...DESKTOP },
  { name: 'command-calm', path: '/command?lang=zh', scene: 'calm', ...command, ...PHONE },
  { name: 'command-flood', path: '/command?lang=zh', scene: 'flood', ...command, ...PHONE, height: 2400 },
  { name: 'command-long', path: '/command?lang=zh', scene: 'long', ...command, ...PHONE, height: 2400 },
  { name: 'command-stale', path: '/command?lang=zh', scene: 'normal', silent: true, ...command, ...PHONE },
  { name: 'command-drill', path: '/drill/d1/command?lang=zh', scene: 'normal', ...command, ...PHONE },
];

const [out = 'shots', ...names] = process.argv.slice(2);
const dist = resolve(process.env['CLIENT_DIST'] ?? fileURLToPath(new URL('../../client/dist', import.meta.url)));
mkdirSync(out, { recursive: true });
const stage = await openStage(dist);
const browser = await openBrowser();
for (const shot of SHOTS.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const play = { board: SCENES[shot.scene]().board(), session: sessionOf(shot.session ?? 'wall'), beating: true };
  stage.play(play);
  const page = await browser.newPage({
    viewport: { width: shot.width, height: shot.height },
    deviceScaleFactor: shot.width === PHONE.width ? 2 : 1,
    locale: 'zh-CN',
  });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(stage.url + shot.path, { waitUntil: 'networkidle' });
  await page.evaluate(() => document.fonts.ready);
  if (shot.silent) {
    play.beating = false;
    await page.getByRole('alert').first().waitFor({ timeout: 15_000 });
  }
  await page.screenshot({ path: join(out, `${shot.name}.png`) });
  console.log(shot.name, ...complaints);
  await page.close();
}
await browser.close();
await stage.close();
