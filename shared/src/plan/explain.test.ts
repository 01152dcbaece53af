import { describe, expect, it } from 'vitest';
import { explainCondition, explainDuration, explainRule } from './explain.ts';
import { loadPlan } from './load.ts';
import type { Plan } from './schema.ts';
import { TEST_PLAN } from './test-support/water.ts';

function planOf(text: string): Plan {
  const loaded = loadPlan(text, 'water.yaml');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded.plan;
}

const water = planOf(TEST_PLAN);

function explained(index: number): { zh: string; en: string } {
  const rule = water.rules[index];
  if (!rule) throw new Error(`no rule ${index}`);
  return explainRule(water, rule);
}

describe('saying a rule back', () => {
  it('says the relay with its setting, its other start and its warning', () => {
    expect(explained(0)).toEqual({
      zh: '传递：属于供水事故时，从设置“起点”所选的时刻（默认：接报）起 15 分钟内，直到该类别和等级的传递程序全部完成；属于供水事故且等级为小的，从发现起算；还剩 5 分钟时提醒。',
      en: 'Relay: where the class is Burst, from the instant chosen in the setting "Start" (default: Receipt) within 15 minutes, until the whole chain of its class and grade is complete; where the class is Burst and the grade is Small, from the discovery instead; a warning with 5 minutes left.',
    });
  });

  it('says an outage line with its forecast and the grade that it asks for', () => {
    expect(explained(1)).toEqual({
      zh: '停水满 12 小时：属于供水事故时，从停水时间起 12 小时内，直到有了“恢复时间”，或等级达到大；恢复时间晚于时限即提示风险；过线须改定为大。',
      en: 'Outage of 12 hours: where the class is Burst, from the instant "Water stopped" within 12 hours, until "Water back" is known or the grade is Large or higher; at risk once "Water back" lies past the line; past the line the grade must become Large.',
    });
  });

  it("keeps the text's own word for a soft duty and says that it has no line", () => {
    expect(explained(2)).toEqual({
      zh: '结果：属于供水事故且等级为大时，从处置完毕起（及时，不设时限），直到书面“终报”送达主管领导。',
      en: 'Outcome: where the class is Burst and the grade is Large, from the end of the handling (promptly; no line) until the written "Final report" has gone to Leader.',
    });
  });

  it('tells a strict line from one that is included', () => {
    const say = (key: string): string => explainCondition(water, { fact: 'outage', [key]: 12 * 3_600_000 }).zh;
    expect([say('above'), say('atLeast'), say('below'), say('atMost')]).toEqual([
      '“停水时长”超过 12 小时',
      '“停水时长”达到 12 小时',
      '“停水时长”不满 12 小时',
      '“停水时长”不超过 12 小时',
    ]);
  });

  it('says lengths as the plans do', () => {
    expect(explainDuration(24 * 3_600_000)).toEqual({ zh: '24 小时', en: '24 hours' });
    expect(explainDuration(90_000)).toEqual({ zh: '1 分钟 30 秒', en: '1 minute 30 seconds' });
  });
});
