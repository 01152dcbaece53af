import { useState } from 'react';
import type { BoardState } from '@duty-room/shared/board/state';
import type { BoardView, DutyRow, IncidentCard } from '@duty-room/shared/board/view';
import type { IncidentState } from '@duty-room/shared/incident/state';
import { courseOf } from '../desk/course.ts';
import { useWords } from '../desk/use-words.ts';
import { labelText } from '../i18n/i18n.ts';
import { useTranslation } from '../i18n/translation.ts';
import { Button } from '../ui/button.tsx';
import { hourMinute } from '../ui/clock-text.ts';
import { spanWords } from '../ui/countdown-text.ts';
import { Countdown, useUnits } from '../ui/countdown.tsx';
import { factText, instantText, type Reading } from '../ui/fact-text.ts';
import { GradeChip } from '../ui/grade-chip.tsx';
import { StatusShape } from '../ui/status-shape.tsx';
import { statusWord } from '../ui/status.ts';
import { dutyWords } from '../wall/duty-words.ts';
import { AskCard } from './ask-card.tsx';
import type { Waiting } from './waiting.ts';
import styles from './command.module.css';

const FIRST_LINES = 8;

type Props = {
  readonly card: IncidentCard;
  readonly view: BoardView;
  readonly state: BoardState;
  readonly reading: Reading;
  readonly waiting: readonly Waiting[];
  readonly stale: boolean;
};

/** One incident at a glance: grade, situation, what waits for this person, its duties, what happened. */
export function IncidentGlance({ card, view, state, reading, waiting, stale }: Props) {
  const { t } = useTranslation('command');
  const { incident, grades, facts } = card;
  const text = (label: { zh: string; en: string }): string => labelText(label, reading.language);
  const duties = view.duties.filter((row) => row.obligation.incident === incident.id);
  const done = view.done.filter((row) => row.obligation.incident === incident.id);
  const asked = waiting.filter((item) => item.incident.id === incident.id);
  return (
    <section aria-label={incident.title} className={styles.glance}>
      <p className={styles.chips}>
        {grades.map((chip) => (
          <span key={chip.plan} className={styles.chip}>
            <GradeChip grade={chip.grade && text(chip.grade)} />
            {chip.proposed && <em>{t('incident.proposed', { grade: text(chip.proposed) })}</em>}
          </span>
        ))}
        <span>
          {grades[0] && `${text(grades[0].class)} · `}
          {t('incident.received', { at: instantText(incident.receivedAt, reading) })} · {incident.number}
        </span>
      </p>
      <h1 className={styles.title}>{incident.title}</h1>
      {facts.length > 0 && (
        <dl className={styles.facts}>
          {facts.map((line) => (
            <div key={line.fact}>
              <dt>{text(line.label)}</dt> <dd>{factText(line.definition, line.value, reading)}</dd>
            </div>
          ))}
        </dl>
      )}
      {asked.map((item) => (
        <AskCard key={item.key} item={item} state={state} reading={reading} stale={stale} withLink={false} />
      ))}
      <h2 className={styles.heading}>{t('incident.duties')}</h2>
      {duties.length === 0 ? (
        <p className={styles.none}>{t('incident.noDuties')}</p>
      ) : (
        <DutyRows rows={duties} state={state} reading={reading} stale={stale} />
      )}
      {done.length > 0 && (
        <>
          <h2 className={styles.heading}>{t('incident.done')}</h2>
          <ul className={styles.rows}>
            {done.map((row) => (
              <li key={row.obligation.key} className={styles.row}>
                <StatusShape word={statusWord(row.obligation)} />
                <span className={`fig ${styles.rowTime}`}>
                  {row.obligation.metAt === undefined ? '–' : hourMinute(row.obligation.metAt, reading.timeZone)}
                </span>
                <span>
                  {text(row.obligation.label)}
                  <small>{t(`common:state.${row.obligation.state}`)}</small>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Course incident={incident} state={state} reading={reading} />
    </section>
  );
}

function DutyRows({
  rows,
  state,
  reading,
  stale,
}: {
  rows: readonly DutyRow[];
  state: BoardState;
  reading: Reading;
  stale: boolean;
}) {
  const { t } = useTranslation('wall');
  const units = useUnits();
  return (
    <ul className={styles.rows}>
      {rows.map((row) => {
        const { obligation, tone } = row;
        const words = dutyWords(row, { t, state, reading, units });
        return (
          <li
            key={obligation.key}
            className={`${styles.row} ${tone === 'overdue' ? styles.over : tone === 'atRisk' ? styles.soon : ''}`}
          >
            <StatusShape word={statusWord(obligation)} />
            <span className={styles.rowTime}>
              {obligation.dueAt !== null ? (
                <Countdown dueAt={obligation.dueAt} about={stale} />
              ) : obligation.startedAt !== null ? (
                <Countdown since={obligation.startedAt} about={stale} />
              ) : (
                '--'
              )}
            </span>
            <span>
              {words.title}
              <small>
                {obligation.dueAt !== null &&
                  `${t(tone === 'overdue' ? 'common:time.dueBefore' : 'common:time.due', { at: instantText(obligation.dueAt, reading, true) })} · `}
                {words.consequence !== '' && `${words.consequence} · `}
                {words.details[0]}
              </small>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** What happened, the latest first; what was typed in later says so. */
export function Course({
  incident,
  state,
  reading,
}: {
  readonly incident: IncidentState;
  readonly state: BoardState;
  readonly reading: Reading;
}) {
  const { t } = useTranslation('command');
  const words = useWords();
  const units = useUnits();
  const [whole, setWhole] = useState(false);
  const lines = courseOf({ state, incident, words });
  return (
    <>
      <h2 className={styles.heading}>{t('incident.course')}</h2>
      <ul className={styles.course}>
        {(whole ? lines : lines.slice(0, FIRST_LINES)).map((line) => (
          <li key={line.event} className={line.withdrawn ? styles.withdrawn : ''}>
            <span className="fig">{instantText(line.at, reading)}</span>
            <span>
              {line.withdrawn ? <s>{line.text}</s> : line.text}
              {line.withdrawn && <small className={styles.tag}>{t('incident.withdrawn')}</small>}
              {line.enteredLate > 0 && (
                <small className={styles.tag}>
                  {t('incident.lateEntry', {
                    at: instantText(line.recordedAt, reading),
                    span: spanWords(line.enteredLate, units),
                  })}
                </small>
              )}
            </span>
          </li>
        ))}
      </ul>
      {!whole && lines.length > FIRST_LINES && (
        <Button kind="quiet" onPress={() => setWhole(true)}>
          {t('incident.courseAll', { count: lines.length })}
        </Button>
      )}
    </>
  );
}
