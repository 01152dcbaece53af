import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** A small checkout in an empty folder, with this repository's own scripts and made-up contents. */
export class Checkout {
  readonly root: string;
  private constructor(root: string) {
    this.root = root;
  }

  static async create(files: Readonly<Record<string, string>>): Promise<Checkout> {
    const checkout = new Checkout(await mkdtemp(join(tmpdir(), 'duty-room-checkout-')));
    for (const folder of ['server/bin', 'tests/bin'])
      await cp(join(ROOT, folder), join(checkout.root, folder), { recursive: true });
    for (const [path, text] of Object.entries(files)) await checkout.put(path, text);
    return checkout;
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  async put(path: string, text: string): Promise<void> {
    await mkdir(dirname(this.path(path)), { recursive: true });
    await writeFile(this.path(path), text);
  }

  read(path: string): Promise<string> {
    return readFile(this.path(path), 'utf8');
  }

  /** Takes files of the repository over as they are. */
  async take(...paths: string[]): Promise<void> {
    for (const path of paths) {
      await mkdir(dirname(this.path(path)), { recursive: true });
      await cp(join(ROOT, path), this.path(path), { recursive: true });
    }
  }

  /** Lends the installed packages of the repository, marked as installed from the lockfile that stands here. */
  async lendPackages(): Promise<void> {
    await mkdir(this.path('node_modules'));
    for (const name of await readdir(join(ROOT, 'node_modules'))) {
      if (name.startsWith('.') || name === '@duty-room') continue;
      await symlink(join(ROOT, 'node_modules', name), this.path('node_modules', name));
    }
    const { packages } = JSON.parse(await this.read('package-lock.json')) as { packages: unknown };
    await this.put('node_modules/.package-lock.json', JSON.stringify({ packages }));
  }

  /** Runs a script of the checkout to its end, with none of the settings of an npm that runs around this test. */
  run(
    args: readonly string[],
    options: { input?: string; env?: Record<string, string> } = {},
  ): SpawnSyncReturns<string> {
    return spawnSync(process.execPath, args, {
      cwd: this.root,
      encoding: 'utf8',
      env: this.env(options.env),
      input: options.input ?? '',
    });
  }

  env(more: Record<string, string> = {}): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(
      ([name]) => !/^(npm_|VITEST|VITE_|NODE_OPTIONS$|NODE_ENV$|FORCE_COLOR$)/i.test(name),
    );
    return { ...Object.fromEntries(kept), NO_COLOR: '1', ...more };
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }
}

/** The Node package of this platform, as a folder that npm can install: its program is this process's own. */
export async function putNodePackage(checkout: Checkout): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  await checkout.put(
    `vendor/${name}/package.json`,
    JSON.stringify({ name, version: '1.0.0', bin: { node: 'bin/node' } }),
  );
  await checkout.put(`vendor/${name}/bin/node`, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
  await chmod(checkout.path(`vendor/${name}/bin/node`), 0o755);
  return name;
}
