// Makes a checkout runnable: the right Node, the packages of the lockfile, the built screens.
// Plain JavaScript without packages: it runs on any Node >= 20 before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const OLDEST = 20;
const RUNS_TYPESCRIPT = 24;
/** Platforms whose Node comes with the lockfile. */
const PACKAGED = { 'linux-x64': 'bin/node', 'linux-arm64': 'bin/node', 'win32-x64': 'bin/node.exe' };
const PLATFORM = `${process.platform}-${process.arch}`;
const INSTALLED = 'node_modules/.duty-room-installed.json';
const BUILT = 'client/dist/.built-from';
/** What the screens are made of. */
const SCREENS = [
  'client',
  'shared/src',
  'shared/plans',
  'shared/package.json',
  'tsconfig.base.json',
  'package-lock.json',
];

/** Something the person at the keyboard has to put right; `message` is for them and needs no stack. */
export class NotReady extends Error {}

function say(zh, en) {
  process.stderr.write(`${zh}  ${en}\n`);
}

function major(version) {
  return Number(version.replace(/^v/, '').split('.')[0]);
}

/** The Node that came with the packages, or nothing where none is published or it cannot run here (musl, for one). */
function packagedNode(root) {
  const file = PACKAGED[PLATFORM];
  if (!file) return undefined;
  const path = join(root, 'node_modules', `node-${PLATFORM.replace('win32', 'win')}`, file);
  if (!existsSync(path)) return undefined;
  return spawnSync(path, ['--version']).status === 0 ? path : undefined;
}

function chooseNode(root) {
  const packaged = packagedNode(root);
  if (packaged) return packaged;
  if (major(process.version) >= RUNS_TYPESCRIPT) return process.execPath;
  throw new NotReady(
    `此平台（${PLATFORM}）没有随附的 Node，需要 Node ${RUNS_TYPESCRIPT} 或更高，当前为 ${process.version}。\n` +
      `No Node comes with the packages for this platform (${PLATFORM}): Node ${RUNS_TYPESCRIPT} or later is needed, this is ${process.version}.`,
  );
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether what npm says it installed is what the lockfile asks for; optional packages of other platforms may be missing. */
function matchesLockfile(root) {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const present = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true;
    const found = present[path];
    if (!found) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function npm(root, args) {
  // npm runs on the machine's own Node: it must not stand on a binary that it is about to replace.
  const script = process.env.npm_execpath;
  const plain = ['--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] };
  const result =
    script && /npm-cli\.c?js$/.test(script)
      ? spawnSync(process.env.npm_node_execpath ?? process.execPath, [script, ...args, ...plain], options)
      : spawnSync('npm', [...args, ...plain], { ...options, shell: process.platform === 'win32' });
  if (result.status === 0) return;
  throw new NotReady(
    `安装依赖失败（npm ${args.join(' ')}）。请检查网络或镜像后重试。\n` +
      `Installing the packages failed (npm ${args.join(' ')}). Check the network or the registry and try again.`,
  );
}

function install(root) {
  say('正在安装依赖……', 'Installing packages...');
  // Windows cannot delete the program that is running: where that is the packaged Node, npm replaces only what changed.
  const inside = !relative(join(root, 'node_modules'), process.execPath).startsWith('..');
  npm(root, [process.platform === 'win32' && inside ? 'install' : 'ci', '--include=dev', '--include=optional']);
}

/** Installs what the lockfile names unless that is what is there. Returns the Node to run with. */
function packages(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, INSTALLED);
  const last = readJson(stamp);
  if (last?.lock === lock && last.platform === PLATFORM && existsSync(last.node)) return last.node;
  if (!matchesLockfile(root)) {
    // On a platform without a packaged Node nothing is fetched for a Node that could not run it.
    if (!PACKAGED[PLATFORM]) chooseNode(root);
    rmSync(stamp, { force: true });
    install(root);
  }
  const node = chooseNode(root);
  writeFileSync(stamp, JSON.stringify({ lock, platform: PLATFORM, node }));
  return node;
}

function* sources(root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  let entries;
  try {
    entries = readdirSync(full, { withFileTypes: true });
  } catch {
    yield path;
    return;
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = `${path}/${entry.name}`;
    if (entry.name === 'node_modules' || entry.name === 'dist' || /\.test\.tsx?$/.test(entry.name)) continue;
    if (entry.isDirectory()) yield* sources(root, inner);
    else if (entry.isFile()) yield inner;
  }
}

function hashOfSources(root) {
  const hash = createHash('sha256');
  for (const path of SCREENS.flatMap((start) => [...sources(root, start)])) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function screens(root, node) {
  const stamp = join(root, BUILT);
  const wanted = hashOfSources(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('正在构建界面……', 'Building the screens...');
  rmSync(stamp, { force: true });
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const result = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], {
    cwd: join(root, 'client'),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (result.status !== 0) {
    throw new NotReady('界面构建失败，原因见上。\nThe screens could not be built; the reason stands above.');
  }
  writeFileSync(stamp, wanted);
}

/**
 * Makes `root` ready and returns the path of a Node that runs TypeScript. Does nothing that is already done.
 * Throws NotReady with a line for the person at the keyboard.
 */
export function prepare({ root = ROOT, client = false } = {}) {
  if (major(process.version) < OLDEST) {
    throw new NotReady(
      `需要 Node ${OLDEST} 或更高，当前为 ${process.version}。\nNode ${OLDEST} or later is needed, this is ${process.version}.`,
    );
  }
  const node = packages(root);
  if (client) screens(root, node);
  return node;
}

/** The script behind a package's command, to be run with the Node that `prepare` gave. */
export function command(name, packageName = name, root = ROOT) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[name]);
}

/**
 * `npm start` puts a shell between npm and this script; a signal to npm ends the two and reaches nobody behind them.
 * A server that went on alone would hold its port and its data, so being left behind counts as the signal.
 */
function stopWhenNpmStops(child) {
  if (process.platform === 'win32' || !process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 200);
  watch.unref();
}

/** Runs a program in this one's place: its input, output, signals and exit code are those of the caller. */
export function become(node, args, options = {}) {
  const child = spawn(node, args, { stdio: 'inherit', ...options });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal gives Ctrl-C (and on Windows every signal) to the child as well; passed on, it would count twice.
      if (process.platform === 'win32' || (signal === 'SIGINT' && process.stdin.isTTY)) return;
      child.kill(signal);
    });
  }
  stopWhenNpmStops(child);
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0)));
}

/** Runs `main`; what is not ready ends as one plain message and exit 1. */
export function orExplain(main) {
  try {
    return main();
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
