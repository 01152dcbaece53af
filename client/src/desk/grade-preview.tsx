import type { Obligation } from '@duty-room/shared/obligation/obligation';
import { previewGrade } from '@duty-room/shared/obligation/preview';
import { useRoom } from '../live/room-context.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './grade-preview.module.css';
import { useWords } from './use-words.ts';

/** What a grade would start and what it would end, before it is confirmed. */
export function GradePreview({ plan, grade }: { readonly plan: string; readonly grade: string }) {
  const { state, selected } = useDesk();
  const { time } = useRoom();
  const words = useWords();
  const incident = selected === null ? undefined : state.incidents[selected];
  if (!incident) return null;
  const { starts, supersedes } = previewGrade(incident, state.plans, plan, grade, time.now() ?? 0);
  if (starts.length === 0 && supersedes.length === 0)
    return <p className={styles.none}>{words.say('grade.nothing')}</p>;
  return (
    <output className={styles.preview}>
      <Part title={words.say('grade.starts')} sign="+" list={starts} />
      <Part title={words.say('grade.ends')} sign="–" list={supersedes} />
    </output>
  );
}

function Part({
  title,
  sign,
  list,
}: {
  readonly title: string;
  readonly sign: string;
  readonly list: readonly Obligation[];
}) {
  const words = useWords();
  if (list.length === 0) return null;
  return (
    <section>
      <h3 className={styles.head}>
        {title} <span className="fig">{list.length}</span>
      </h3>
      <ul>
        {list.map((duty) => (
          <li key={duty.key} className={styles.duty}>
            <span aria-hidden="true">{sign}</span>
            <span className={`fig ${styles.when}`}>
              {duty.dueAt === null
                ? (duty.softWord && words.label(duty.softWord)) || words.say('grade.later')
                : words.say(duty.overdueAtBirth === true ? 'grade.born' : 'grade.line', {
                    at: words.instantSeconds(duty.dueAt),
                  })}
            </span>
            <span>
              {words.label(duty.label)}
              {duty.chain && (
                <small className={styles.chain}>{duty.chain.map((step) => words.label(step.label)).join(' → ')}</small>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
