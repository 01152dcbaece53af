import type { Json, JsonObject } from '../kernel/json.ts';
import type { Anchor } from './anchor.ts';
import { type Condition, type FactTest, QUANTITY_TESTS } from './condition.ts';
import { rawAt } from './draft.ts';
import type { EvidenceRule } from './evidence.ts';
import type { Fact, FactPoint } from './fact.ts';
import type { Names } from './names.ts';
import type { PlanPath, Problem } from './problem.ts';
import { isIncidentTime } from './same-event.ts';

type Kind = 'roles' | 'facts' | 'settings' | 'hops' | 'decisions' | 'rules' | 'questions' | 'mechanisms' | 'reports';

const KINDS: Readonly<Record<Kind, { readonly zh: string; readonly en: string }>> = {
  roles: { zh: '角色', en: 'role' },
  facts: { zh: '要素', en: 'fact' },
  settings: { zh: '设置', en: 'setting' },
  hops: { zh: '传递环节', en: 'hop' },
  decisions: { zh: '决定环节', en: 'decision hop' },
  rules: { zh: '规则', en: 'rule' },
  questions: { zh: '必要时规则（ifNeeded）', en: 'rule with ifNeeded' },
  mechanisms: { zh: '机制', en: 'mechanism' },
  reports: { zh: '报告种类', en: 'report kind' },
};

/** Looks up each name that a plan uses, notes that it is used, and collects what is wrong. */
export class Checker {
  readonly problems: Problem[] = [];
  readonly used: Record<Kind, Set<string>> = {
    roles: new Set(),
    facts: new Set(),
    settings: new Set(),
    hops: new Set(),
    decisions: new Set(),
    rules: new Set(),
    questions: new Set(),
    mechanisms: new Set(),
    reports: new Set(),
  };
  readonly #source: JsonObject;
  readonly #names: Names;
  readonly #facts: ReadonlyMap<string, Fact>;

  constructor(source: JsonObject, names: Names, facts: ReadonlyMap<string, Fact>) {
    this.#source = source;
    this.#names = names;
    this.#facts = facts;
  }

  add(path: PlanPath, zh: string, en: string): void {
    this.problems.push({ path, message: { zh, en } });
  }

  /** The name must be declared. */
  known(kind: Kind, id: string, path: PlanPath): boolean {
    this.used[kind].add(id);
    if (this.#names[kind].has(id)) return true;
    const words = KINDS[kind];
    this.add(path, `没有名为“${id}”的${words.zh}`, `there is no ${words.en} "${id}"`);
    return false;
  }

  roles(ids: readonly string[], path: PlanPath): void {
    for (const [index, id] of ids.entries()) this.known('roles', id, this.#item(path, index));
  }

  /** A fact of the plan or one of the incident's own times; undefined where there is none such, or it could not be read. */
  fact(id: string, path: PlanPath): Fact['type'] | undefined {
    if (isIncidentTime(id)) return 'instant';
    return this.known('facts', id, path) ? this.#facts.get(id)?.type : undefined;
  }

  classes(ids: readonly string[], path: PlanPath): void {
    for (const [index, id] of ids.entries())
      if (!this.#names.classes.has(id))
        this.add(this.#item(path, index), `没有名为“${id}”的类别`, `there is no class "${id}"`);
  }

  /** The grade must be on the scale of one of the classes that can be meant. */
  grade(id: string, path: PlanPath, classes: readonly string[]): void {
    const scales = classes.map((entry) => this.#names.classes.get(entry));
    if (scales.some((scale) => scale !== undefined && this.#names.scales.get(scale)?.includes(id) === true)) return;
    const every = [...this.#names.scales.values()].some((grades) => grades.includes(id));
    if (every)
      this.add(
        path,
        `等级“${id}”不属于${classes.join('、')}的等级`,
        `the grade "${id}" is not on the scale of ${classes.join(', ')}`,
      );
    else this.add(path, `没有名为“${id}”的等级`, `there is no grade "${id}"`);
  }

  get allClasses(): readonly string[] {
    return [...this.#names.classes.keys()];
  }

  condition(condition: Condition, path: PlanPath, classes = classesOf(condition, this.allClasses)): void {
    if ('all' in condition)
      for (const [index, inner] of condition.all.entries()) this.condition(inner, [...path, 'all', index], classes);
    else if ('any' in condition)
      for (const [index, inner] of condition.any.entries())
        this.condition(inner, [...path, 'any', index], classesOf(inner, classes));
    else if ('not' in condition) this.condition(condition.not, [...path, 'not'], classes);
    else if ('fact' in condition) this.#factTest(condition, path);
    else if ('class' in condition) this.classes(condition.class, [...path, 'class']);
    else if ('grade' in condition)
      for (const [index, grade] of condition.grade.entries())
        this.grade(grade, this.#item([...path, 'grade'], index), classes);
    else if ('gradeAtLeast' in condition) this.grade(condition.gradeAtLeast, [...path, 'gradeAtLeast'], classes);
    else if ('setting' in condition) {
      if (this.known('settings', condition.setting, [...path, 'setting'])) {
        if (this.#names.settings.get(condition.setting)?.has(condition.is) === false)
          this.add(
            [...path, 'is'],
            `设置“${condition.setting}”没有选项“${condition.is}”`,
            `the setting "${condition.setting}" has no option "${condition.is}"`,
          );
      }
    } else if ('decided' in condition) this.known('decisions', condition.decided, [...path, 'decided']);
    else if ('mechanism' in condition) this.known('mechanisms', condition.mechanism, [...path, 'mechanism']);
    else if ('answered' in condition) this.known('questions', condition.answered, [...path, 'answered']);
  }

  #factTest(test: FactTest, path: PlanPath): void {
    const type = this.fact(test.fact, [...path, 'fact']);
    if (type === undefined) return;
    const bounds = QUANTITY_TESTS.filter((key) => test[key] !== undefined);
    if (type !== 'duration' && type !== 'count')
      for (const key of bounds)
        this.add(
          [...path, key],
          `“${test.fact}”不是数量或时长，不能比大小`,
          `"${test.fact}" is no count and no duration; it cannot be compared by ${key}`,
        );
    for (const key of bounds) {
      const written = rawAt(this.#source, [...path, key]);
      if (type === 'duration' && typeof written === 'number')
        this.add(
          [...path, key],
          `“${test.fact}”是时长，要写成 PT12H 这样`,
          `"${test.fact}" is a duration; write PT12H, not a bare number`,
        );
      if (type === 'count' && typeof written === 'string')
        this.add([...path, key], `“${test.fact}”是数量，不能和时长比`, `"${test.fact}" is a count, not a duration`);
    }
    if (test.is !== undefined) this.value(test.fact, type, test.is, [...path, 'is']);
    for (const [index, value] of (test.oneOf ?? []).entries())
      this.value(test.fact, type, value, [...path, 'oneOf', index]);
  }

  /** The value must be one that the fact can have. */
  value(id: string, type: Fact['type'], value: string | number | boolean, path: PlanPath): void {
    const fact = this.#facts.get(id);
    const say = (zh: string, en: string): void => this.add(path, `“${id}”${zh}`, `"${id}" ${en}`);
    switch (type) {
      case 'flag':
        if (typeof value !== 'boolean') say('是是非项，应为 true 或 false', 'is a flag; it is true or false');
        return;
      case 'count':
        if (typeof value !== 'number') say('是数量，应为数字', 'is a count; it is a number');
        return;
      case 'choice': {
        const options = fact?.type === 'choice' ? fact.of.map((option) => option.id) : [];
        if (typeof value !== 'string' || !options.includes(value))
          say(
            `没有选项“${String(value)}”：${options.join('、')}`,
            `has no option "${String(value)}": ${options.join(', ')}`,
          );
        return;
      }
      case 'instant': {
        const words = fact?.type === 'instant' ? fact.or.map((option) => option.id) : [];
        if (typeof value !== 'string' || !words.includes(value))
          say(
            `是时刻，只能和它的词比：${words.join('、') || '（没有）'}`,
            `is an instant; it can be compared with its words only: ${words.join(', ') || '(none)'}`,
          );
        return;
      }
      case 'text':
        if (typeof value !== 'string') say('是文字', 'is text');
        return;
      case 'duration':
        say('是时长，用 above、atLeast、below、atMost 比', 'is a duration; use above, atLeast, below or atMost');
        return;
      default:
        return type satisfies never;
    }
  }

  anchor(anchor: Anchor, path: PlanPath): void {
    if ('setting' in anchor) this.known('settings', anchor.setting, [...path, 'setting']);
    else if ('fact' in anchor) {
      const type = this.fact(anchor.fact, [...path, 'fact']);
      if (isIncidentTime(anchor.fact))
        this.add(
          [...path, 'fact'],
          `“${anchor.fact}”是事件自带的时刻，写成 { time: ${anchor.fact} }`,
          `"${anchor.fact}" is one of the incident's own times; write { time: ${anchor.fact} }`,
        );
      else if (type === 'duration')
        this.add(
          [...path, 'fact'],
          `时长“${anchor.fact}”不能作起点`,
          `the duration "${anchor.fact}" cannot start a clock`,
        );
      else if (type !== undefined && anchor.is !== undefined) this.value(anchor.fact, type, anchor.is, [...path, 'is']);
    } else if ('hop' in anchor) this.known('hops', anchor.hop, [...path, 'hop']);
    else if ('report' in anchor) this.known('reports', anchor.report, [...path, 'report']);
    else if ('mechanism' in anchor) this.known('mechanisms', anchor.mechanism, [...path, 'mechanism']);
    else if ('decided' in anchor) this.known('decisions', anchor.decided, [...path, 'decided']);
    else if ('answered' in anchor) this.known('questions', anchor.answered, [...path, 'answered']);
  }

  evidence(stop: EvidenceRule, path: PlanPath, classes: readonly string[]): void {
    if ('anyOf' in stop)
      for (const [index, inner] of stop.anyOf.entries()) this.evidence(inner, [...path, 'anyOf', index], classes);
    else if ('allOf' in stop)
      for (const [index, inner] of stop.allOf.entries()) this.evidence(inner, [...path, 'allOf', index], classes);
    else if ('told' in stop) this.roles(stop.told, [...path, 'told']);
    else if ('fact' in stop) {
      const type = this.fact(stop.fact, [...path, 'fact']);
      if (type === 'duration')
        this.add([...path, 'fact'], `时长“${stop.fact}”不能作终点`, `the duration "${stop.fact}" cannot stop a clock`);
      else if (type !== undefined && stop.is !== undefined) this.value(stop.fact, type, stop.is, [...path, 'is']);
    } else if ('gradeAtLeast' in stop) this.grade(stop.gradeAtLeast, [...path, 'gradeAtLeast'], classes);
    else if ('report' in stop) {
      for (const [index, kind] of stop.report.entries())
        this.known('reports', kind, this.#item([...path, 'report'], index));
      this.roles(stop.to ?? [], [...path, 'to']);
      if (stop.to !== undefined && stop.toThoseTold === true)
        this.add([...path, 'toThoseTold'], 'to 与 toThoseTold 只能写一项', 'takes either to or toThoseTold, not both');
    } else if ('arrived' in stop) this.roles(stop.arrived, [...path, 'arrived']);
    else if ('mechanism' in stop) this.known('mechanisms', stop.mechanism, [...path, 'mechanism']);
    else if ('decided' in stop) this.known('decisions', stop.decided, [...path, 'decided']);
  }

  /** The ends of a duration are instants: facts, the incident's own times, or now. */
  point(point: FactPoint, path: PlanPath): void {
    if (typeof point === 'string') {
      if (point === 'now') return;
      const type = this.fact(point, path);
      if (type !== undefined && type !== 'instant')
        this.add(
          path,
          `“${point}”不是时刻，不能作时长的端点`,
          `"${point}" is no instant; a duration cannot run from or to it`,
        );
      return;
    }
    const [key, inner] = 'first' in point ? (['first', point.first] as const) : (['latest', point.latest] as const);
    for (const [index, entry] of inner.entries()) this.point(entry, [...path, key, index]);
  }

  /** A list's item, unless it was written as one word. */
  #item(path: PlanPath, index: number): PlanPath {
    const raw: Json | undefined = rawAt(this.#source, path);
    return Array.isArray(raw) ? [...path, index] : path;
  }
}

/** The classes for which a condition can hold at all. */
export function classesOf(condition: Condition | undefined, all: readonly string[]): readonly string[] {
  if (condition === undefined) return all;
  if ('class' in condition) return all.filter((entry) => condition.class.includes(entry));
  if ('all' in condition) return condition.all.reduce((left, inner) => classesOf(inner, left), all);
  if ('any' in condition)
    return all.filter((entry) => condition.any.some((inner) => classesOf(inner, [entry]).length > 0));
  return all;
}
