import type { FactValue } from '@duty-room/shared/incident/events';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { Fact } from '@duty-room/shared/plan/fact';
import { labelText } from '../i18n/i18n.ts';
import type { Language } from '../i18n/language.ts';
import { timeOfDay } from './clock-text.ts';

/** What turns instants and values into words: the office's zone, this screen's language, and the present for "today". */
export type Reading = {
  readonly now: Instant;
  readonly timeZone: string;
  readonly language: Language;
  readonly words: { readonly yesterday: string; readonly tomorrow: string; readonly yes: string; readonly no: string };
};

/** `12 400` reads better than `12400`, and a thin space is never taken for a decimal sign. */
export function countText(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, '\u2009');
}

/** An instant with its day where that is not today, in the words of this screen. */
export function instantText(at: Instant, reading: Reading, seconds = false): string {
  const { now, timeZone, language, words } = reading;
  return timeOfDay(at, now, timeZone, language, words, seconds);
}

/** A fact's value as a person reads it. */
export function factText(definition: Fact, value: FactValue, reading: Reading): string {
  const { language, words } = reading;
  if (value === null) return '–';
  switch (definition.type) {
    case 'instant': {
      if (typeof value === 'number') return instantText(value, reading);
      const word = definition.or.find((entry) => entry.id === value);
      return word ? labelText(word.label, language) : String(value);
    }
    case 'count': {
      const unit = definition.unit ? ` ${labelText(definition.unit, language)}` : '';
      return typeof value === 'number' ? countText(value) + unit : String(value);
    }
    case 'flag':
      return value === true ? words.yes : words.no;
    case 'choice': {
      const chosen = definition.of.find((entry) => entry.id === value);
      return chosen ? labelText(chosen.label, language) : String(value);
    }
    case 'text':
    case 'duration':
      return String(value);
  }
}
