import { memo, useCallback, useRef } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import type { BoardState } from '@duty-room/shared/board/state';
import type { DutyRow } from '@duty-room/shared/board/view';
import { useAtSecond } from '../live/hooks.ts';
import { useRoom } from '../live/room-context.tsx';
import { labelText } from '../i18n/i18n.ts';
import { Countdown, useUnits } from '../ui/countdown.tsx';
import { instantText, type Reading } from '../ui/fact-text.ts';
import { StatusShape } from '../ui/status-shape.tsx';
import { statusWord } from '../ui/status.ts';
import { dutyWords, isNoticed, type DutyWords } from './duty-words.ts';
import { fullLayout, slimLayout } from './row-layout.ts';
import { fitRows, type RowFit, type RowHeights } from './row-fit.ts';
import styles from './wall.module.css';

const PAGE_SECONDS = 8;
/** Units; the parts that the room must read grow with the type scale, the rest is for people at the desk. */
export function rowHeights(type: number, stale: boolean): RowHeights {
  return {
    full: Math.round((stale ? 112 : 132) + (type - 1) * (stale ? 80 : 96)),
    slim: Math.round(60 * type),
    gap: 8,
    more: 44,
  };
}

export const isUrgent = (row: DutyRow): boolean => row.tone === 'overdue' || row.tone === 'atRisk';

/** Which rows stand on the board now; urgent ones that no board could hold at once take turns. */
export function useRowFit(duties: readonly DutyRow[], height: number, type: number, stale: boolean): RowFit {
  const urgent = duties.map(isUrgent);
  const page = useAtSecond((now) => {
    const { pages } = fitRows(urgent, height, rowHeights(type, stale));
    return pages > 1 ? Math.floor(now / 1000 / PAGE_SECONDS) % pages : 0;
  }, 0);
  return fitRows(urgent, height, rowHeights(type, stale), page);
}

type ListProps = {
  readonly duties: readonly DutyRow[];
  readonly fit: RowFit;
  readonly state: BoardState;
  readonly reading: Reading;
  readonly type: number;
  readonly stale: boolean;
  /** Changes once the fonts can be measured. */
  readonly widths: number;
};

/** The departure board. */
export function DutyList({ duties, fit, state, reading, type, stale, widths }: ListProps) {
  const { t } = useTranslation('wall');
  const units = useUnits();
  const shown = fit.shown.flatMap((index) => duties[index] ?? []);
  return (
    <>
      <ol className={`${styles.rows} ${styles[fit.style]}`}>
        {shown.map((row) => (
          <Row
            key={row.obligation.key}
            row={row}
            words={dutyWords(row, { t, state, reading, units })}
            reading={reading}
            style={fit.style}
            type={type}
            widths={widths}
            stale={stale}
            blinking={!stale && isUrgent(row) && !isNoticed(row, state)}
          />
        ))}
      </ol>
      <More duties={duties} fit={fit} reading={reading} />
    </>
  );
}

/** What is left out: how many, and which of them falls due first. */
function More({ duties, fit, reading }: { duties: readonly DutyRow[]; fit: RowFit; reading: Reading }) {
  const { t } = useTranslation('wall');
  const page = useAtSecond((now) => Math.floor(now / 1000 / PAGE_SECONDS) % fit.pages, 0);
  if (fit.hidden.length === 0) return null;
  const hidden = fit.hidden.flatMap((index) => duties[index] ?? []);
  const first = hidden.find((row) => row.obligation.dueAt !== null);
  const dueAt = first?.obligation.dueAt ?? null;
  return (
    <p className={styles.more}>
      {fit.pages > 1 && <b>{t('board.page', { page: page + 1, pages: fit.pages })} · </b>}
      {first && dueAt !== null
        ? t('board.more', {
            count: hidden.length,
            at: instantText(dueAt, reading),
            duty: labelText(first.obligation.label, reading.language),
          })
        : t('board.moreNoLine', { count: hidden.length })}
    </p>
  );
}

type RowProps = {
  readonly row: DutyRow;
  readonly words: DutyWords;
  readonly reading: Reading;
  readonly style: RowFit['style'];
  readonly type: number;
  readonly widths: number;
  readonly stale: boolean;
  readonly blinking: boolean;
};

const TONE = {
  overdue: 'over',
  atRisk: 'soon',
  open: 'run',
  soft: 'soft',
  unknown: 'run',
  ahead: 'run',
  done: 'run',
} as const;
const Row = memo(
  function Row({ row, words, reading, style, type, stale, blinking }: RowProps) {
    const { t } = useTranslation('wall');
    const { obligation, tone } = row;
    const { dueAt, startedAt } = obligation;
    const full = style === 'full';
    const layout =
      style === 'full'
        ? fullLayout(words.title, words.consequence, type, stale)
        : slimLayout(words.title, words.short, words.consequence, type, style);
    const size = (units: number): string => `${(units * type) / 100}rem`;
    const due =
      dueAt === null
        ? tone === 'unknown'
          ? t('row.startUnknown')
          : t('row.noLine')
        : t(tone === 'overdue' ? 'common:time.dueBefore' : 'common:time.due', {
            at: instantText(dueAt, reading, true),
          });
    return (
      <li className={`${styles.row} ${stale ? '' : styles[TONE[tone]]} ${tone === 'soft' ? styles.soft : ''}`}>
        <div className={styles.mark}>
          <StatusShape word={statusWord(obligation)} blinking={blinking} className={styles.shape} />
        </div>
        <div className={styles.left}>
          {dueAt !== null ? (
            <Countdown dueAt={dueAt} about={stale} className={styles.figures} />
          ) : startedAt !== null && tone !== 'unknown' ? (
            <Countdown since={startedAt} about={stale} className={`${styles.figures} ${styles.elapsed}`} />
          ) : (
            <span className={`fig ${styles.figures} ${styles.elapsed}`}>--</span>
          )}
          {full && <small className={styles.due}>{due}</small>}
        </div>
        <div
          className={`${styles.words} ${layout.place === 'below' ? styles.below : ''} ${!full && layout.title.lines > 1 ? styles.alone : ''}`}
        >
          <span
            className={styles.title}
            style={{ fontSize: size(layout.title.size), WebkitLineClamp: layout.title.lines }}
          >
            {layout.short ? words.short : words.title}
            {!full && layout.title.lines > 1 && <span className={styles.inTitle}> · {words.incident}</span>}
          </span>
          <strong
            className={styles.consequence}
            style={
              layout.consequence.lines === 1
                ? { fontSize: size(layout.consequence.size), whiteSpace: 'nowrap' }
                : { fontSize: size(layout.consequence.size), maxWidth: size(layout.consequence.width * 1.03) }
            }
          >
            {words.consequence}
          </strong>
          {(full || layout.title.lines === 1) && (
            <span className={styles.sub}>
              <b>{words.incident}</b>
              {full && words.details.map((detail) => ` · ${detail}`)}
            </span>
          )}
        </div>
        {full && !stale && tone !== 'overdue' && dueAt !== null && startedAt !== null && (
          <Elapsed from={startedAt} to={dueAt} />
        )}
      </li>
    );
  },
  (a, b) =>
    a.row.obligation === b.row.obligation &&
    a.row.tone === b.row.tone &&
    a.style === b.style &&
    a.type === b.type &&
    a.widths === b.widths &&
    a.stale === b.stale &&
    a.blinking === b.blinking &&
    a.reading.language === b.reading.language &&
    a.reading.timeZone === b.reading.timeZone &&
    sameDay(a.reading, b.reading) &&
    a.words.title === b.words.title &&
    a.words.consequence === b.words.consequence &&
    a.words.incident === b.words.incident &&
    a.words.details.join() === b.words.details.join(),
);

/** Words like "tomorrow" hold until midnight; the board asks again then. */
function sameDay(a: Reading, b: Reading): boolean {
  return instantText(a.now, b) === instantText(a.now, a);
}

/** The share of the limit that is used up, as a bar; the ticker moves it without layout. */
function Elapsed({ from, to }: { readonly from: number; readonly to: number }) {
  const { ticker } = useRoom();
  const span = useRef({ from, to });
  span.current = { from, to };
  const attach = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      return ticker.subscribe((now) => {
        const share = Math.min(
          1,
          Math.max(0, (now - span.current.from) / Math.max(1, span.current.to - span.current.from)),
        );
        const transform = `scaleX(${share.toFixed(3)})`;
        if (element.style.transform !== transform) element.style.transform = transform;
      });
    },
    [ticker],
  );
  return <span ref={attach} aria-hidden="true" className={styles.elapsedBar} />;
}
