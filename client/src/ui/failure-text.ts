import type { TFunction } from 'i18next';
import { ApiError, type Failure } from '../live/api.ts';

/** The sentence of a refusal: the server's own where it gave one in this language, else the code's. */
export function failureText(t: TFunction, failure: Failure): string {
  if (failure.detail !== undefined && failure.detail !== '') return failure.detail;
  if (failure.code === 'offline' || failure.code === 'timeout' || failure.code === 'unreadable')
    return t(`failure.${failure.code}`);
  return t(`refusal.${failure.code}`);
}

/** The same for what a query threw. */
export function errorText(t: TFunction, error: unknown): string {
  return error instanceof ApiError ? failureText(t, error.failure) : t('failure.unreadable');
}
