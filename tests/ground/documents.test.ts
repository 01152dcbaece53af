import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const at = (path: string) => new URL(`../../${path}`, import.meta.url);
const decisions = readdirSync(at('docs/adr')).map((name) => `docs/adr/${name}`);
const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...decisions];

describe('the documents', () => {
  it.each(documents)('%s points to files that are there', (document) => {
    const text = readFileSync(at(document), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
    const gone = links.filter((link) => !existsSync(new URL(link, at(document))));
    expect(gone).toEqual([]);
  });

  it('explain every setting that the server reads', () => {
    const source = readFileSync(at('server/src/config.ts'), 'utf8');
    const names = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): z$|^ {2}([A-Z][A-Z_]+): z\./gm)].map(
      ([, a, b]) => a ?? b ?? '',
    );
    expect(names.length).toBeGreaterThanOrEqual(9);
    const readme = readFileSync(at('README.md'), 'utf8');
    expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('name only commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { scripts: Record<string, string> };
    const text = documents.map((document) => readFileSync(at(document), 'utf8')).join('\n');
    const named = [...text.matchAll(/npm (?:run ([\w-]+)|(start|test)\b)/g)].map(([, run, own]) => run ?? own ?? '');
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('number the decisions without a gap', () => {
    const numbers = decisions.map((path) => Number(/\/(\d{4})-/.exec(path)?.[1])).toSorted((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});
