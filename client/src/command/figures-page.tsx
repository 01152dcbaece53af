import type { BoardState } from '@duty-room/shared/board/state';
import type { BoardView } from '@duty-room/shared/board/view';
import { labelText } from '../i18n/i18n.ts';
import { useTranslation } from '../i18n/translation.ts';
import type { Reading } from '../ui/fact-text.ts';
import { figuresOf } from './figures.ts';
import styles from './command.module.css';

type Line = { readonly text: string; readonly count: number };

function Table({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) {
  return (
    <table className={styles.figures}>
      <caption className={styles.heading}>{title}</caption>
      <tbody>
        {lines.map(({ text, count }) => (
          <tr key={text}>
            <th scope="row">{text}</th>
            <td className="fig">{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What there is to count: now, in a day, over all records. */
export function FiguresPage({
  view,
  state,
  reading,
}: {
  readonly view: BoardView;
  readonly state: BoardState;
  readonly reading: Reading;
}) {
  const { t } = useTranslation('command');
  const figures = figuresOf(state, view.at);
  const { counts } = view;
  const grades = new Map<string, number>();
  for (const { grades: chips } of view.incidents) {
    const grade = chips[0]?.grade;
    const name = grade ? labelText(grade, reading.language) : t('common:ungraded');
    grades.set(name, (grades.get(name) ?? 0) + 1);
  }
  return (
    <section aria-label={t('figures.title')} className={styles.figuresPage}>
      <Table
        title={t('figures.now')}
        lines={[
          { text: t('figures.incidents'), count: view.incidents.length },
          { text: t('figures.overdue'), count: counts.overdue },
          { text: t('figures.atRisk'), count: counts.atRisk },
          { text: t('figures.running'), count: counts.open },
          { text: t('figures.soft'), count: counts.soft },
        ]}
      />
      {grades.size > 0 && (
        <Table title={t('figures.grades')} lines={[...grades].map(([text, count]) => ({ text, count }))} />
      )}
      <Table
        title={t('figures.day')}
        lines={[
          { text: t('figures.receivedDay'), count: figures.receivedInDay },
          { text: t('figures.endedDay'), count: figures.endedInDay },
        ]}
      />
      <div>
        <Table
          title={t('figures.all')}
          lines={[
            { text: t('figures.met'), count: figures.met },
            { text: t('figures.metStatedLate'), count: figures.metStatedLate },
            { text: t('figures.metLate'), count: figures.metLate },
            { text: t('figures.overdue'), count: figures.overdue },
            { text: t('figures.stillOpen'), count: figures.open },
            { text: t('figures.waived'), count: figures.waived },
          ]}
        />
        <p className={styles.none}>{t('figures.note')}</p>
      </div>
    </section>
  );
}
