import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/translation.ts';
import type { IncidentState } from '@duty-room/shared/incident/state';
import { gradeChips } from '@duty-room/shared/board/view';
import { incidentAnswer } from '@duty-room/shared/protocol/http';
import { unwrap } from '../../live/api.ts';
import { useRoom } from '../../live/room-context.tsx';
import { Button } from '../../ui/button.tsx';
import { errorText } from '../../ui/failure-text.ts';
import { GradeChip } from '../../ui/grade-chip.tsx';
import { StatusShape } from '../../ui/status-shape.tsx';
import { ActLine } from '../act-line.tsx';
import { reopenAct } from '../acts/ending-acts.ts';
import { standingFacts } from '../acts/fact-acts.ts';
import { courseOf, valueText } from '../course.ts';
import { useDesk } from '../desk-context.tsx';
import { CourseRow } from '../incident-panel.tsx';
import { useActContext } from '../use-act-context.ts';
import { PageLink } from '../pages.tsx';
import { usePersonal } from '../use-personal.ts';
import { useWords } from '../use-words.ts';
import { useState } from 'react';
import panel from '../incident-panel.module.css';
import styles from './pages.module.css';

/** One incident read-only, open or closed long ago, with its settlement. */
export function IncidentPage({ id }: { readonly id: string }) {
  const { state, room } = useDesk();
  const { api } = useRoom();
  const { t } = useTranslation();
  const words = useWords();
  const here = state.incidents[id];
  const query = useQuery({
    queryKey: ['incident', room, id, here?.revision],
    queryFn: async () => unwrap(await api.room.get(`/incidents/${encodeURIComponent(id)}`, incidentAnswer)),
    enabled: here === undefined,
  });
  const incident = here ?? query.data;
  if (incident) return <Reading incident={incident} />;
  return (
    <div className={styles.page}>
      <PageLink page="incidents">{words.say('incidents.back')}</PageLink>
      {query.isError ? (
        <p role="alert">
          {errorText(t, query.error)} <Button onPress={() => void query.refetch()}>{t('act.retry')}</Button>
        </p>
      ) : (
        <p>{t('page.loading')}</p>
      )}
    </div>
  );
}

function Reading({ incident }: { readonly incident: IncidentState }) {
  const { state, person, select, may } = useDesk();
  const { time } = useRoom();
  const { t } = useTranslation();
  const words = useWords();
  const context = useActContext(incident, state, person?.id);
  const [reopening, setReopening] = useState(false);
  const { texts } = usePersonal(`incident-${incident.id}`, incident.revision);
  const chips = gradeChips(incident, state, incident.endedAt ?? time.now() ?? 0);
  const isOpen = incident.status === 'open' || incident.status === 'transferring';
  const ruleLabel = (plan: string, rule: string): string => {
    const pin = incident.pins.find((one) => one.plan === plan);
    const found = pin && state.plans[pin.adoption]?.plan.rules.find((one) => one.id === rule);
    return found ? words.label(found.label) : t('state.open') === rule ? rule : rule.replace(/^@/, '');
  };
  return (
    <article className={styles.page}>
      <div className={styles.head}>
        <PageLink page="incidents">{words.say('incidents.back')}</PageLink>
        <span className={styles.grow} />
        {isOpen ? (
          <Button onPress={() => select(incident.id)}>{words.say('incidents.toDesk')}</Button>
        ) : (
          incident.status !== 'merged' &&
          may('incident.reopen') && <Button onPress={() => setReopening(true)}>{words.say('act.reopen')}</Button>
        )}
      </div>
      <header className={panel.head}>
        {chips.map((chip) => (
          <GradeChip key={chip.plan} grade={chip.grade && words.label(chip.grade)} className={panel.grade} />
        ))}
        <h1 className={panel.title}>{incident.title}</h1>
        <span className={panel.sub}>
          <span className="fig">{incident.number}</span> · {t(`incidentStatus.${incident.status}`)} ·{' '}
          {words.instant(incident.receivedAt)}
          {incident.endedAt !== undefined && ` – ${words.instant(incident.endedAt)}`}
        </span>
      </header>
      {reopening && context && (
        <ActLine act={reopenAct(context())} onClose={() => setReopening(false)} onDone={() => select(incident.id)} />
      )}
      <dl className={panel.facts}>
        {standingFacts({ state, incident }).map((fact) => (
          <div key={fact.field.id}>
            <dt>{fact.field.label ? words.label(fact.field.label) : words.time(fact.field.id)}</dt>
            <dd>{valueText(fact.field, fact.value, words)}</dd>
          </div>
        ))}
      </dl>
      {incident.settlement ? (
        <section>
          <h2 className={panel.heading}>
            {words.say('incidents.settlement')} · {words.say('incidents.settlementNote')}
          </h2>
          <div className={styles.scroll}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{words.say('incidents.duty')}</th>
                  <th scope="col">{words.say('incidents.state')}</th>
                  <th scope="col">{words.say('incidents.due')}</th>
                  <th scope="col">{words.say('incidents.met')}</th>
                  <th scope="col">{words.say('incidents.evidence')}</th>
                </tr>
              </thead>
              <tbody>
                {incident.settlement.map((one) => (
                  <tr key={one.key}>
                    <td>{ruleLabel(one.plan, one.rule)}</td>
                    <td>
                      <StatusShape word={one.state} withWord />
                      {one.outcome !== undefined && <small> ({t(`state.${one.outcome}`)})</small>}
                    </td>
                    <td className="fig">
                      {one.dueAt === null ? words.say('shift.noLine') : words.instantSeconds(one.dueAt)}
                    </td>
                    <td className="fig">{one.metAt === undefined ? '' : words.instantSeconds(one.metAt)}</td>
                    <td>
                      {one.evidence
                        .flatMap(
                          (event) =>
                            courseOf({ state, incident, words }).find((line) => line.event === event)?.text ?? [],
                        )
                        .join(words.say('list.comma'))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ) : (
        !isOpen && <p className={styles.hint}>{words.say('incidents.noSettlement')}</p>
      )}
      <section>
        <h2 className={panel.heading}>{words.say('centre.course')}</h2>
        <ol className={panel.course}>
          {courseOf({ state, incident, words }).map((line) => (
            <CourseRow key={line.event} line={line} said={texts[line.event]} onWithdraw={undefined} />
          ))}
        </ol>
      </section>
    </article>
  );
}
