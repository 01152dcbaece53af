import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import type { BoardState } from '@duty-room/shared/board/state';
import { roleLabel, type FactLine, type IncidentCard } from '@duty-room/shared/board/view';
import type { Fact } from '@duty-room/shared/plan/fact';
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
  { size: 37, lines: 4 },
  { size: 31, lines: 5 },
  { size: 28, lines: 8 },
];

type Props = {
  readonly cards: readonly IncidentCard[];
  readonly state: BoardState;
  readonly reading: Reading;
  readonly height: number;
  readonly type: number;
  readonly stale: boolean;
  /** Changes once the fonts can be measured. */
  readonly widths: number;
};

type Fit = { readonly signature: string; readonly full: number; readonly shown: number };

/**
 * The incidents, the most pressing first: whole cards only. They are measured after layout; when they do not fit, the least pressing shrink to
 * grade and title first, and a line names those that are left out.
 */
export function IncidentCards({ cards, state, reading, height, type, stale, widths }: Props) {
  const { t } = useTranslation('wall');
  const box = useRef<HTMLOListElement>(null);
  const signature = `${cards.map((card) => `${card.incident.id}.${card.incident.revision}.${card.tone}`).join()}|${height}|${type}|${stale}|${widths}|${reading.language}`;
  const start: Fit = { signature, full: stale ? 0 : cards.length, shown: cards.length };
  const [kept, setFit] = useState(start);
  // Something changed: begin with full cards again, before anything is painted.
  const fit = kept.signature === signature ? kept : start;

  useLayoutEffect(() => {
    const list = box.current;
    if (!list || height === 0) return;
    const unit = Number.parseFloat(getComputedStyle(list.ownerDocument.documentElement).fontSize) / 100;
    const blocks = [...list.children].map((child) => child.getBoundingClientRect().height / unit);
    const count = fitBlocks(blocks, height, GAP, MORE);
    if (count < cards.length && fit.full > 0) setFit({ ...fit, full: fit.full - 1 });
    else if (count !== fit.shown) setFit({ ...fit, shown: count });
    else if (kept !== fit) setFit(fit);
  }, [fit, kept, height, cards.length]);

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
            compact={index >= fit.full}
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

/** In a flood the rows take the whole width: of the incidents their number by grade remains. */
export function IncidentStrip({
  cards,
  reading,
}: {
  readonly cards: readonly IncidentCard[];
  readonly reading: Reading;
}) {
  const counts = new Map<string, { readonly grade: string | null; count: number }>();
  for (const card of cards) {
    const label = card.grades[0]?.grade ?? null;
    const grade = label && labelText(label, reading.language);
    const known = counts.get(grade ?? '');
    if (known) known.count += 1;
    else counts.set(grade ?? '', { grade, count: 1 });
  }
  return (
    <ul className={styles.strip}>
      {[...counts.values()].map(({ grade, count }) => (
        <li key={grade ?? ''}>
          <GradeChip grade={grade} className={styles.grade} />
          <b className="fig">{count}</b>
        </li>
      ))}
    </ul>
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
      style={hidden ? { visibility: 'hidden', position: 'absolute', width: '100%' } : undefined}
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
          {telling(facts).map((line, index) => (
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

const SAYS_MOST: { readonly [T in Fact['type']]: number } = {
  count: 0,
  instant: 1,
  choice: 2,
  flag: 3,
  duration: 4,
  text: 5,
};

/** The few facts that say most from across the room: how many, since when and until when; then the rest, as the plan asks for them. */
function telling(facts: readonly FactLine[]): readonly FactLine[] {
  return [...facts].sort((a, b) => SAYS_MOST[a.definition.type] - SAYS_MOST[b.definition.type]).slice(0, FACTS);
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
