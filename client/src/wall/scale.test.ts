import { describe, expect, it } from 'vitest';
import { emWidth, fitText, linesOf, typeScale } from './scale.ts';

describe('the size of type on the wall', () => {
  it('is drawn for a 55-inch panel at 5 m', () => {
    expect(typeScale({ distanceMetres: 5, panelInches: 55 })).toBe(1);
  });
  it('grows with the distance, shrinks on a larger panel, and has bounds', () => {
    expect(typeScale({ distanceMetres: 6, panelInches: 55 })).toBe(1.2);
    expect(typeScale({ distanceMetres: 6, panelInches: 65 })).toBeCloseTo(1.01, 2);
    expect(typeScale({ distanceMetres: 20, panelInches: 55 })).toBe(1.6);
    expect(typeScale({ distanceMetres: 2, panelInches: 98 })).toBe(0.8);
  });
  it('steps down for a long text before it takes another line', () => {
    const sizes = [
      { size: 46, lines: 1 },
      { size: 40, lines: 1 },
      { size: 40, lines: 2 },
    ];
    expect(fitText('信息传递', 400, sizes)).toEqual({ size: 46, lines: 1 });
    expect(fitText('信息传递主管领导', 334, sizes)).toEqual({ size: 40, lines: 1 });
    expect(fitText('信息传递主管领导', 200, sizes)).toEqual({ size: 40, lines: 2 });
    expect(fitText('信'.repeat(60), 200, sizes)).toEqual({ size: 40, lines: 2 });
  });
  it('breaks lines between words and Chinese signs', () => {
    expect(linesOf('信息传递主管领导', 4)).toBe(2);
    expect(linesOf('信息传递主管领导', 3.9)).toBe(3);
    expect(linesOf('Relay of the information', 7)).toBe(2);
    expect(linesOf('information', 3)).toBe(Number.POSITIVE_INFINITY);
  });
  it('knows that Chinese is wider than Latin', () => {
    expect(emWidth('供热')).toBe(2);
    expect(emWidth('relay')).toBeLessThan(3);
  });
});
