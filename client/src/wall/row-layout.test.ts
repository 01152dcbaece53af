import { describe, expect, it } from 'vitest';
import { columnOf, fullLayout, slimLayout, type RowLayout } from './row-layout.ts';
import { fitsIn } from './scale.ts';

const TITLES = [
  '信息传递：主管领导',
  '信息传递：区政府主管副区长、市供热办？',
  'Relay of the information: Deputy district head in charge, City heating office?',
  'Report to the county committee',
  '停热满 12 小时',
];
const CONSEQUENCES = [
  '',
  '须填迟报原因',
  '待 区市政管委主管领导 决定',
  'Commission leader in charge decides',
  'Reason for lateness due',
];

/** Whether the title stands whole in what the consequence leaves. */
function whole(layout: RowLayout, title: string, column: number): boolean {
  return fitsIn(title, layout.place === 'below' ? column : column - layout.consequence.width, layout.title);
}

describe('the words of a row', () => {
  it('stand large and side by side where they are short', () => {
    expect(fullLayout('抢修队到场', '02:30 叫 二队', 1, false)).toMatchObject({
      title: { size: 46, lines: 1 },
      consequence: { size: 38, lines: 1 },
      place: 'beside',
    });
  });

  it('name the duty alone in a row of one line that has no room for who is next', () => {
    const layout = slimLayout(TITLES[2]!, 'Relay of the information', 'Reason for lateness due', 1, 'dense');
    expect(layout).toMatchObject({ short: true, title: { lines: 1 } });
  });

  it('send the consequence under the title rather than cut either off', () => {
    const title = 'Relay of the information: Deputy district head in charge?';
    expect(fullLayout(title, 'Commission leader in charge decides', 1, false)).toMatchObject({ place: 'below' });
  });

  it('are never cut off, whichever meet, at each size of type and in each row', () => {
    for (const type of [0.8, 1, 1.2, 1.4]) {
      for (const title of TITLES) {
        for (const consequence of CONSEQUENCES) {
          for (const low of [false, true]) {
            const layout = fullLayout(title, consequence, type, low);
            expect(whole(layout, title, columnOf('full', type)), `${title} | ${consequence} | ${type}`).toBe(true);
          }
        }
      }
    }
    for (const title of TITLES) {
      for (const consequence of CONSEQUENCES) {
        const layout = slimLayout(title, '信息传递', consequence, 1, 'dense');
        expect(
          whole(layout, layout.short ? '信息传递' : title, columnOf('dense', 1)),
          `${title} | ${consequence}`,
        ).toBe(true);
      }
    }
  });
});
