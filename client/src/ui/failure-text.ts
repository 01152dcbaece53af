import type { Translate } from '../i18n/translation.ts';
import { sentence } from '@duty-room/shared/protocol/sentences';
import { currentLanguage } from '../i18n/i18n.ts';
import { ApiError, type Failure } from '../live/api.ts';

/** The sentence of a refusal: the server's own, in this language, else the code's without its particulars. */
export function failureText(t: Translate, failure: Failure): string {
  if (failure.detail !== undefined && failure.detail !== '') return failure.detail;
  if (failure.code === 'offline' || failure.code === 'timeout' || failure.code === 'unreadable')
    return t(`failure.${failure.code}`);
  return sentence(failure.code, currentLanguage(), {}, { time: () => '', span: () => '' }).text;
}

/** The same for what a query threw. */
export function errorText(t: Translate, error: unknown): string {
  return error instanceof ApiError ? failureText(t, error.failure) : t('failure.unreadable');
}
