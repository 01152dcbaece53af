import type { BoardState } from '@duty-room/shared/board/state';
import type { FactValues, PlanPin } from '@duty-room/shared/incident/events';
import { intakeProposals, previewIntake } from '@duty-room/shared/obligation/preview';
import type { Obligation } from '@duty-room/shared/obligation/obligation';
import { GradeChip } from '../ui/grade-chip.tsx';
import { Chips } from './chips.tsx';
import type { ClassChoice } from './intake-fields.ts';
import { useDesk } from './desk-context.tsx';
import styles from './proposal-box.module.css';
import { useWords } from './use-words.ts';
import { bracketed, type DeskWords } from './words.ts';

/** What the facts of the call propose under one plan. */
export type Proposal = {
  readonly choice: ClassChoice;
  readonly pin: PlanPin;
  readonly proposed:
    | { readonly grade: string; readonly basis: string; readonly text: string; readonly cite: string }
    | undefined;
};

/** The proposals for a call that is being typed, one per plan that it is under. */
export function proposalsFor(
  chosen: readonly ClassChoice[],
  facts: FactValues,
  state: BoardState,
  now: number,
  words: Pick<DeskWords, 'label' | 'language'>,
): readonly Proposal[] {
  const pins = chosen.map((choice): PlanPin => ({
    plan: choice.plan.plan.plan,
    adoption: choice.plan.adoption,
    class: choice.class.id,
  }));
  return intakeProposals({ pins, facts }, state.plans, now).flatMap(({ pin, proposal }) => {
    const choice = chosen.find((one) => one.plan.adoption === pin.adoption);
    if (!choice) return [];
    const cite = proposal?.criterion.cite.map((one) => words.label(one.at)).join(' · ') ?? '';
    return [
      {
        choice,
        pin,
        proposed: proposal && {
          grade: proposal.grade,
          basis: bracketed(words.label(proposal.criterion.text), cite, words),
          text: words.label(proposal.criterion.text),
          cite,
        },
      },
    ];
  });
}

type Props = {
  readonly proposals: readonly Proposal[];
  readonly facts: FactValues;
  readonly now: number;
  readonly grades: Readonly<Record<string, string>>;
  readonly onGrade: (plan: string, grade: string | undefined) => void;
};

const SHOWN = 6;

/** Below the form: the grade that the facts ask for, its clause, and the instants that registering would start. */
export function ProposalBox({ proposals, facts, now, grades, onGrade }: Props) {
  return (
    <div className={styles.box} aria-live="polite">
      {proposals.map((proposal) => (
        <One
          key={proposal.pin.plan}
          proposal={proposal}
          facts={facts}
          now={now}
          chosen={grades[proposal.pin.plan]}
          onGrade={(grade) => onGrade(proposal.pin.plan, grade)}
        />
      ))}
    </div>
  );
}

function One({
  proposal,
  facts,
  now,
  chosen,
  onGrade,
}: {
  readonly proposal: Proposal;
  readonly facts: FactValues;
  readonly now: number;
  readonly chosen: string | undefined;
  readonly onGrade: (grade: string | undefined) => void;
}) {
  const { state } = useDesk();
  const words = useWords();
  const { choice, pin, proposed } = proposal;
  const scale = choice.plan.plan.scales.find((one) => one.id === choice.class.scale);
  const grade = chosen ?? proposed?.grade;
  const name = scale?.grades.find((one) => one.id === grade)?.label;
  const duties = previewIntake(
    { pins: [pin], facts, ...(grade === undefined ? {} : { grade: { plan: pin.plan, grade } }) },
    state.plans,
    now,
  ).filter(
    (duty) =>
      duty.state === 'open' || duty.state === 'atRisk' || duty.state === 'overdue' || duty.state === 'startUnknown',
  );
  const rank = (duty: Obligation): number => duty.dueAt ?? Number.MAX_SAFE_INTEGER;
  const sorted = duties.toSorted((a, b) => rank(a) - rank(b));
  const conflict = choice.class.criteria.find((one) => one.propose === proposed?.grade)?.conflictsWith;
  return (
    <section className={styles.one} aria-label={words.say('proposal.title')}>
      <div className={styles.row}>
        <span>{words.say('proposal.title')}</span>
        {scale ? (
          name ? (
            <GradeChip grade={words.label(name)} className={styles.grade} />
          ) : (
            <b>{words.say('proposal.none')}</b>
          )
        ) : (
          <b>{words.say('proposal.noScale')}</b>
        )}
        <small>{words.label(choice.class.label)}</small>
        {chosen !== undefined && chosen !== proposed?.grade && (
          <small className={styles.own}>{words.say('proposal.chosen')}</small>
        )}
      </div>
      {proposed && (
        <p>
          {words.say('proposal.basis', {
            text: proposed.text,
            cite: proposed.cite,
          })}
        </p>
      )}
      {conflict && (
        <p>{words.say('proposal.conflict', { cite: conflict.map((one) => words.label(one.at)).join(' · ') })}</p>
      )}
      {scale && !proposed && <p>{words.say('proposal.noneNext')}</p>}
      {scale && (
        <details className={styles.choose}>
          <summary>{words.say('proposal.choose')}</summary>
          <Chips
            label={words.say('proposal.choose')}
            chips={scale.grades.map((one) => ({ id: one.id, text: words.label(one.label) }))}
            value={grade === undefined ? [] : [grade]}
            onChange={([one]) => onGrade(one === proposed?.grade ? undefined : one)}
          />
        </details>
      )}
      {sorted.length > 0 && (
        <ul>
          {sorted.slice(0, SHOWN).map((duty) => (
            <li key={duty.key}>
              <span className="fig">{when(duty)}</span>
              <span>
                {words.label(duty.label)}
                {duty.chain &&
                  `${words.say('list.colon')}${duty.chain.map((step) => words.label(step.label)).join(' → ')}`}
              </span>
            </li>
          ))}
          {sorted.length > SHOWN && (
            <li>
              <span />
              <span>+{sorted.length - SHOWN}</span>
            </li>
          )}
        </ul>
      )}
    </section>
  );

  function when(duty: Obligation): string {
    if (duty.dueAt !== null) return words.say('proposal.before', { at: words.instantSeconds(duty.dueAt) });
    if (duty.state === 'startUnknown') return words.say('proposal.unknownStart');
    if (duty.ifNeeded) {
      const role = choice.plan.plan.roles.find((one) => one.id === duty.ifNeeded?.by);
      return words.say('proposal.waits', { role: role ? words.label(role.label) : '' });
    }
    return duty.softWord
      ? words.say('proposal.atOnce', { word: words.label(duty.softWord) })
      : words.say('proposal.after');
  }
}
