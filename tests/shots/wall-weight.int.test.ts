import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const client = fileURLToPath(new URL('../../client', import.meta.url));
/** The builder that the client's own package names. */
const vite = join(dirname(createRequire(`${client}/package.json`).resolve('vite/package.json')), 'bin/vite.js');
const out = mkdtempSync(join(tmpdir(), 'duty-room-weight-'));
const manifestOf = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]), css: z.array(z.string()).default([]) }),
);

/** What a browser loads for these entries: they and everything that they import at once. */
function files(manifest: z.infer<typeof manifestOf>, entries: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...entries];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const entry = manifest[name];
    if (!entry) throw new Error(`not in the manifest: ${name}`);
    if (found.has(entry.file)) continue;
    found.add(entry.file);
    open.push(...entry.imports);
  }
  return found;
}

describe('the built screens', () => {
  let manifest: z.infer<typeof manifestOf>;
  beforeAll(() => {
    const built = spawnSync(
      process.execPath,
      [vite, 'build', '--outDir', out, '--emptyOutDir', '--logLevel', 'error'],
      {
        cwd: client,
        encoding: 'utf8',
        env: { ...process.env, NODE_ENV: 'production' },
      },
    );
    if (built.status !== 0) throw new Error(built.stderr + built.stdout);
    manifest = manifestOf.parse(JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8')));
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  it('load at most 150 KB of scripts (gzip) on a wall, and neither router nor form controls', () => {
    const loaded = files(manifest, [
      'index.html',
      'src/wall/show-wall.tsx',
      'src/i18n/zh/common.ts',
      'src/i18n/zh/wall.ts',
    ]);
    const bytes = [...loaded].reduce(
      (sum, file) => sum + gzipSync(readFileSync(join(out, file)), { level: 9 }).length,
      0,
    );
    expect(bytes / 1024).toBeLessThanOrEqual(150);
    const text = [...loaded].map((file) => readFileSync(join(out, file), 'utf8')).join('');
    expect(text).not.toContain('react-aria');
    expect(text).not.toContain('Invariant failed: Could not find an active match');
  });

  it('bring no inline script, which the content security policy would refuse', () => {
    const html = readFileSync(join(out, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    expect(html).not.toMatch(/\bstyle=|<style/);
  });

  it('ship no style that a browser of 2021 does not know', () => {
    const css = Object.values(manifest)
      .flatMap((entry) => entry.css)
      .map((file) => readFileSync(join(out, file), 'utf8'))
      .join('');
    expect(css.length).toBeGreaterThan(10_000);
    for (const unknown of [/color-mix\(/, /:has\(/, /@container/, /@layer/, /\d(?:dvh|svh|lvh)/])
      expect(css).not.toMatch(unknown);
  });
});
