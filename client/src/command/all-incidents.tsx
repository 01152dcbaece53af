import { useState } from 'react';
import type { BoardState } from '@duty-room/shared/board/state';
import { isOnBoard, type BoardView, type IncidentCard } from '@duty-room/shared/board/view';
import type { IncidentState } from '@duty-room/shared/incident/state';
import { labelText } from '../i18n/i18n.ts';
import { useTranslation } from '../i18n/translation.ts';
import { instantText, type Reading } from '../ui/fact-text.ts';
import { TextField } from '../ui/field.tsx';
import { GradeChip } from '../ui/grade-chip.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { StatusShape } from '../ui/status-shape.tsx';
import { PlaceLink } from './place.tsx';
import styles from './command.module.css';

const SHOWN = 100;

type Props = {
  readonly view: BoardView;
  readonly state: BoardState;
  readonly reading: Reading;
  readonly selected?: string | undefined;
};

/** Open incidents, the most pressing first: the list beside the incident on a desktop. */
export function OpenIncidents({ view, reading, selected }: Props) {
  return (
    <ul className={styles.list}>
      {view.incidents.map((card) => (
        <OpenRow key={card.incident.id} card={card} reading={reading} current={card.incident.id === selected} />
      ))}
    </ul>
  );
}

function OpenRow({
  card,
  reading,
  current,
}: {
  readonly card: IncidentCard;
  readonly reading: Reading;
  readonly current: boolean;
}) {
  const grade = card.grades[0]?.grade ?? null;
  return (
    <li>
      <PlaceLink to={{ page: 'incident', id: card.incident.id }} className={styles.listRow} current={current}>
        <span className={styles.listTop}>
          <GradeChip grade={grade && labelText(grade, reading.language)} />
          {(card.tone === 'overdue' || card.tone === 'atRisk') && <StatusShape word={card.tone} withWord />}
          {card.worstDueAt !== null && <Countdown dueAt={card.worstDueAt} className={styles.listClock} />}
        </span>
        <span className={styles.listTitle}>{card.incident.title}</span>
      </PlaceLink>
    </li>
  );
}

function matches(incident: IncidentState, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  return (
    wanted === '' ||
    [incident.number, incident.title, incident.place].some((text) => text.toLowerCase().includes(wanted))
  );
}

/** Every incident of the room, with a search over number, name and place. */
export function AllIncidents({ view, state, reading }: Props) {
  const { t } = useTranslation('command');
  const [query, setQuery] = useState('');
  const open = view.incidents.filter(({ incident }) => matches(incident, query));
  const ended = Object.values(state.incidents)
    .filter((incident) => !isOnBoard(incident) && matches(incident, query))
    .sort((a, b) => (b.endedAt ?? b.receivedAt) - (a.endedAt ?? a.receivedAt));
  return (
    <section aria-label={t('tab.all')}>
      <TextField
        label={t('all.search')}
        placeholder={t('all.searchHint')}
        type="search"
        value={query}
        onChange={setQuery}
        className={styles.search}
      />
      <h2 className={styles.heading}>
        {t('all.open')} {open.length}
      </h2>
      {open.length === 0 && <p className={styles.none}>{t('all.none')}</p>}
      <ul className={styles.list}>
        {open.map((card) => (
          <OpenRow key={card.incident.id} card={card} reading={reading} current={false} />
        ))}
      </ul>
      {ended.length > 0 && (
        <>
          <h2 className={styles.heading}>
            {t('all.ended')} {ended.length}
          </h2>
          <ul className={styles.list}>
            {ended.slice(0, SHOWN).map((incident) => (
              <li key={incident.id}>
                <PlaceLink to={{ page: 'incident', id: incident.id }} className={styles.listRow}>
                  <span className={styles.listTop}>
                    <span>{t(`common:incidentStatus.${incident.status}`)}</span>
                    <span>{incident.number}</span>
                    <span className={`fig ${styles.listClock}`}>
                      {instantText(incident.endedAt ?? incident.receivedAt, reading)}
                    </span>
                  </span>
                  <span className={styles.listTitle}>{incident.title}</span>
                </PlaceLink>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
