import { beforeAll, describe, expect, it } from 'vitest';
import { putWords, translate } from './translation.ts';

describe('reading the words', () => {
  beforeAll(() => {
    putWords('en', 'wall', {
      board: { more_one: '{{count}} more duty', more_other: '{{count}} more duties', at: 'due {{at}}' },
    });
    putWords('en', 'common', { act: { close: 'Close' } });
    putWords('zh', 'wall', { board: { more_one: '另有 {{count}} 项', more_other: '另有 {{count}} 项' } });
  });

  it('fills the blanks, with nothing of what a person typed read as a pattern', () => {
    expect(translate('en', 'wall', 'board.at', { at: '02:10 {{count}} $&' })).toBe('due 02:10 {{count}} $&');
  });
  it('counts as the language does', () => {
    expect(translate('en', 'wall', 'board.more', { count: 1 })).toBe('1 more duty');
    expect(translate('en', 'wall', 'board.more', { count: 4 })).toBe('4 more duties');
    expect(translate('zh', 'wall', 'board.more', { count: 1 })).toBe('另有 1 项');
  });
  it('reaches into another namespace by its name', () => {
    expect(translate('en', 'wall', 'common:act.close')).toBe('Close');
  });
  it('shows the key of a text that nobody wrote, and reaches nothing but texts', () => {
    expect(translate('en', 'wall', 'board.unwritten')).toBe('board.unwritten');
    expect(translate('en', 'wall', 'board')).toBe('board');
    expect(translate('en', 'wall', 'constructor.name')).toBe('constructor.name');
  });
});
