import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

export type Instruction = { readonly name: string; readonly rest: string };

/** What the last stage of a Dockerfile says about running it, and where its `/` was put. */
export type Image = {
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
};

/** Reads the instructions of a Dockerfile; lines that end in a backslash go on. */
export function parseDockerfile(text: string): Instruction[] {
  return text
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return { name: name.toUpperCase(), rest };
    });
}

/** The judge of a .dockerignore file: the last pattern that fits a path decides, also one that fits a folder above it. */
export function readDockerignore(text: string): (path: string) => boolean {
  const patterns = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const glob = line.replace(/^!/, '');
      const source = glob
        .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('**/', '\u0000')
        .replaceAll('*', '[^/]*')
        .replaceAll('\u0000', '(?:.*/)?');
      return { ignored: !line.startsWith('!'), fits: new RegExp(`^${source}(?:/.*)?$`) };
    });
  return (path) => patterns.findLast(({ fits }) => fits.test(path))?.ignored ?? false;
}

/** The environment of a command in a fresh image: nothing of an npm that runs around this one. */
function cleanEnvironment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD$|NODE_ENV$|VITEST|VITE_|NODE_OPTIONS$)/i.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    npm_config_prefer_offline: 'true',
    ...env,
  };
}

/**
 * Does what `docker build` does, without Docker: each stage is a folder, COPY copies into it and RUN runs there.
 * RUN lines must therefore name relative paths. Base images are taken for the machine with this process's Node.
 */
export async function buildWithoutDocker(context: string, dockerfile: string, into: string): Promise<Image> {
  const ignored = readDockerignore(readFileSync(join(context, '.dockerignore'), 'utf8'));
  const stages = new Map<string, Image>();
  let stage: Image | undefined;
  for (const { name, rest } of parseDockerfile(readFileSync(join(context, dockerfile), 'utf8'))) {
    if (name === 'FROM') {
      const [base = '', , alias = 'image'] = rest.split(/\s+/);
      const parent = stages.get(base);
      const root = join(into, alias);
      await rm(root, { recursive: true, force: true });
      await mkdir(root, { recursive: true });
      if (parent) await cp(parent.root, root, { recursive: true, verbatimSymlinks: true });
      stage = { ...(parent ?? { workdir: '/', env: {}, user: undefined, command: [], healthcheck: [] }), root };
      stages.set(alias, stage);
      continue;
    }
    if (!stage) throw new Error(`${name} before FROM`);
    const inside = (path: string): string =>
      path.startsWith('/') ? join(stage!.root, path) : resolve(join(stage!.root, stage!.workdir), path);
    const change = (what: Partial<Image>) => {
      const [alias] = [...stages].at(-1) ?? ['image'];
      stage = { ...stage!, ...what };
      stages.set(alias, stage);
    };
    if (name === 'WORKDIR') {
      change({ workdir: rest });
      await mkdir(inside('.'), { recursive: true });
    } else if (name === 'ENV') {
      const pairs = rest.split(/\s+/).map((pair) => /^(\w+)=(.*)$/.exec(pair)?.slice(1) ?? []);
      change({ env: { ...stage.env, ...Object.fromEntries(pairs) } });
    } else if (name === 'COPY') {
      const words = rest.split(/\s+/);
      const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
      const paths = words.filter((word) => !word.startsWith('--'));
      const target = paths.pop() ?? '';
      const source = from === undefined ? undefined : stages.get(from);
      if (from !== undefined && !source) throw new Error(`COPY from an unknown stage ${from}`);
      for (const path of paths) {
        const origin = source ? join(source.root, path) : join(context, path);
        const goal = target.endsWith('/') ? join(inside(target), path.split('/').at(-1) ?? '') : inside(target);
        await mkdir(dirname(goal), { recursive: true });
        await cp(origin, goal, {
          recursive: true,
          verbatimSymlinks: true,
          filter: (file) => source !== undefined || file === origin || !ignored(file.slice(context.length + 1)),
        });
        if (!source && ignored(path)) throw new Error(`COPY ${path}: kept out by .dockerignore`);
      }
    } else if (name === 'RUN') {
      const run = spawnSync('sh', ['-c', rest], {
        cwd: inside('.'),
        env: cleanEnvironment(stage.env),
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
      });
      if (run.status !== 0) throw new Error(`RUN ${rest}: exit ${run.status}\n${run.stdout}${run.stderr}`);
    } else if (name === 'USER') change({ user: rest });
    else if (name === 'CMD') change({ command: JSON.parse(rest) as string[] });
    else if (name === 'HEALTHCHECK')
      change({ healthcheck: JSON.parse(rest.slice(rest.indexOf('CMD') + 3)) as string[] });
    else if (!['VOLUME', 'EXPOSE'].includes(name)) throw new Error(`${name} is not known here`);
  }
  if (!stage) throw new Error('The Dockerfile is empty');
  return stage;
}

/** Runs `words` of an image as its container would, and returns the environment and folder for it. */
export function inImage(image: Image, env: Readonly<Record<string, string>>): { cwd: string; env: NodeJS.ProcessEnv } {
  return { cwd: join(image.root, image.workdir), env: { ...cleanEnvironment(image.env), ...env } };
}
