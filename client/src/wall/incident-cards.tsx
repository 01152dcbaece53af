import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import type { BoardState } from '@duty-room/shared/board/state';
import { roleLabel, type IncidentCard } from '@duty-room/shared/board/view';
import type { ChainStep } from '@duty-room/shared/obligation/obligation';
import { labelText } from '../i18n/i18n.ts';
import { factText, instantText, type Reading } from '../ui/fact-text.ts';
import { GradeChip } from '../ui/grade-chip.tsx';
import { fitBlocks } from './row-fit.ts';
import { fitText } from './scale.ts';
import styles from './wall.module.css';

const GAP = 10;
const MORE = 48;
const COLUMN = 520;
const FACTS = 3;
const TITLE_SIZES = [
  { size: 40, lines: 1 },
  { size: 37, lines: 1 },
  { size: 37, lines: 2 },
  { size: 37, lines: 3 },
];

type Props = {
  readonly cards: readonly IncidentCard[];
  readonly state: BoardState;
  readonly reading: Reading;
  readonly height: number;
  readonly type: number;
  readonly stale: boolean;
};

/**
 * The incidents, the most pressing first: whole cards only. They are measured after layout; when the full ones do not fit they shrink to grade
 * and title, and a line names how many are left out.
 */
export function IncidentCards({ cards, state, reading, height, type, stale }: Props) {
  const { t } = useTranslation('wall');
  const box = useRef<HTMLOListElement>(null);
  const [fit, setFit] = useState({ compact: stale, shown: cards.length });
  const signature = `${cards.map((card) => `${card.incident.id}.${card.incident.revision}`).join()}|${height}|${type}|${stale}|${reading.language}`;
  const measured = useRef({ signature: '', compact: stale });

  useLayoutEffect(() => {
    const list = box.current;
    if (!list || height === 0) return;
    const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 100;
    const blocks = [...list.children].map((child) => child.getBoundingClientRect().height / unit);
    const fresh = measured.current.signature !== signature;
    if (fresh && fit.compact !== stale) {
      // Something changed: begin with full cards again.
      measured.current = { signature: '', compact: stale };
      setFit({ compact: stale, shown: cards.length });
      return;
    }
    const count = fitBlocks(blocks, height, GAP, MORE);
    if (count < cards.length && !fit.compact) {
      measured.current = { signature, compact: true };
      setFit({ compact: true, shown: cards.length });
      return;
    }
    if (!fresh && measured.current.compact === fit.compact && fit.shown === count) return;
    measured.current = { signature, compact: fit.compact };
    if (fit.shown !== count) setFit({ compact: fit.compact, shown: count });
  });

  const hidden = cards.slice(fit.shown);
  return (
    <>
      <ol ref={box} className={styles.cards}>
        {cards.map((card, index) => (
          <Card
            key={card.incident.id}
            card={card}
            state={state}
            reading={reading}
            compact={fit.compact}
            hidden={index >= fit.shown}
            type={type}
            stale={stale}
          />
        ))}
      </ol>
      {hidden[0] && (
        <p className={styles.moreCards}>
          {t(hidden.length > 1 ? 'incidents.moreMany' : 'incidents.more', {
            count: hidden.length,
            title: hidden[0].incident.title,
          })}
        </p>
      )}
    </>
  );
}

type CardProps = {
  readonly card: IncidentCard;
  readonly state: BoardState;
  readonly reading: Reading;
  readonly compact: boolean;
  readonly hidden: boolean;
  readonly type: number;
  readonly stale: boolean;
};

function Card({ card, state, reading, compact, hidden, type, stale }: CardProps) {
  const { t } = useTranslation('wall');
  const { incident, grades, chain, facts, tone } = card;
  const text = (label: { zh: string; en: string }): string => labelText(label, reading.language);
  const title = fitText(incident.title, COLUMN / type, TITLE_SIZES);
  const heat = stale ? '' : tone === 'overdue' ? styles.hot : tone === 'atRisk' ? styles.warm : '';
  return (
    <li
      className={`${styles.card} ${heat} ${compact ? styles.compactCard : ''}`}
      style={hidden ? { visibility: 'hidden' } : undefined}
      aria-hidden={hidden}
    >
      <div className={styles.top}>
        {grades.map((chip) => (
          <span key={chip.plan} className={styles.gradeOf}>
            <GradeChip grade={chip.grade && text(chip.grade)} className={styles.grade} />
            {chip.proposed && (
              <span className={styles.proposed}>{t('incidents.proposed', { grade: text(chip.proposed) })}</span>
            )}
          </span>
        ))}
        <span className={styles.when}>
          {grades[0] && !compact ? `${text(grades[0].class)} · ` : ''}
          {t('incidents.received', { at: instantText(incident.receivedAt, reading) })}
        </span>
      </div>
      <h3
        className={styles.cardTitle}
        style={{ fontSize: `${(title.size * type) / 100}rem`, WebkitLineClamp: title.lines }}
      >
        {incident.title}
      </h3>
      {!compact && facts.length > 0 && (
        <p className={styles.facts}>
          {facts.slice(0, FACTS).map((line, index) => (
            <span key={line.fact}>
              {index > 0 && ' · '}
              {text(line.label)} <b>{factText(line.definition, line.value, reading)}</b>
            </span>
          ))}
        </p>
      )}
      {!compact && chain.length > 0 && <Chain card={card} state={state} reading={reading} />}
    </li>
  );
}

/** The relay as dots: done, the step in hand, what waits. */
function Chain({
  card,
  state,
  reading,
}: {
  readonly card: IncidentCard;
  readonly state: BoardState;
  readonly reading: Reading;
}) {
  const plan = card.grades[0]?.plan ?? '';
  const name = (step: ChainStep): string => {
    const whom = step.to
      .map((role) => labelText(roleLabel(state, card.incident, plan, role), reading.language))
      .join(reading.language === 'zh' ? '、' : ', ');
    return step.decision && !step.decision.choice ? `${whom}${reading.language === 'zh' ? '？' : '?'}` : whom;
  };
  return (
    <ol className={styles.chain}>
      {card.chain.map((step) => (
        <li key={step.hop} className={`${styles.step} ${styles[`step-${step.state}`] ?? ''}`}>
          <i className={styles.dot} aria-hidden="true">
            {step.state === 'done' ? '✓' : step.state === 'declined' ? '–' : ''}
          </i>
          <span>{name(step)}</span>
        </li>
      ))}
    </ol>
  );
}
