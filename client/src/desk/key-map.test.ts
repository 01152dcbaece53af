import { describe, expect, it } from 'vitest';
import { actionOf, type KeyPress } from './key-map.ts';

const press = (change: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  keyCode: 0,
  ...change,
});

describe('the keys of the desk', () => {
  it('open the intake, the log and the most urgent thing from anywhere', () => {
    expect(actionOf(press({ key: 'F2' }), true)).toBe('intake');
    expect(actionOf(press({ key: 'F3' }), true)).toBe('log');
    expect(actionOf(press({ key: 'F4' }), true)).toBe('urgent');
    expect(actionOf(press({ key: 'k', code: 'KeyK', ctrlKey: true }), true)).toBe('palette');
  });

  it('are text inside a field, unless they carry a modifier', () => {
    for (const key of ['j', 'k', '/', '?']) expect(actionOf(press({ key }), true)).toBeUndefined();
    expect(actionOf(press({ key: 'j' }), false)).toBe('down');
    expect(actionOf(press({ key: '?', shiftKey: true }), false)).toBe('help');
    expect(actionOf(press({ key: '¡', code: 'Digit1', altKey: true }), true)).toBe('evidence');
  });

  it('never write without a modifier', () => {
    const writing = ['evidence', 'not-reached', 'register'];
    for (const key of ['Enter', '1', '2', 'e', ' ']) {
      expect(writing).not.toContain(actionOf(press({ key, code: `Digit${key}` }), false));
    }
  });

  it('mean nothing while an input method composes', () => {
    expect(actionOf(press({ key: 'Enter', ctrlKey: true, isComposing: true }), true)).toBeUndefined();
    expect(actionOf(press({ key: 'F4', keyCode: 229 }), false)).toBeUndefined();
    expect(actionOf(press({ key: 'Enter', ctrlKey: true }), true)).toBe('register');
  });
});
