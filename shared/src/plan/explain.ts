import { assertNever } from '../kernel/assert-never.ts';
import { HOUR, MINUTE, type Millis, SECOND } from '../kernel/instant.ts';
import type { Anchor, IncidentTime, OrderStage, PlainAnchor } from './anchor.ts';
import { classesOf } from './checker.ts';
import type { Condition, FactTest } from './condition.ts';
import type { EvidenceRule } from './evidence.ts';
import type { Label } from './label.ts';
import type { Plan, PlanRule } from './schema.ts';

/** Says a rule back in one Chinese and one English sentence: when it applies, from when, until when, who, and what ends it. */
export function explainRule(plan: Plan, rule: PlanRule): Label {
  const words = new Words(plan, rule);
  const when = rule.when ? words.condition(rule.when) : undefined;
  const start = words.anchor(rule.start);
  const stop = words.evidence(rule.stop);
  const actor = rule.actor === undefined ? undefined : words.role(rule.actor);
  const limit = limitOf(rule);
  const more = words.additions(rule);
  const each = EACH[rule.per];
  const zh = [
    `${rule.label.zh}：${when ? `${when.zh}时，` : ''}${each.zh}从${start.zh}起${limit.zh}，${actor ? `由${actor.zh}负责，` : ''}直到${stop.zh}`,
    ...more.map((part) => part.zh),
  ];
  const en = [
    `${rule.label.en}${actor ? ` (${actor.en})` : ''}: ${when ? `where ${when.en}, ` : ''}${each.en}from ${start.en}${limit.en} until ${stop.en}`,
    ...more.map((part) => part.en),
  ];
  return { zh: `${zh.join('；')}。`, en: `${en.join('; ')}.` };
}

/** Says a condition in both languages, with the plan's own words. */
export function explainCondition(plan: Plan, condition: Condition): Label {
  return new Words(plan, undefined, condition).condition(condition);
}

/** A length of time in words: `PT15M` -> 15 分钟 / 15 minutes. */
export function explainDuration(length: Millis): Label {
  const zh: string[] = [];
  const en: string[] = [];
  let rest = length;
  for (const unit of UNITS) {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    if (count === 0) continue;
    zh.push(`${count} ${unit.zh}`);
    en.push(`${count} ${unit.en}${count === 1 ? '' : 's'}`);
  }
  return { zh: zh.join(' ') || '0 秒', en: en.join(' ') || '0 seconds' };
}

/** No days: the plans say 24 hours, not 1 day. */
const UNITS = [
  { ms: HOUR, zh: '小时', en: 'hour' },
  { ms: MINUTE, zh: '分钟', en: 'minute' },
  { ms: SECOND, zh: '秒', en: 'second' },
] as const;

const EACH: Readonly<Record<PlanRule['per'], Label>> = {
  incident: { zh: '', en: '' },
  order: { zh: '每次派遣', en: 'for each order ' },
  call: { zh: '每次来电', en: 'for each call ' },
};

const TIMES: Readonly<Record<IncidentTime, Label>> = {
  occurred: { zh: '发生', en: 'the occurrence' },
  discovered: { zh: '发现', en: 'the discovery' },
  received: { zh: '接报', en: 'the receipt' },
  confirmed: { zh: '核实', en: 'the confirmation' },
  handled: { zh: '处置完毕', en: 'the end of the handling' },
};

const STAGES: Readonly<Record<OrderStage, Label>> = {
  ordered: { zh: '派遣', en: 'the order' },
  acknowledged: { zh: '队伍应答', en: "the crew's acknowledgement" },
  departed: { zh: '队伍出发', en: "the crew's departure" },
  arrived: { zh: '队伍到场', en: "the crew's arrival" },
  done: { zh: '队伍完成任务', en: "the end of the crew's task" },
};

const MEDIA: Readonly<Record<'phone' | 'written', Label>> = {
  phone: { zh: '电话', en: 'phone ' },
  written: { zh: '书面', en: 'written ' },
};

function limitOf(rule: PlanRule): Label {
  const { soft } = rule;
  const line = rule.asked
    ? { zh: '，在派遣人所定时限内', en: ', within the time that the order sets' }
    : rule.limit === undefined
      ? undefined
      : lineOf(explainDuration(rule.limit), rule.excludesLine);
  if (!line) return { zh: soft ? `（${soft.zh}，不设时限）` : '', en: soft ? ` (${soft.en}; no line)` : '' };
  return { zh: `${line.zh}${soft ? `（${soft.zh}）` : ''}`, en: `${line.en}${soft ? ` (${soft.en})` : ''},` };
}

function lineOf(length: Label, excluded: boolean): Label {
  return excluded
    ? { zh: `不到 ${length.zh}的时间内`, en: ` in less than ${length.en}` }
    : { zh: ` ${length.zh}内`, en: ` within ${length.en}` };
}

class Words {
  readonly #plan: Plan;
  readonly #classes: readonly string[];

  constructor(plan: Plan, rule: PlanRule | undefined, when: Condition | undefined = rule?.when) {
    this.#plan = plan;
    this.#classes = classesOf(
      when,
      plan.classes.map((entry) => entry.id),
    );
  }

  role(id: string): Label {
    return this.#plan.roles.find((entry) => entry.id === id)?.label ?? plain(id);
  }

  #roles(ids: readonly string[]): Label {
    return and(ids.map((id) => this.role(id)));
  }

  /** The grade's short word, by the scale of the classes that are meant. */
  #grade(id: string): Label {
    const scales = this.#plan.classes
      .filter((entry) => this.#classes.includes(entry.id))
      .flatMap((entry) => this.#plan.scales.filter((scale) => scale.id === entry.scale));
    const grade = scales.flatMap((scale) => scale.grades).find((entry) => entry.id === id);
    return grade?.short ?? grade?.label ?? plain(id);
  }

  #fact(id: string): Label {
    return this.#plan.facts[id]?.label ?? TIMES_BY_NAME.get(id) ?? plain(id);
  }

  #hop(id: string): Label {
    return this.#plan.chains.flatMap((chain) => chain.hops).find((hop) => hop.id === id)?.label ?? plain(id);
  }

  #mechanism(id: string): Label {
    return this.#plan.mechanisms.find((entry) => entry.id === id)?.label ?? plain(id);
  }

  #report(id: string): Label {
    return this.#plan.reports.find((entry) => entry.id === id)?.label ?? plain(id);
  }

  #rule(id: string): Label {
    return this.#plan.rules.find((entry) => entry.id === id)?.label ?? plain(id);
  }

  condition(condition: Condition): Label {
    if ('all' in condition)
      return and(
        condition.all.map((inner) => this.condition(inner)),
        '且',
        'and',
      );
    if ('any' in condition) return nested(or(condition.any.map((inner) => this.condition(inner))));
    if ('not' in condition) {
      const inner = this.condition(condition.not);
      return { zh: `并非（${inner.zh}）`, en: `not (${inner.en})` };
    }
    if ('fact' in condition) return this.#factTest(condition);
    if ('class' in condition) {
      const names = or(
        condition.class.map((id) => this.#plan.classes.find((entry) => entry.id === id)?.label ?? plain(id)),
      );
      return { zh: `属于${names.zh}`, en: `the class is ${names.en}` };
    }
    if ('grade' in condition) {
      const grades = or(condition.grade.map((id) => this.#grade(id)));
      return { zh: `等级为${grades.zh}`, en: `the grade is ${grades.en}` };
    }
    if ('gradeAtLeast' in condition) {
      const grade = this.#grade(condition.gradeAtLeast);
      return { zh: `等级为${grade.zh}或更高`, en: `the grade is ${grade.en} or higher` };
    }
    if ('ungraded' in condition) return { zh: '尚未定级', en: 'it is not graded yet' };
    if ('setting' in condition) {
      const setting = this.#plan.settings[condition.setting];
      const option = setting?.options.find((entry) => entry.id === condition.is)?.label ?? plain(condition.is);
      const name = setting?.label ?? plain(condition.setting);
      return { zh: `“${name.zh}”选了“${option.zh}”`, en: `the office chose "${option.en}" for "${name.en}"` };
    }
    if ('decided' in condition) return answer(this.#hop(condition.decided), condition.choice);
    if ('answered' in condition) return answer(this.#rule(condition.answered), condition.choice);
    if ('mechanism' in condition) return this.#mechanismState(condition.mechanism, condition.state);
    return assertNever(condition, 'condition');
  }

  #factTest(test: FactTest): Label {
    const name = this.#fact(test.fact);
    const parts: Label[] = [];
    if (test.known !== undefined)
      parts.push(test.known ? { zh: '已知', en: 'is known' } : { zh: '未知', en: 'is not known' });
    const { is } = test;
    if (typeof is === 'boolean') parts.push(is ? { zh: '为“是”', en: 'is yes' } : { zh: '为“否”', en: 'is no' });
    else if (is !== undefined) {
      const value = this.#value(test.fact, is);
      parts.push({ zh: `为“${value.zh}”`, en: `is "${value.en}"` });
    }
    if (test.oneOf) {
      const values = or(test.oneOf.map((entry) => quoted(this.#value(test.fact, entry))));
      parts.push({ zh: `为${values.zh}`, en: `is ${values.en}` });
    }
    for (const [key, zh, en] of COMPARISONS) {
      const line = test[key];
      if (line === undefined) continue;
      const value = this.#quantity(test.fact, line);
      parts.push({ zh: `${zh} ${value.zh}`, en: `${en} ${value.en}` });
    }
    const said = and(parts, '、', 'and');
    return { zh: `“${name.zh}”${said.zh}`, en: `"${name.en}" ${said.en}` };
  }

  #value(fact: string, value: string | number | boolean): Label {
    const definition = this.#plan.facts[fact];
    const words =
      definition?.type === 'choice' ? definition.of : definition?.type === 'instant' ? definition.or : undefined;
    return words?.find((entry) => entry.id === value)?.label ?? plain(String(value));
  }

  #quantity(fact: string, line: number): Label {
    const definition = this.#plan.facts[fact];
    if (definition?.type === 'duration') return explainDuration(line);
    const unit = definition?.type === 'count' ? definition.unit : undefined;
    return { zh: `${line}${unit ? ` ${unit.zh}` : ''}`, en: `${line}${unit ? ` ${unit.en}` : ''}` };
  }

  #mechanismState(id: string, state: 'started' | 'ended'): Label {
    const name = this.#mechanism(id);
    return state === 'started'
      ? { zh: `“${name.zh}”已启动`, en: `"${name.en}" has been started` }
      : { zh: `“${name.zh}”已结束`, en: `"${name.en}" has been ended` };
  }

  anchor(anchor: Anchor): Label {
    if (!('setting' in anchor)) return this.#plainAnchor(anchor);
    const setting = this.#plan.settings[anchor.setting];
    const usual = setting?.options.find((entry) => entry.id === setting.default);
    const name = setting?.label ?? plain(anchor.setting);
    const label = usual?.label ?? plain(setting?.default ?? '');
    return {
      zh: `设置“${name.zh}”所选的时刻（默认：${label.zh}）`,
      en: `the instant chosen in the setting "${name.en}" (default: ${label.en})`,
    };
  }

  #plainAnchor(anchor: PlainAnchor): Label {
    if ('time' in anchor) {
      const time = TIMES[anchor.time];
      if (anchor.elseAssume === undefined) return time;
      const other = TIMES[anchor.elseAssume];
      return { zh: `${time.zh}（不详时按${other.zh}）`, en: `${time.en} (where that is not known: ${other.en})` };
    }
    if ('fact' in anchor) {
      const name = this.#fact(anchor.fact);
      if (anchor.is === undefined && this.#plan.facts[anchor.fact]?.type === 'instant')
        return { zh: name.zh, en: `the instant "${name.en}"` };
      const said = anchor.is === undefined ? { zh: '已知', en: 'known' } : this.#value(anchor.fact, anchor.is);
      return { zh: `${name.zh}为“${said.zh}”`, en: `when "${name.en}" became "${said.en}"` };
    }
    if ('graded' in anchor) return { zh: '等级确认', en: 'the confirmed grade' };
    if ('hop' in anchor) return quote('完成', 'the hop', this.#hop(anchor.hop));
    if ('report' in anchor)
      return anchor.act === 'sent'
        ? quote('发出', 'the sending of', this.#report(anchor.report))
        : quote('签收', 'the receipt of', this.#report(anchor.report));
    if ('order' in anchor) return STAGES[anchor.order];
    if ('mechanism' in anchor)
      return anchor.state === 'started'
        ? quote('启动', 'the start of', this.#mechanism(anchor.mechanism))
        : quote('结束', 'the end of', this.#mechanism(anchor.mechanism));
    if ('decided' in anchor) return quote('作出决定', 'the decision', this.#hop(anchor.decided));
    if ('answered' in anchor) return quote('有了答复', 'the answer on', this.#rule(anchor.answered));
    if ('became' in anchor) return { zh: '情形成立', en: 'the moment this applies' };
    return assertNever(anchor, 'anchor');
  }

  evidence(stop: EvidenceRule): Label {
    if ('anyOf' in stop)
      return or(
        stop.anyOf.map((inner) => this.evidence(inner)),
        '，或',
        'or',
      );
    if ('allOf' in stop)
      return and(
        stop.allOf.map((inner) => this.evidence(inner)),
        '，并且',
        'and',
      );
    if ('chain' in stop)
      return { zh: '该类别和等级的传递程序全部完成', en: 'the whole chain of its class and grade is complete' };
    if ('told' in stop) {
      const roles = this.#roles(stop.told);
      return { zh: `${roles.zh}得到报告`, en: `the report has reached ${roles.en}` };
    }
    if ('fact' in stop) {
      const name = this.#fact(stop.fact);
      if (stop.is === undefined) return { zh: `有了“${name.zh}”`, en: `"${name.en}" is known` };
      const value = this.#value(stop.fact, stop.is);
      return { zh: `${name.zh}为“${value.zh}”`, en: `"${name.en}" is "${value.en}"` };
    }
    if ('gradeAtLeast' in stop) {
      const grade = this.#grade(stop.gradeAtLeast);
      return { zh: `等级达到${grade.zh}`, en: `the grade is ${grade.en} or higher` };
    }
    if ('report' in stop) {
      const kinds = or(stop.report.map((kind) => quoted(this.#report(kind))));
      const to = stop.toThoseTold
        ? { zh: '本次实际报告过的各方', en: 'everyone who was told' }
        : this.#roles(stop.to ?? []);
      const medium = stop.medium ? MEDIA[stop.medium] : { zh: '', en: '' };
      const receipt = stop.receipt ? { zh: '并签收', en: ' and been received' } : { zh: '', en: '' };
      return {
        zh: `${medium.zh}${kinds.zh}${to.zh === '' ? '发出' : `送达${to.zh}`}${receipt.zh}`,
        en: `the ${medium.en}${kinds.en} has gone ${to.en === '' ? 'out' : `to ${to.en}`}${receipt.en}`,
      };
    }
    if ('order' in stop) return STAGES[stop.order];
    if ('arrived' in stop) {
      const roles = this.#roles(stop.arrived);
      return { zh: `${roles.zh}到达现场`, en: `the arrival on scene of ${roles.en}` };
    }
    if ('mechanism' in stop) return this.#mechanismState(stop.mechanism, stop.state);
    if ('decided' in stop) return quote('有了决定', 'a decision on', this.#hop(stop.decided));
    if ('answered' in stop) return { zh: '有人作出是或否的答复', en: 'a named person has said yes or no' };
    if ('discharged' in stop) return { zh: '有人记录已办', en: 'somebody records it as done' };
    return assertNever(stop, 'evidence');
  }

  /** What the rule says beside its clock. */
  additions(rule: PlanRule): readonly Label[] {
    const parts: Label[] = [];
    for (const other of rule.startOf) {
      const when = this.condition(other.when);
      const start = this.anchor(other.start);
      parts.push({ zh: `${when.zh}的，从${start.zh}起算`, en: `where ${when.en}, from ${start.en} instead` });
    }
    if (rule.afterRegrade === 'fromGrade')
      parts.push({ zh: '改级后从新等级确认起算', en: 'after a regrade from the new grade' });
    if (rule.ifNeeded) {
      const by = this.role(rule.ifNeeded.by);
      const { question } = rule.ifNeeded;
      parts.push({ zh: `由${by.zh}先答“${question.zh}”`, en: `${by.en} first answers "${question.en}"` });
    }
    if (rule.warn) {
      const { left } = rule.warn;
      const share = typeof left === 'number' ? undefined : `${Math.round(left.share * 100)}%`;
      const said = typeof left === 'number' ? explainDuration(left) : { zh: `${share} 的时限`, en: `${share}` };
      parts.push({ zh: `还剩 ${said.zh}时提醒`, en: `a warning with ${said.en} left` });
    }
    if (rule.forecast !== undefined) {
      const fact = this.#fact(rule.forecast);
      parts.push({ zh: `${fact.zh}晚于时限即提示风险`, en: `at risk once "${fact.en}" lies past the line` });
    }
    if (rule.demands) {
      const grade = this.#grade(rule.demands.regrade);
      parts.push({ zh: `过线须改定为${grade.zh}`, en: `past the line the grade must become ${grade.en}` });
    }
    if (rule.beforeClosing)
      parts.push({ zh: '结案前必须完成', en: 'it must be done before the incident can be closed' });
    return parts;
  }
}

const TIMES_BY_NAME: ReadonlyMap<string, Label> = new Map(
  Object.entries(TIMES).map(([id, label]) => [id, { zh: `${label.zh}时间`, en: `time of ${label.en}` }]),
);

const COMPARISONS = [
  ['above', '超过', 'is more than'],
  ['atLeast', '达到', 'is at least'],
  ['below', '不满', 'is less than'],
  ['atMost', '不超过', 'is at most'],
] as const;

function plain(text: string): Label {
  return { zh: text, en: text };
}

function answer(name: Label, choice: 'yes' | 'no'): Label {
  return choice === 'yes'
    ? { zh: `“${name.zh}”答“是”`, en: `"${name.en}" was answered yes` }
    : { zh: `“${name.zh}”答“否”`, en: `"${name.en}" was answered no` };
}

function quote(zh: string, en: string, name: Label): Label {
  return { zh: `“${name.zh}”${zh}`, en: `${en} "${name.en}"` };
}

function quoted(name: Label): Label {
  return { zh: `“${name.zh}”`, en: `"${name.en}"` };
}

function nested(label: Label): Label {
  return { zh: `（${label.zh}）`, en: `(${label.en})` };
}

function and(parts: readonly Label[], zh = '、', en = 'and'): Label {
  return join(parts, zh, en);
}

function or(parts: readonly Label[], zh = '或', en = 'or'): Label {
  return join(parts, zh, en);
}

function join(parts: readonly Label[], zh: string, en: string): Label {
  const english = parts.map((part) => part.en);
  const last = english.at(-1) ?? '';
  return {
    zh: parts.map((part) => part.zh).join(zh),
    en: english.length < 2 ? last : `${english.slice(0, -1).join(', ')} ${en} ${last}`,
  };
}
