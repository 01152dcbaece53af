// The arrows between packages and floors, and the purity of `shared`, checked on the text of every source file.
// Also run by itself: `node tests/bin/boundaries.mjs [ROOT]`. Exit 1 with one line per breach.
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What each package may import of the others. */
const PACKAGES = { shared: [], client: ['shared'], server: ['shared'], tests: ['shared', 'server', 'client'] };

/** The roof of `shared`: only these floors stand on it. */
const ROOF = ['board', 'timeline'];
const ABOVE_THE_ROOF = [...ROOF, 'protocol', 'scenario'];

/** What would let the world into the core. Time, chance, ids and the machine come in as arguments. */
const IMPURE = [
  [/\bDate\.now\s*\(/, 'reads the clock (Date.now)'],
  [/\bnew Date\s*(\(\s*\)|(?!\s*\())/, 'reads the clock (new Date without an instant)'],
  [/(?<!new )(?<![\w.])Date\s*\(/, 'reads the clock (Date as a function)'],
  [/\bperformance\.(now|timeOrigin)\b/, 'reads the clock (performance)'],
  [/\bMath\.random\b/, 'draws by chance (Math.random)'],
  [/\bcrypto\.(randomUUID|getRandomValues)\b/, 'draws by chance (crypto)'],
];
/** Names of the machine and of the page, unless the file gives the name to something of its own. */
const WORLDLY =
  /(?<![\w.$'-])(?:(process|window|document|navigator|localStorage)\s*[.[]|(setTimeout|setInterval|setImmediate|fetch|require)\s*\()/g;
const declares = (code, name) =>
  new RegExp(`\\b(?:const|let|function|class)\\s+${name}\\b|[({,]\\s*${name}\\s*[:,)}=?]`).test(code);

const isTest = (path) => /\.test\.tsx?$/.test(path);
/** Tests and what helps them: outside the product, and outside its purity. */
const isOfTests = (path) => isTest(path) || path.includes('/test-support/');
const isSource = (path) => /\.(ts|tsx|mts|mjs|js|jsx)$/.test(path) && !path.endsWith('.d.ts');

function* walk(root, folder) {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['node_modules', 'dist', 'data', 'coverage'].includes(entry.name)) yield* walk(root, path);
    } else if (isSource(path)) yield path;
  }
}

/** The text with comments blanked and, in `code`, strings blanked as well; line numbers stay. */
export function strip(text) {
  let bare = '';
  let code = '';
  let at = 0;
  const blank = (part) => part.replaceAll(/[^\n]/g, ' ');
  while (at < text.length) {
    const rest = text.slice(at, at + 2);
    let end = at + 1;
    if (rest === '//') {
      end = text.indexOf('\n', at);
      if (end < 0) end = text.length;
      bare += blank(text.slice(at, end));
      code += blank(text.slice(at, end));
    } else if (rest === '/*') {
      end = text.indexOf('*/', at + 2);
      end = end < 0 ? text.length : end + 2;
      bare += blank(text.slice(at, end));
      code += blank(text.slice(at, end));
    } else if (text[at] === "'" || text[at] === '"') {
      const quote = text[at];
      while (end < text.length && text[end] !== quote && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
      const closed = text[end] === quote;
      bare += text.slice(at, end) + (closed ? quote : '');
      code += quote + blank(text.slice(at + 1, end)) + (closed ? quote : '');
      if (closed) end += 1;
    } else {
      bare += text[at];
      code += text[at];
    }
    at = end;
  }
  return { bare, code };
}

const IMPORT = /\b(?:import|export)\b(?:[\s\w*{},$]+?\bfrom\s*)?\s*\(?\s*(['"])( *)\1|\bnew URL\(\s*(['"])( *)\3/dg;

/** Found where strings are blanked, so that no text counts as an import; the names are read from where they are not. */
function importsOf({ bare, code }) {
  return [...code.matchAll(IMPORT)]
    .map((match) => ({ match, span: match.indices[2] ?? match.indices[4] }))
    .map(({ match, span }) => ({
      name: bare.slice(...span),
      url: match[4] !== undefined,
      line: code.slice(0, match.index).split('\n').length,
    }))
    .filter(({ name, url }) => !url || /^\..*\.[cm]?[jt]sx?$/.test(name));
}

/** Where an import leads: a path of the repository, a package, or a part of Node. */
function resolveImport(from, name) {
  if (name.startsWith('.')) return { path: posix.join(posix.dirname(from), name) };
  const own = /^@duty-room\/([^/]+)(?:\/(.+))?$/.exec(name);
  if (own) {
    const [, target, subpath = ''] = own;
    return { path: subpath.startsWith('plans/') ? `${target}/${subpath}` : `${target}/src/${subpath}.ts`, named: true };
  }
  return isBuiltin(name) ? { builtin: name } : { external: name };
}

const floorOf = (path) => /^shared\/src\/([^/]+)\//.exec(path)?.[1];

function judge(from, target, allowedInShared) {
  const home = from.split('/')[0];
  const test = isOfTests(from);
  if (home === 'shared' && !test) {
    if (target.builtin) return `imports ${target.builtin}: shared is pure`;
    if (
      target.external &&
      !allowedInShared.some((name) => target.external === name || target.external.startsWith(`${name}/`))
    )
      return `imports ${target.external}: not a dependency of shared`;
  }
  if (home === 'client' && target.builtin && !test && from.startsWith('client/src/'))
    return `imports ${target.builtin}: the client runs in a browser`;
  if (!target.path) return undefined;
  const there = target.path.split('/')[0];
  if (there !== home) {
    if (!(there in PACKAGES) || !PACKAGES[home].includes(there)) return `imports from ${there}: ${home} may not`;
    if (!target.named && home !== 'tests') return `reaches into ${there} by path: import it by its package name`;
  }
  if (isTest(target.path) || (isOfTests(target.path) && !test && home !== 'tests'))
    return 'imports what belongs to tests';
  const [floor, below] = [floorOf(from), floorOf(target.path)];
  if (!floor || !below || floor === below || test) return undefined;
  if (floor === 'kernel') return `the kernel is the ground floor: it imports nothing of ${below}`;
  if (ROOF.includes(below) && !ABOVE_THE_ROOF.includes(floor))
    return `${below} is the roof: ${floor} may not stand on it`;
  if (floor === 'plan' && below === 'incident') return 'a plan knows no incident';
  return undefined;
}

/** Every breach below `root`, as `path:line: what`. */
export function breaches(root) {
  const found = [];
  let allowedInShared = [];
  try {
    allowedInShared = Object.keys(
      JSON.parse(readFileSync(join(root, 'shared/package.json'), 'utf8')).dependencies ?? {},
    );
  } catch {
    // Without a manifest nothing is allowed.
  }
  for (const path of Object.keys(PACKAGES).flatMap((name) => [...walk(root, name)])) {
    const text = strip(readFileSync(join(root, path), 'utf8'));
    for (const { name, line } of importsOf(text)) {
      const what = judge(path, resolveImport(path, name), allowedInShared);
      if (what) found.push(`${path}:${line}: ${what}`);
    }
    if (!path.startsWith('shared/src/') || isOfTests(path)) continue;
    text.code.split('\n').forEach((line, index) => {
      for (const [pattern, what] of IMPURE) if (pattern.test(line)) found.push(`${path}:${index + 1}: ${what}`);
      for (const [, thing, act] of line.matchAll(WORLDLY)) {
        const name = thing ?? act;
        if (!declares(text.code, name))
          found.push(`${path}:${index + 1}: reaches for the machine or the page (${name})`);
      }
    });
  }
  return found;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = resolve(process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url)));
  const found = breaches(root);
  for (const line of found) console.log(line);
  process.exitCode = found.length === 0 ? 0 : 1;
}
