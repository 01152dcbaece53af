import { describe, expect, it } from 'vitest';
import { sentence, sentences } from './sentences.ts';

const wording = { time: (at: number) => `T${at}`, span: (ms: number) => `${ms / 1000}s` };

describe('the sentences of a refusal', () => {
  it('stand complete in both languages when nothing more is known', () => {
    for (const code of Object.keys(sentences) as (keyof typeof sentences)[]) {
      const zh = sentence(code, 'zh', { instance: 'r1' }, wording);
      const en = sentence(code, 'en', { instance: 'r1' }, wording);
      for (const { title, text } of [zh, en]) {
        expect(title, code).not.toBe('');
        expect(text, code).not.toMatch(/[[\]{}]|\(\)|（）|undefined/);
      }
      expect(zh.text, code).toMatch(/[\u4e00-\u9fff]/);
      expect(en.text, code).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('name what they know and leave out what they do not', () => {
    expect(sentence('locked', 'en', { until: 5 }, wording).text).toBe(
      'Too many failed attempts. It can be tried again after T5. The administrator can set a new password.',
    );
    expect(sentence('locked', 'en', {}, wording).text).toBe(
      'Too many failed attempts. The administrator can set a new password.',
    );
    expect(sentence('not-settled', 'zh', { missing: ['书面报告', '情况续报'] }, wording).text).toContain(
      '：书面报告、情况续报',
    );
  });

  it('take what is worded in both languages in the language of the caller', () => {
    const details = { missing: [{ zh: '书面报告', en: 'written report' }, 'x'] };
    expect(sentence('not-settled', 'zh', details, wording).text).toContain('：书面报告、x');
    expect(sentence('not-settled', 'en', details, wording).text).toContain(': written report, x');
  });

  it('print what a person typed as it is, however much it looks like a blank', () => {
    expect(sentence('already-exists', 'en', { value: '[{instance}] {what}', instance: 'secret' }, wording).text).toBe(
      'There is one already: “[{instance}] {what}”. Choose another, or use the existing one.',
    );
  });
});
