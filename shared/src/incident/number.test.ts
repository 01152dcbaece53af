import { expect, it } from 'vitest';
import { incidentNumber, lastNumberIn, yearOf } from './number.ts';

it('an incident is numbered within the year of the office', () => {
  const newYear = Date.UTC(2026, 11, 31, 16, 0, 0);
  expect(yearOf(newYear - 1, 'Asia/Shanghai')).toBe('2026');
  expect(yearOf(newYear, 'Asia/Shanghai')).toBe('2027');
  expect(yearOf(newYear, 'UTC')).toBe('2026');
  expect(incidentNumber('2026', 147)).toBe('2026-0147');
  expect(incidentNumber('2026', 12345)).toBe('2026-12345');
  expect(lastNumberIn('2026', ['2026-0009', '2025-0400', '2026-0147', '2026-x'])).toBe(147);
  expect(lastNumberIn('2027', ['2026-0009'])).toBe(0);
});
