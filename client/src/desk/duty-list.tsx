import { useEffect, useRef, type RefObject } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import type { DutyRow, IncidentCard } from '@duty-room/shared/board/view';
import { Countdown } from '../ui/countdown.tsx';
import { GradeChip } from '../ui/grade-chip.tsx';
import { StatusShape } from '../ui/status-shape.tsx';
import { statusWord } from '../ui/status.ts';
import { useDesk } from './desk-context.tsx';
import styles from './duty-list.module.css';
import { PageLink } from './pages.tsx';
import { useWords } from './use-words.ts';
import { forecastText } from './words.ts';

type Props = {
  readonly find: string;
  readonly onFind: (text: string) => void;
  readonly findField: RefObject<HTMLInputElement | null>;
  /** The row that J and K are on: an obligation key or an incident id. */
  readonly cursor: string | null;
  readonly onPick: (row: string, incident: string) => void;
};

const matches = (text: string, ...parts: readonly string[]): boolean =>
  text === '' || parts.some((part) => part.toLowerCase().includes(text.toLowerCase()));

/** The rows that J and K walk over, in the order in which they stand. */
export function listRows(
  duties: readonly DutyRow[],
  incidents: readonly IncidentCard[],
  find: string,
  label: (words: { zh: string; en: string }) => string,
): { readonly duties: readonly DutyRow[]; readonly incidents: readonly IncidentCard[] } {
  return {
    duties: duties.filter((row) => matches(find, row.incidentTitle, row.incidentNumber, label(row.obligation.label))),
    incidents: incidents.filter((card) =>
      matches(find, card.incident.title, card.incident.number, card.incident.place),
    ),
  };
}

/** Left: what is due, what was done lately, what is open. The least time left stands first. */
export function DutyList({ find, onFind, findField, cursor, onPick }: Props) {
  const { view, selected } = useDesk();
  const { t } = useTranslation();
  const words = useWords();
  const shown = listRows(view.duties, view.incidents, find, words.label);
  const first = shown.duties.find((row) => row.obligation.incident === selected);
  const isHere = shown.duties.some((row) => rowId(row) === cursor && row.obligation.incident === selected);
  const current = isHere ? cursor : first && rowId(first);
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    if (cursor !== null)
      list.current?.querySelector(`[data-row="${CSS.escape(cursor)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [cursor]);
  return (
    <nav ref={list} className={styles.list} aria-label={words.say('left.label')}>
      <h2 className={styles.head}>{words.say('left.duties')}</h2>
      {view.duties.length === 0 && (
        <p className={styles.empty}>
          {words.say('left.noDuties')}
          <small>{words.say('left.noDutiesNext')}</small>
        </p>
      )}
      <ul>
        {shown.duties.map((row) => (
          <li key={`${row.obligation.incident}/${row.obligation.key}`}>
            <Duty row={row} isSelected={current === rowId(row)} onPick={onPick} />
          </li>
        ))}
      </ul>
      {view.done.length > 0 && find === '' && (
        <>
          <h2 className={styles.head}>{words.say('left.done')}</h2>
          <ul>
            {view.done.slice(0, 6).map((row) => (
              <li key={`${row.obligation.incident}/${row.obligation.key}`}>
                <Done row={row} onPick={onPick} />
              </li>
            ))}
          </ul>
        </>
      )}
      <h2 className={styles.head}>
        {words.say('left.incidents', { count: view.incidents.length })}
        <label className={styles.find}>
          <span className="sr">{words.say('left.findLabel')}</span>
          <input
            ref={findField}
            type="search"
            className={styles.search}
            value={find}
            placeholder={`/ ${words.say('left.find')}`}
            onChange={(event) => onFind(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') onFind('');
              if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
                const first = shown.duties[0]?.obligation.incident ?? shown.incidents[0]?.incident.id;
                if (first !== undefined) onPick(shown.duties[0] ? rowId(shown.duties[0]) : first, first);
              }
            }}
          />
        </label>
      </h2>
      {find !== '' && shown.duties.length + shown.incidents.length === 0 && (
        <p className={styles.empty}>{words.say('left.noneFound')}</p>
      )}
      <ul>
        {shown.incidents.map((card) => (
          <li key={card.incident.id}>
            <button
              type="button"
              data-row={card.incident.id}
              aria-current={selected === card.incident.id || undefined}
              className={`${styles.incident} ${selected === card.incident.id ? styles.selected : ''}`}
              onClick={() => onPick(card.incident.id, card.incident.id)}
            >
              <span className={styles.grades}>
                {card.grades.map((chip) => (
                  <GradeChip key={chip.plan} grade={chip.grade && words.label(chip.grade)} className={styles.chip} />
                ))}
              </span>
              <span className={styles.name}>{card.incident.title}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.all}>
        <PageLink page="incidents">{words.say('left.allIncidents')}</PageLink>
      </p>
      <output className="sr">{view.counts.overdue > 0 ? `${t('state.overdue')} ${view.counts.overdue}` : ''}</output>
    </nav>
  );
}

/** What stands for a duty in the list and in the keys. */
export const rowId = (row: DutyRow): string => `${row.obligation.incident}/${row.obligation.key}`;

type RowProps = {
  readonly row: DutyRow;
  readonly isSelected: boolean;
  readonly onPick: (row: string, incident: string) => void;
};

/** A duty in words: what, and to whom next. */
export function useDutyTitle(): (row: DutyRow) => string {
  const words = useWords();
  return (row) => {
    const name = words.label(row.obligation.label);
    // The step in hand by whom it is about: its own words stand in the middle.
    if (row.step && row.callNext) {
      const asks = row.step.current.decision && row.step.current.decision.choice === undefined;
      return `${name}${words.say('list.colon')}${words.label(row.callNext.label)}${asks ? words.say('list.asks') : ''}`;
    }
    if (!row.obligation.soft && row.recipients.length > 0 && row.recipients.length <= 2)
      return `${name} → ${row.recipients.map(words.label).join(words.say('list.comma'))}`;
    return name;
  };
}

function Duty({ row, isSelected, onPick }: RowProps) {
  const { online } = useDesk();
  const words = useWords();
  const title = useDutyTitle();
  const { obligation } = row;
  const { dueAt, startedAt, forecastAt } = obligation;
  return (
    <button
      type="button"
      data-row={rowId(row)}
      aria-current={isSelected || undefined}
      className={`${styles.duty} ${styles[row.tone] ?? ''} ${isSelected ? styles.selected : ''}`}
      onClick={() => onPick(rowId(row), obligation.incident)}
    >
      <StatusShape word={statusWord(obligation)} className={styles.shape} />
      <span className={styles.time}>
        {dueAt !== null ? (
          <Countdown dueAt={dueAt} about={!online} />
        ) : startedAt !== null ? (
          <Countdown since={startedAt} />
        ) : (
          <small>{words.say('left.waitingStart')}</small>
        )}
      </span>
      <span className={styles.what}>
        {title(row)}
        <small>
          {row.incidentTitle}
          {forecastAt !== undefined && ` · ${forecastText(forecastAt, words)}`}
        </small>
      </span>
    </button>
  );
}

function Done({ row, onPick }: { readonly row: DutyRow; readonly onPick: Props['onPick'] }) {
  const words = useWords();
  const title = useDutyTitle();
  const { t } = useTranslation();
  const { obligation } = row;
  const at = obligation.metAt ?? obligation.waivedBy?.occurredAt;
  const took = at !== undefined && obligation.startedAt !== null ? at - obligation.startedAt : undefined;
  const word = obligation.state;
  return (
    <button
      type="button"
      className={`${styles.duty} ${styles.done}`}
      onClick={() => onPick(rowId(row), obligation.incident)}
    >
      <StatusShape word={word} className={styles.shape} />
      <span className={`fig ${styles.time}`}>{at === undefined ? '' : words.instant(at)}</span>
      <span className={styles.what}>
        {title(row)}
        <small>
          {word === 'met' ? '' : `${t(`state.${word}`)} · `}
          {took === undefined ? row.incidentTitle : words.say('left.took', { span: words.span(took) })}
        </small>
      </span>
    </button>
  );
}
