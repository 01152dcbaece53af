import { useTranslation } from '../../i18n/translation.ts';
import type { ShiftState } from '@duty-room/shared/shift/state';
import { useRoom } from '../../live/room-context.tsx';
import { lookOf, statusWord } from '../../ui/status.ts';
import { useDesk } from '../desk-context.tsx';
import { useDutyTitle } from '../duty-list.tsx';
import { useWords } from '../use-words.ts';
import styles from './pages.module.css';

/** The hand-over on paper: open duties, incidents, this shift's log, two signatures. Seen in print only. */
export function HandOverSheet({ shift }: { readonly shift: ShiftState }) {
  const { state, view } = useDesk();
  const { time } = useRoom();
  const { t } = useTranslation();
  const words = useWords();
  const title = useDutyTitle();
  const name = (account: string | undefined): string =>
    account === undefined ? '' : (state.people.accounts[account]?.name ?? account);
  const by = shift.handOver?.by ?? shift.onDuty.find((one) => one.post === 'officer')?.account;
  return (
    <section className={styles.sheet} aria-hidden="true">
      <h1>{words.say('shift.sheet')}</h1>
      <p>
        {state.office.name} · {words.say('shift.sheetAt', { at: words.instantSeconds(time.now() ?? 0) })}
      </p>
      <h2>{words.say('left.duties')}</h2>
      {view.duties.length === 0 && <p>{words.say('shift.noDuties')}</p>}
      {view.duties.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{words.say('incidents.status')}</th>
              <th>{words.say('shift.duty')}</th>
              <th>{words.say('shift.incident')}</th>
              <th>{words.say('shift.due')}</th>
              <th>✓</th>
            </tr>
          </thead>
          <tbody>
            {view.duties.map((row) => {
              const word = statusWord(row.obligation);
              return (
                <tr key={`${row.obligation.incident}/${row.obligation.key}`}>
                  <td>
                    {lookOf(word).shape} {t(`state.${word}`)}
                  </td>
                  <td>{title(row)}</td>
                  <td>
                    {row.incidentNumber} {row.incidentTitle}
                  </td>
                  <td>
                    {row.obligation.dueAt === null
                      ? words.say('shift.noLine')
                      : words.instantSeconds(row.obligation.dueAt)}
                  </td>
                  <td>□</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <h2>{words.say('left.incidents', { count: view.incidents.length })}</h2>
      <ul>
        {view.incidents.map((card) => (
          <li key={card.incident.id}>
            {card.incident.number} {card.incident.title}{' '}
            {card.grades.map((chip) => (chip.grade ? words.label(chip.grade) : t('ungraded'))).join(' · ')}
          </li>
        ))}
      </ul>
      <h2>{words.say('shift.sheetLog')}</h2>
      <ul>
        {shift.log.map((line) => (
          <li key={line.event}>
            {words.instantSeconds(line.at)} {line.topic} {name(line.actor)}
          </li>
        ))}
      </ul>
      <div className={styles.signs}>
        <div>
          {words.say('shift.sheetBy')} {name(by)} {words.say('shift.sheetSign')}
        </div>
        <div>
          {words.say('shift.sheetTo')} {name(shift.handOver?.to)} {words.say('shift.sheetSign')}
        </div>
      </div>
    </section>
  );
}
