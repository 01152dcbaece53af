import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const entry = z.looseObject({
  version: z.string().optional(),
  link: z.boolean().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
const lock = z
  .object({ packages: z.record(z.string(), entry) })
  .parse(JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')));

/** As Node looks for a package: in the own node_modules, then in those of each folder above. */
function found(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.replace(/(^|\/)[^/]+$/, '')) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

describe('the lockfile', () => {
  // npm ci refuses a lockfile that leaves one out, also where it is for another platform; a registry mirror without it makes npm leave it out.
  it('names every package that a package asks for, those of other platforms too', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !found(path, name))
        .map((name) => `${path} -> ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('pins one Node 24 for each platform that has one', () => {
    const versions = ['linux-x64', 'linux-arm64', 'win-x64'].map(
      (platform) => lock.packages[`node_modules/node-${platform}`]?.version,
    );
    expect(new Set(versions).size).toBe(1);
    expect(versions[0]).toMatch(/^24\./);
  });
});
