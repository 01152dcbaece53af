import type { Millis } from '@duty-room/shared/kernel/instant';

/**
 * Figures of a countdown with their units: `03:12`, `+04:12`, `2 时 17 分`. Under an hour no unit stands; from one hour the units are written.
 * Remaining and elapsed time both round down, to the second and from one hour to the minute.
 */
export type CountdownText = {
  readonly sign: '' | '+';
  readonly first: string;
  readonly firstUnit: string;
  readonly second: string;
  readonly secondUnit: string;
};
export type Units = { readonly day: string; readonly hour: string; readonly minute: string };

const two = (value: number): string => String(value).padStart(2, '0');

/** From this on hours say less than days. */
const DAYS_FROM_HOURS = 48;

/** A span that is not negative, rounded down. */
export function spanText(ms: Millis, units: Units): Omit<CountdownText, 'sign'> {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return { first: `${two(minutes)}:${two(seconds % 60)}`, firstUnit: '', second: '', secondUnit: '' };
  if (hours < DAYS_FROM_HOURS)
    return { first: String(hours), firstUnit: units.hour, second: two(minutes % 60), secondUnit: units.minute };
  return {
    first: String(Math.floor(hours / 24)),
    firstUnit: units.day,
    second: String(hours % 24),
    secondUnit: units.hour,
  };
}

/** Time that has passed where no line waits: whole minutes, so that nothing runs that nobody need watch. */
export function elapsedText(ms: Millis, units: Units): Omit<CountdownText, 'sign'> {
  const span = spanText(ms, units);
  if (span.firstUnit !== '') return span;
  return { first: String(Math.floor(Math.max(0, ms) / 60_000)), firstUnit: units.minute, second: '', secondUnit: '' };
}

/** Time left to a line, or past it with `+`. */
export function leftText(ms: Millis, units: Units): CountdownText {
  return ms >= 0 ? { sign: '', ...spanText(ms, units) } : { sign: '+', ...spanText(-ms, units) };
}

/** A span in words: `2 时 17 分`, `17 分`, `38 秒`; for sentences, where `mm:ss` would be misread as a time of day. */
export function spanWords(ms: Millis, units: Units & { readonly second: string }): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  if (seconds < 60) return `${seconds} ${units.second}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} ${units.minute}`;
  const { first, firstUnit, second, secondUnit } = spanText(ms, units);
  return Number(second) === 0 ? `${first} ${firstUnit}` : `${first} ${firstUnit} ${Number(second)} ${secondUnit}`;
}

/** All of it in one string, as a narrow column or a screen reader takes it. */
export function joined(text: CountdownText): string {
  const { sign, first, firstUnit, second, secondUnit } = text;
  if (firstUnit === '') return sign + first;
  return `${sign}${first} ${firstUnit} ${Number(second)} ${secondUnit}`;
}
