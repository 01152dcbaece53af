import type { JsonObject } from '../kernel/json.ts';
import type { Anchor, PlainAnchor } from './anchor.ts';
import { type Cell, cellsOf, holdsIn } from './cell.ts';
import { Checker, classesOf } from './checker.ts';
import { draftOf, type Entry, type PlanDraft, rawAt } from './draft.ts';
import type { EvidenceRule } from './evidence.ts';
import { type Names, namesOf } from './names.ts';
import type { PlanPath, Problem } from './problem.ts';
import { isIncidentTime, isOwnStop } from './same-event.ts';
import type { PlanChain, PlanRule } from './schema.ts';

/** Everything that is wrong with a plan's JSON, shape and sense together, and what looks forgotten. */
export function checkPlan(source: JsonObject): {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
} {
  const shape = draftOf(source);
  const { names, problems: doubles } = namesOf(source);
  const { draft } = shape;
  const checker = new Checker(source, names, new Map(draft.facts.map((fact) => [fact.id, fact.value])));
  if (draft.office !== undefined) checker.known('roles', draft.office, ['office']);
  facts(draft, checker);
  settings(draft, names, checker);
  classes(draft, names, checker);
  chains(draft, checker);
  for (const entry of draft.rules) rule(entry, source, draft, checker);
  others(draft, checker);
  const warnings: Problem[] = [];
  if (draft.rules.every((entry) => entry.whole) && draft.chains.every((entry) => entry.whole)) {
    relays(draft, names, checker);
    if (draft.whole) warnings.push(...unused(draft, names, checker));
  }
  return { problems: [...shape.problems, ...doubles, ...checker.problems], warnings };
}

function facts(draft: PlanDraft, checker: Checker): void {
  for (const { path, id, value } of draft.facts) {
    if (isIncidentTime(id) || id === 'now')
      checker.add(
        path,
        `“${id}”是事件自带的时刻，不能再定义`,
        `"${id}" is one of the incident's own times and cannot be declared`,
      );
    if (value.type !== 'duration') continue;
    checker.point(value.from, [...path, 'from']);
    checker.point(value.to, [...path, 'to']);
  }
}

function settings(draft: PlanDraft, names: Names, checker: Checker): void {
  for (const { path, id, value } of draft.settings) {
    if (names.settings.get(id)?.has(value.default) === false)
      checker.add([...path, 'default'], `没有选项“${value.default}”`, `there is no option "${value.default}"`);
    for (const [index, option] of value.options.entries())
      if (option.anchor) checker.anchor(option.anchor, [...path, 'options', index, 'anchor']);
  }
}

function classes(draft: PlanDraft, names: Names, checker: Checker): void {
  for (const { path, value } of draft.classes) {
    const { scale } = value;
    if (scale !== undefined && !names.scales.has(scale))
      checker.add([...path, 'scale'], `没有名为“${scale}”的等级表`, `there is no scale "${scale}"`);
    for (const [index, criterion] of value.criteria.entries()) {
      const at: PlanPath = [...path, 'criteria', index];
      if (scale === undefined)
        checker.add(at, '这一类没有等级表，不能有定级标准', 'this class has no scale and so no criteria');
      else if (names.scales.has(scale)) checker.grade(criterion.propose, [...at, 'propose'], [value.id]);
      checker.condition(criterion.when, [...at, 'when'], [value.id]);
    }
    for (const [index, fact] of value.intake.entries()) {
      const at: PlanPath = [...path, 'intake', index];
      if (checker.fact(fact, at) === 'duration')
        checker.add(at, `“${fact}”是推算的时长，不能填写`, `"${fact}" is a derived duration and cannot be typed in`);
    }
  }
}

function chains(draft: PlanDraft, checker: Checker): void {
  const known = new Map<string, string>();
  for (const { path, value } of draft.chains) {
    checker.condition(value.when, [...path, 'when']);
    for (const [index, hop] of value.hops.entries()) {
      const at: PlanPath = [...path, 'hops', index];
      checker.used.hops.add(hop.id);
      checker.known('roles', hop.from, [...at, 'from']);
      checker.roles(hop.to, [...at, 'to']);
      if (hop.decide) checker.known('roles', hop.decide.by, [...at, 'decide', 'by']);
      const meaning = JSON.stringify([hop.from, hop.to, hop.decide?.by ?? null]);
      const other = known.get(hop.id);
      if (other !== undefined && other !== meaning)
        checker.add(
          [...at, 'id'],
          `环节“${hop.id}”在别的程序里另有所指`,
          `the hop "${hop.id}" means something else in another chain`,
        );
      known.set(hop.id, other ?? meaning);
    }
  }
}

function rule({ path, value }: Entry<PlanRule>, source: JsonObject, draft: PlanDraft, checker: Checker): void {
  const can = classesOf(value.when, checker.allClasses);
  const has = (key: string): boolean => rawAt(source, [...path, key]) !== undefined;
  if (value.when) checker.condition(value.when, [...path, 'when']);
  const starts: readonly { anchor: Anchor; at: PlanPath }[] = [
    { anchor: value.start, at: [...path, 'start'] },
    ...value.startOf.map((other, index) => ({ anchor: other.start, at: [...path, 'startOf', index, 'start'] })),
  ];
  for (const [index, other] of value.startOf.entries())
    checker.condition(other.when, [...path, 'startOf', index, 'when']);
  for (const { anchor, at } of starts) {
    checker.anchor(anchor, at);
    if ('order' in anchor && value.per !== 'order')
      checker.add(
        at,
        '以派遣阶段起算的规则要写 per: order',
        'a rule that starts at a stage of an order needs per: order',
      );
    if ('became' in anchor && value.when === undefined && has('start'))
      checker.add(
        at,
        '没有 when，就没有“条件成立”的时刻',
        'without a condition (when) there is no instant at which it came to hold',
      );
    if ('setting' in anchor)
      for (const setting of draft.settings.filter((entry) => entry.id === anchor.setting))
        for (const option of setting.value.options.filter((entry) => entry.anchor === undefined))
          checker.add(
            at,
            `设置“${setting.id}”的选项“${option.id}”没有起点（anchor）`,
            `the option "${option.id}" of the setting "${setting.id}" has no anchor`,
          );
  }
  checker.evidence(value.stop, [...path, 'stop'], can);
  if (answers(value.stop) && !has('ifNeeded'))
    checker.add([...path, 'stop'], 'answered 只用于必要时规则（ifNeeded）', 'answered stops only a rule with ifNeeded');

  const line = has('limit') || has('asked');
  if (!line && !has('soft') && !has('ifNeeded'))
    checker.add(path, '要写明 limit、asked、soft 或 ifNeeded', 'needs one of limit, asked, soft, ifNeeded');
  if (value.limit !== undefined && value.asked)
    checker.add([...path, 'asked'], 'limit 与 asked 只能写一项', 'takes either limit or asked, not both');
  if (value.asked && value.per !== 'order')
    checker.add(
      [...path, 'asked'],
      '由派遣人定时限的规则要写 per: order',
      'a limit set by the person who orders needs per: order',
    );
  if (value.ifNeeded && line)
    checker.add([...path, 'ifNeeded'], '必要时规则没有时限', 'a duty "if needed" has no line');
  if (!line)
    for (const key of ['warn', 'forecast', 'demands', 'excludesLine'] as const)
      if (value[key] !== undefined && value[key] !== false)
        checker.add([...path, key], `没有时限，${key} 无从谈起`, `${key} needs a limit`);
  const left = value.warn?.left;
  if (typeof left === 'number' && value.limit !== undefined && left >= value.limit)
    checker.add([...path, 'warn', 'left'], '提前量不小于时限', 'the warning is not shorter than the limit');
  if (value.forecast !== undefined) {
    const type = checker.fact(value.forecast, [...path, 'forecast']);
    if (type !== undefined && type !== 'instant')
      checker.add([...path, 'forecast'], `“${value.forecast}”不是时刻`, `"${value.forecast}" is no instant`);
  }
  if (value.demands) checker.grade(value.demands.regrade, [...path, 'demands', 'regrade'], can);
  if (value.actor !== undefined) checker.known('roles', value.actor, [...path, 'actor']);
  checker.roles(value.recipients, [...path, 'recipients']);
  if (value.ifNeeded) checker.known('roles', value.ifNeeded.by, [...path, 'ifNeeded', 'by']);
  const media = mediaOf(value.stop);
  if (value.medium !== undefined && media.some((medium) => medium !== value.medium))
    checker.add(
      [...path, 'medium'],
      'medium 与终点（stop）要求的不同',
      'the medium differs from the one that stop asks for',
    );
}

function others(draft: PlanDraft, checker: Checker): void {
  for (const { path, value } of draft.mechanisms) {
    if (value.when) checker.condition(value.when, [...path, 'when']);
    checker.roles(value.roles, [...path, 'roles']);
  }
  for (const { path, value } of draft.reports)
    for (const [index, field] of value.fields.entries())
      if (field.fact !== undefined) checker.fact(field.fact, [...path, 'fields', index, 'fact']);
  for (const { path, value } of draft.crews)
    if (value.role !== undefined) checker.known('roles', value.role, [...path, 'role']);
}

/** Per class and grade: a relay rule has a chain there, and no clock is stopped by what starts it. */
function relays(draft: PlanDraft, names: Names, checker: Checker): void {
  const cells = cellsOf(names);
  const list = draft.chains.map((entry) => entry.value);
  const hops = list.flatMap((chain) => chain.hops);
  for (const { path, value } of draft.rules) {
    const said = new Set<string>();
    const once = (at: PlanPath, zh: string, en: string): void => {
      if (said.has(`${at.join('.')} ${en}`)) return;
      said.add(`${at.join('.')} ${en}`);
      checker.add(at, zh, en);
    };
    for (const cell of cells) {
      if (value.when && holdsIn(value.when, cell) === false) continue;
      const possible = chainsFor(cell, list);
      if (needsChain(value.stop)) covered(cell, possible.at(-1), [...path, 'stop'], once);
      const context = { office: draft.office, when: value.when, chains: possible, hops, grades: cell.grades };
      for (const { anchor, at } of startsFor(value, cell, path)) {
        for (const plain of plainOf(anchor, draft))
          if (isOwnStop(plain, value.stop, context)) {
            const name = nameOf(cell);
            once(
              at,
              `起点就是终点（${name}）：${JSON.stringify(plain)}，请用 startOf 另定起点`,
              `the start is also the stop (${name}): ${JSON.stringify(plain)}; give another start (startOf)`,
            );
          }
      }
    }
  }
}

/** The chains that can apply in a cell, in order; the last is the one that applies if nothing before does. */
function chainsFor(cell: Cell, list: readonly PlanChain[]): readonly PlanChain[] {
  const found: PlanChain[] = [];
  for (const chain of list) {
    const holds = holdsIn(chain.when, cell);
    if (holds === false) continue;
    found.push(chain);
    if (holds === true) break;
  }
  return found;
}

function covered(
  cell: Cell,
  last: PlanChain | undefined,
  at: PlanPath,
  say: (at: PlanPath, zh: string, en: string) => void,
): void {
  const name = nameOf(cell);
  const open = cell.grade === null && cell.grades.length > 0;
  if (last === undefined || holdsIn(last.when, cell) !== true)
    say(at, `${name}没有适用的传递程序`, `there is no chain for ${name}`);
  else if (open && !last.provisional)
    say(
      at,
      `${name}的传递程序“${last.id}”要标明 provisional: true`,
      `the chain "${last.id}" for ${name} must be provisional`,
    );
  else if (!open && last.provisional)
    say(
      at,
      `${name}的传递程序“${last.id}”不能是 provisional`,
      `the chain "${last.id}" for ${name} must not be provisional`,
    );
}

function startsFor(
  rule: PlanRule,
  cell: Cell,
  path: PlanPath,
): readonly { readonly anchor: Anchor; readonly at: PlanPath }[] {
  const found: { anchor: Anchor; at: PlanPath }[] = [];
  for (const [index, other] of rule.startOf.entries()) {
    const holds = holdsIn(other.when, cell);
    if (holds !== false) found.push({ anchor: other.start, at: [...path, 'startOf', index, 'start'] });
    if (holds === true) return found;
  }
  return [...found, { anchor: rule.start, at: [...path, 'start'] }];
}

function plainOf(anchor: Anchor, draft: PlanDraft): readonly PlainAnchor[] {
  if (!('setting' in anchor)) return [anchor];
  const setting = draft.settings.find((entry) => entry.id === anchor.setting);
  return (setting?.value.options ?? []).flatMap((option) => option.anchor ?? []);
}

function nameOf(cell: Cell): string {
  if (cell.grades.length === 0) return cell.class;
  return `${cell.class}/${cell.grade ?? 'ungraded'}`;
}

function needsChain(stop: EvidenceRule): boolean {
  if ('anyOf' in stop) return stop.anyOf.some(needsChain);
  if ('allOf' in stop) return stop.allOf.some(needsChain);
  return 'chain' in stop;
}

function answers(stop: EvidenceRule): boolean {
  if ('anyOf' in stop) return stop.anyOf.some(answers);
  if ('allOf' in stop) return stop.allOf.some(answers);
  return 'answered' in stop;
}

function mediaOf(stop: EvidenceRule): readonly ('phone' | 'written')[] {
  if ('anyOf' in stop) return stop.anyOf.flatMap(mediaOf);
  if ('allOf' in stop) return stop.allOf.flatMap(mediaOf);
  return 'report' in stop && stop.medium !== undefined ? [stop.medium] : [];
}

/** What is declared and used by nothing: most likely forgotten, but no mistake. */
function unused(draft: PlanDraft, names: Names, checker: Checker): readonly Problem[] {
  const cells = cellsOf(names);
  const list = draft.chains.map((entry) => entry.value);
  const reached = new Set(cells.flatMap((cell) => chainsFor(cell, list)));
  return [
    ...draft.roles
      .filter((entry) => !checker.used.roles.has(entry.value.id))
      .map(({ path, value }) => idle(path, '角色', 'role', value.id)),
    ...draft.facts
      .filter((entry) => !checker.used.facts.has(entry.id))
      .map(({ path, id }) => idle(path, '要素', 'fact', id)),
    ...draft.settings
      .filter((entry) => !checker.used.settings.has(entry.id))
      .map(({ path, id }) => idle(path, '设置', 'setting', id)),
    ...draft.chains
      .filter((entry) => !reached.has(entry.value))
      .map(({ path, value }) => idle(path, '传递程序', 'chain', value.id)),
  ];
}

function idle(path: PlanPath, zh: string, en: string, id: string): Problem {
  return { path, message: { zh: `${zh}“${id}”没有用到`, en: `the ${en} "${id}" is used by nothing` } };
}
