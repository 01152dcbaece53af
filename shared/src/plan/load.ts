import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type YAMLError,
} from 'yaml';
import type { Json, JsonObject } from '../kernel/json.ts';
import { checkPlan } from './check.ts';
import { objectOf } from './draft.ts';
import type { Label } from './label.ts';
import type { PlanPath, Problem } from './problem.ts';
import { plan, type Plan } from './schema.ts';

/** One mistake or warning of a plan file: where it is and what is wrong. */
export type PlanIssue = {
  readonly file: string;
  /** Keys and list indices from the top, joined by dots; empty for the file as a whole. */
  readonly path: string;
  /** From 1; null where the file has no such place. */
  readonly line: number | null;
  readonly message: Label;
};

export type PlanLoad =
  | { readonly ok: true; readonly plan: Plan; readonly source: JsonObject; readonly warnings: readonly PlanIssue[] }
  | { readonly ok: false; readonly issues: readonly PlanIssue[]; readonly warnings: readonly PlanIssue[] };

/**
 * Reads a plan file (YAML). A wrong file is refused with all its mistakes at once; `source` is the file's JSON,
 * which an adopting event carries and `parsePlan` reads back.
 */
export function loadPlan(text: string, file: string): PlanLoad {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const syntax = document.errors.map((error) => syntaxIssue(error, file, lines));
  // A key written twice leaves the rest readable; any other mistake of syntax does not.
  if (document.errors.some((error) => error.code !== 'DUPLICATE_KEY'))
    return { ok: false, issues: syntax, warnings: [] };
  const source = jsonOf(document);
  if (!source)
    return {
      ok: false,
      issues: [
        ...syntax,
        whole(file, { zh: '这不是一份预案文件', en: 'is not a plan file: a block of keys is needed' }),
      ],
      warnings: [],
    };
  const checked = checkPlan(source);
  const place = (entry: Problem): PlanIssue => ({
    file,
    path: entry.path.join('.'),
    line: lineAt(document, entry.path, lines),
    message: entry.message,
  });
  const warnings = checked.warnings.map(place);
  const issues = [...syntax, ...checked.problems.map(place)].toSorted(byLine);
  if (issues.length > 0) return { ok: false, issues, warnings };
  return { ok: true, plan: parsePlan(source), source, warnings };
}

/**
 * Reads a plan back from the JSON of its file, as the log carries it. Checks its shape only: an adopted edition was checked when it
 * was adopted, and a stricter check of a later version never makes an old log unreadable. Throws where it is no plan.
 */
export function parsePlan(source: JsonObject): Plan {
  return plan.parse(source);
}

/** One line for a log or a terminal. */
export function issueLine(issue: PlanIssue, language: keyof Label): string {
  const line = issue.line === null ? '' : `:${issue.line}`;
  return `${issue.file}${line} ${issue.path === '' ? '' : `${issue.path}: `}${issue.message[language]}`;
}

function jsonOf(document: Document): JsonObject | undefined {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 200 });
    return objectOf(asJson(value));
  } catch (error) {
    // Aliases that blow up, or a tag that makes no JSON: no plan.
    if (error instanceof ReferenceError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function asJson(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  // Minus zero and the infinities have no canonical form; as text they are refused where a number is asked for.
  if (typeof value === 'number') return Number.isFinite(value) ? (value === 0 ? 0 : value) : String(value);
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, member]): [string, Json] => [key, asJson(member)]));
  throw new TypeError(`Not JSON: ${typeof value}`);
}

const SYNTAX: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: '同一处有两个相同的键',
  BAD_INDENT: '缩进不对',
  TAB_AS_INDENT: '不能用制表符缩进',
  MISSING_CHAR: '缺少符号（引号、括号或冒号）',
  UNEXPECTED_TOKEN: '此处有多余的内容',
  BLOCK_AS_IMPLICIT_KEY: '一行里有两个冒号：内容要加引号',
  BAD_ALIAS: '引用（*）写得不对',
  MULTIPLE_DOCS: '一个文件只放一份预案',
};

function syntaxIssue(error: YAMLError, file: string, lines: LineCounter): PlanIssue {
  const { line, col } = lines.linePos(error.pos[0]);
  const said = (error.message.split('\n')[0] ?? error.message).replace(/ at line \d+, column \d+:?$/, '');
  return {
    file,
    path: '',
    line,
    message: {
      zh: `第 ${line} 行第 ${col} 列：${SYNTAX[error.code] ?? 'YAML 写法不对'}（${said}）`,
      en: `line ${line}, column ${col}: ${said}`,
    },
  };
}

function whole(file: string, message: Label): PlanIssue {
  return { file, path: '', line: null, message };
}

/** The line of the place, or of the nearest place around it that is written down. */
function lineAt(document: Document, path: PlanPath, lines: LineCounter): number | null {
  let node: unknown = document.contents;
  let offset = rangeStart(node);
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (!pair) break;
      offset = rangeStart(pair.key) ?? offset;
      next = pair.value;
    } else if (isSeq(node) && typeof key === 'number') {
      next = node.items[key];
      offset = rangeStart(next) ?? offset;
    }
    if (next === undefined) break;
    node = next;
  }
  return offset === undefined ? null : lines.linePos(offset).line;
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const range: unknown = node.range;
  const first: unknown = Array.isArray(range) ? range[0] : undefined;
  return typeof first === 'number' ? first : undefined;
}

function byLine(a: PlanIssue, b: PlanIssue): number {
  return (a.line ?? 0) - (b.line ?? 0);
}
