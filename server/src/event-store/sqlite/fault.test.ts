import { describe, expect, it } from 'vitest';
import { faultOf } from './fault.ts';

describe('why the log cannot be written', () => {
  const coded = (code: string) => Object.assign(new Error('refused'), { code });

  it.each([
    ['SQLITE_FULL', 'full'],
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['SQLITE_READONLY', 'read-only'],
    ['SQLITE_READONLY_DIRECTORY', 'read-only'],
    ['EROFS', 'read-only'],
    ['EACCES', 'read-only'],
    ['SQLITE_CORRUPT', 'corrupt'],
    ['SQLITE_NOTADB', 'corrupt'],
    ['SQLITE_BUSY', 'locked'],
    ['SQLITE_IOERR_WRITE', 'failed'],
    ['SQLITE_TOOBIG', 'failed'],
  ])('%s means %s', (code, reason) => {
    expect(faultOf(coded(code), '/nowhere/log.sqlite')).toEqual({ reason, message: '/nowhere/log.sqlite: refused' });
  });

  it('is told also for what is no error', () => {
    expect(faultOf('gone', 'log.sqlite')).toEqual({ reason: 'failed', message: 'log.sqlite: gone' });
  });
});
