import type { DutyRow } from '@duty-room/shared/board/view';
import { useAudit, type Chosen } from './audit-context.tsx';
import styles from './audit.module.css';
import { Later, StateThen } from './duty-text.tsx';

type Props = {
  readonly rows: readonly DutyRow[];
  readonly label: string;
  readonly chosen: Chosen | null;
  readonly onChoose: (chosen: Chosen) => void;
};

/** The clocks of an instant: since when, until when, how they stood, and what came of them. */
export function DutiesTable({ rows, label, chosen, onChoose }: Props) {
  const { words } = useAudit();
  const { t } = words;
  return (
    <table className={styles.duties} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('table.duty')}</th>
          <th scope="col">{t('table.start')}</th>
          <th scope="col">{t('table.due')}</th>
          <th scope="col">{t('table.atThatTime')}</th>
          <th scope="col">{t('table.later')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={row.obligation.key}
            row={row}
            isChosen={chosen?.key === row.obligation.key && chosen.incident === row.obligation.incident}
            onChoose={onChoose}
          />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  row,
  isChosen,
  onChoose,
}: {
  readonly row: DutyRow;
  readonly isChosen: boolean;
  readonly onChoose: (chosen: Chosen) => void;
}) {
  const { at, words } = useAudit();
  const { t, label, instantSeconds } = words;
  const { obligation } = row;
  const { startedAt, dueAt } = obligation;
  const choose = (): void => onChoose({ incident: obligation.incident, key: obligation.key });
  const to = row.recipients.map(label).join(words.say('list.comma'));
  const limit =
    dueAt !== null && startedAt !== null
      ? words.exact(dueAt - startedAt)
      : obligation.softWord
        ? label(obligation.softWord)
        : t('table.noLine');
  return (
    <tr className={isChosen ? styles.chosen : undefined} onClick={choose}>
      <td>
        <button type="button" className={styles.duty} aria-pressed={isChosen} onClick={choose}>
          {label(obligation.label)}
          {to !== '' && ` → ${to}`}
        </button>
        <small>
          {row.incidentTitle} · {limit}
        </small>
      </td>
      <td className="fig" data-label={t('table.start')}>
        {startedAt === null ? t('table.unknown') : instantSeconds(startedAt)}
      </td>
      <td className="fig" data-label={t('table.due')}>
        {dueAt === null ? '–' : instantSeconds(dueAt)}
      </td>
      <td data-label={t('table.atThatTime')}>
        <StateThen duty={obligation} at={at} />
      </td>
      <td data-label={t('table.later')}>
        <Later duty={obligation} at={at} />
      </td>
    </tr>
  );
}
