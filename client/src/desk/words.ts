import type { Label } from '@duty-room/shared/plan/label';
import type { desk } from '../i18n/zh/desk.ts';
import type { Language } from '../i18n/language.ts';

type Leaves<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];

/** A key of the desk's words. */
export type DeskKey = Leaves<typeof desk>;

/** The words that pure parts of the desk need: its own sentences, and the plan's labels in the language of this screen. */
export type DeskWords = {
  readonly language: Language;
  readonly say: (key: DeskKey, blanks?: Readonly<Record<string, string | number>>) => string;
  readonly label: (label: Label) => string;
  /** A medium's word. */
  readonly medium: (medium: string) => string;
  /** One of the incident's own times. */
  readonly time: (time: string) => string;
  /** An instant, short: time of day, with the day where it is not today's. */
  readonly instant: (at: number) => string;
  readonly span: (length: number) => string;
};

/** Words with what belongs to them in brackets, as the language of this screen writes it. */
export function bracketed(text: string, inside: string, { language }: Pick<DeskWords, 'language'>): string {
  return language === 'zh' ? `${text}（${inside}）` : `${text} (${inside})`;
}

/** The latest instant that a calendar can write; a forecast beyond it means "not at all". */
const LAST_WRITTEN = 8.64e15;

/** When today's forecast passes the line, or that it does for good. */
export function forecastText(at: number, words: DeskWords): string {
  return at > LAST_WRITTEN ? words.say('left.forecastNever') : words.say('left.forecast', { at: words.instant(at) });
}
