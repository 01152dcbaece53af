import type { Millis } from '@duty-room/shared/kernel/instant';
import { spanText, type Units } from '../ui/countdown-text.ts';

type AllUnits = Units & { readonly second: string };

/** A span to the second under an hour (`3 分 48 秒`), to the minute from one hour; rounded down. */
export function exactSpan(ms: Millis, units: AllUnits): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    const rest = seconds % 60;
    if (minutes === 0) return `${rest} ${units.second}`;
    return rest === 0 ? `${minutes} ${units.minute}` : `${minutes} ${units.minute} ${rest} ${units.second}`;
  }
  const { first, firstUnit, second, secondUnit } = spanText(Math.abs(ms), units);
  return Number(second) === 0 ? `${first} ${firstUnit}` : `${first} ${firstUnit} ${Number(second)} ${secondUnit}`;
}
