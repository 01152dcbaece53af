import { useTranslation } from '../i18n/translation.ts';
import type { DutyRow } from '@duty-room/shared/board/view';
import { HOUR, MINUTE, type Instant } from '@duty-room/shared/kernel/instant';
import { labelText } from '../i18n/i18n.ts';
import { hourMinute } from '../ui/clock-text.ts';
import type { Reading } from '../ui/fact-text.ts';
import { emWidth } from './scale.ts';
import styles from './wall.module.css';

/** Units between two labels, and the units that the ribbon is long. */
const LABEL_GAP = 20;
const LENGTH = 1650;
const LABEL_SIZE = 28;
const LONGEST_LABEL_EM = 13;
/** A label may stand over the ends of the ribbon by so much. */
const EDGE = 60;

export type Mark = {
  readonly at: Instant;
  readonly text: string;
  readonly urgent: boolean;
  readonly left: number;
  readonly labelled: boolean;
  /** Units by which the label leans aside, so that it stays on the ribbon. */
  readonly shift: number;
};

/** Keeps the labels that do not run into each other, the urgent ones first; every line keeps its mark. */
export function placeMarks(
  lines: readonly { readonly at: Instant; readonly text: string; readonly urgent: boolean }[],
  from: Instant,
  to: Instant,
  length = LENGTH,
): readonly Mark[] {
  const taken: { readonly start: number; readonly end: number }[] = [];
  const marks = lines
    .filter((line) => line.at > from && line.at <= to)
    .map((line) => ({ ...line, left: (line.at - from) / (to - from) }));
  const chosen = new Map<object, number>();
  for (const mark of [...marks].sort((a, b) => Number(b.urgent) - Number(a.urgent) || a.at - b.at)) {
    const half = (emWidth(mark.text) * LABEL_SIZE) / 2;
    const middle = Math.min(length - half, Math.max(half - EDGE, mark.left * length));
    const start = middle - half - LABEL_GAP / 2;
    const end = middle + half + LABEL_GAP / 2;
    if (taken.some((other) => start < other.end && end > other.start)) continue;
    taken.push({ start, end });
    chosen.set(mark, middle - mark.left * length);
  }
  return marks.map((mark) => ({ ...mark, labelled: chosen.has(mark), shift: chosen.get(mark) ?? 0 }));
}

function shorten(text: string): string {
  let width = 0;
  let short = '';
  for (const sign of text) {
    width += emWidth(sign);
    if (width > LONGEST_LABEL_EM) return `${short}…`;
    short += sign;
  }
  return short;
}

/** The hours ahead with the lines that fall into them. */
export function Ribbon({
  duties,
  hours,
  reading,
}: {
  readonly duties: readonly DutyRow[];
  readonly hours: number;
  readonly reading: Reading;
}) {
  const { t } = useTranslation('wall');
  const { now, timeZone, language } = reading;
  const from = now - (now % MINUTE);
  const to = from + hours * HOUR;
  const lines = duties.flatMap((row) =>
    row.obligation.dueAt === null
      ? []
      : [
          {
            at: row.obligation.dueAt,
            text: shorten(labelText(row.obligation.label, language)),
            urgent: row.tone === 'atRisk',
          },
        ],
  );
  const marks = placeMarks(lines, from, to);
  const every = hours > 6 ? 3 * HOUR : HOUR;
  // Whole hours of the office's day, also where its zone is not a whole hour from UTC.
  const offset = Number(hourMinute(from, timeZone).slice(3)) * MINUTE;
  const firstHour = from - offset + HOUR;
  const ticks = Array.from(
    { length: Math.ceil((to - firstHour) / HOUR) },
    (_, index) => firstHour + index * HOUR,
  ).filter((at) => at < to && (every === HOUR || Number(hourMinute(at, timeZone).slice(0, 2)) % 3 === 0));
  const left = (at: Instant): string => `${((at - from) / (to - from)) * 100}%`;
  return (
    <footer className={styles.footer}>
      <h2 className={styles.ribbonTitle}>{t('ribbon.title', { hours })}</h2>
      <ol className={styles.ribbon}>
        {marks.map((mark, index) => (
          <li
            key={index}
            className={`${styles.due2} ${mark.urgent ? styles.dueSoon : ''}`}
            style={{ left: left(mark.at) }}
          >
            <i aria-hidden="true" />
            <span className={mark.labelled ? styles.label : 'sr'} style={{ left: `${mark.shift / 100}rem` }}>
              {mark.text} <span className="sr">{hourMinute(mark.at, timeZone)}</span>
            </span>
          </li>
        ))}
        {ticks.map((at) => (
          <li key={at} className={styles.tick} style={{ left: left(at) }} aria-hidden="true">
            <span className="fig">{hourMinute(at, timeZone)}</span>
          </li>
        ))}
        {marks.length === 0 && <li className={styles.ribbonNone}>{t('ribbon.none')}</li>}
      </ol>
    </footer>
  );
}
