import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/translation.ts';
import { INCIDENT_STATUSES, INCIDENTS_PAGE, incidentList } from '@duty-room/shared/protocol/http';
import { unwrap } from '../../live/api.ts';
import { useRoom } from '../../live/room-context.tsx';
import { Button } from '../../ui/button.tsx';
import { errorText } from '../../ui/failure-text.ts';
import { GradeChip } from '../../ui/grade-chip.tsx';
import { useDesk } from '../desk-context.tsx';
import { classChoices } from '../intake-fields.ts';
import { PageLink } from '../pages.tsx';
import { useWords } from '../use-words.ts';
import { instantOf } from '../zoned-time.ts';
import styles from './pages.module.css';

type Filters = {
  readonly q: string;
  readonly status: string;
  /** `plan/class`, or a plan alone. */
  readonly under: string;
  readonly from: string;
  readonly to: string;
};
const NONE: Filters = { q: '', status: '', under: '', from: '', to: '' };

function dayStart(text: string, timeZone: string, plus = 0): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return instantOf({ year, month, day: day + plus, hour: 0, minute: 0, second: 0 }, timeZone);
}

/** Every incident of this and past seasons, found on the server. */
export function IncidentsPage() {
  const { state, room } = useDesk();
  const { api } = useRoom();
  const { t } = useTranslation();
  const words = useWords();
  const [filters, setFilters] = useState<Filters>(NONE);
  const [page, setPage] = useState(1);
  const { timeZone } = state.office;
  const set = (change: Partial<Filters>): void => {
    setFilters((before) => ({ ...before, ...change }));
    setPage(1);
  };
  const [plan, ...rest] = filters.under.split('/');
  const query = {
    q: filters.q.trim() || undefined,
    status: filters.status || undefined,
    plan: plan || undefined,
    class: rest.join('/') || undefined,
    from: dayStart(filters.from, timeZone),
    to: dayStart(filters.to, timeZone, 1),
    page,
  };
  const list = useQuery({
    // The position makes the list follow the room without asking at every second.
    queryKey: ['incidents', room, query, Object.keys(state.incidents).length],
    queryFn: async () => unwrap(await api.room.get('/incidents', incidentList, query)),
    placeholderData: keepPreviousData,
  });
  const isFiltered = JSON.stringify(filters) !== JSON.stringify(NONE);
  const choices = classChoices(state.plans, state.currentPlans);
  const total = list.data?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / INCIDENTS_PAGE));
  const grade = (
    pins: readonly { plan: string; adoption: string; class: string }[],
    grades: Readonly<Record<string, string>>,
  ) =>
    pins.map((pin) => {
      const adopted = state.plans[pin.adoption]?.plan;
      const found = adopted?.scales.flatMap((scale) => scale.grades).find((one) => one.id === grades[pin.plan]);
      return <GradeChip key={pin.plan} grade={found ? words.label(found.label) : null} />;
    });
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{words.say('incidents.title')}</h1>
        <output className={styles.hint}>
          {list.isFetching ? words.say('incidents.loading') : words.say('incidents.total', { count: total })}
        </output>
      </div>
      <search className={styles.bar}>
        <label>
          {t('act.search')}
          <input
            type="search"
            className={styles.search}
            placeholder={words.say('incidents.find')}
            value={filters.q}
            onChange={(event) => set({ q: event.target.value })}
          />
        </label>
        <label>
          {words.say('incidents.status')}
          <select value={filters.status} onChange={(event) => set({ status: event.target.value })}>
            <option value="">{words.say('incidents.all')}</option>
            {INCIDENT_STATUSES.map((status) => (
              <option key={status} value={status}>
                {t(`incidentStatus.${status}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.say('incidents.class')}
          <select value={filters.under} onChange={(event) => set({ under: event.target.value })}>
            <option value="">{words.say('incidents.all')}</option>
            {choices.map((one) => (
              <option key={`${one.plan.plan.plan}/${one.class.id}`} value={`${one.plan.plan.plan}/${one.class.id}`}>
                {words.label(one.class.label)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.say('incidents.from')}
          <input type="date" value={filters.from} onChange={(event) => set({ from: event.target.value })} />
        </label>
        <label>
          {words.say('incidents.to')}
          <input type="date" value={filters.to} onChange={(event) => set({ to: event.target.value })} />
        </label>
        {isFiltered && <Button onPress={() => set(NONE)}>{words.say('incidents.clear')}</Button>}
      </search>
      {list.isError && (
        <p role="alert">
          {errorText(t, list.error)} <Button onPress={() => void list.refetch()}>{t('act.retry')}</Button>
        </p>
      )}
      {list.data && list.data.rows.length === 0 && (
        <div className={styles.empty}>
          <b>{words.say(isFiltered ? 'incidents.empty' : 'incidents.none')}</b>
          <p>{words.say(isFiltered ? 'incidents.emptyNext' : 'incidents.noneNext')}</p>
        </div>
      )}
      {list.data && list.data.rows.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{words.say('incidents.number')}</th>
                <th scope="col">{words.say('incidents.grade')}</th>
                <th scope="col">{words.say('incidents.name')}</th>
                <th scope="col">{words.say('incidents.status')}</th>
                <th scope="col">{words.say('incidents.received')}</th>
                <th scope="col">{words.say('incidents.ended')}</th>
              </tr>
            </thead>
            <tbody>
              {list.data.rows.map((row) => (
                <tr key={row.id}>
                  <td className="fig">{row.number}</td>
                  <td>{grade(row.pins, row.grades)}</td>
                  <td>
                    <PageLink page="incidents" rest={row.id}>
                      {row.title}
                    </PageLink>
                    {row.place !== '' && <small> {row.place}</small>}
                  </td>
                  <td>{t(`incidentStatus.${row.status}`)}</td>
                  <td className="fig">{words.instant(row.receivedAt)}</td>
                  <td className="fig">{row.endedAt === undefined ? '' : words.instant(row.endedAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {pages > 1 && (
        <div className={styles.buttons}>
          <Button isDisabled={page <= 1} onPress={() => setPage(page - 1)}>
            {words.say('incidents.newer')}
          </Button>
          <span className="fig">{words.say('incidents.page', { page, pages })}</span>
          <Button isDisabled={page >= pages} onPress={() => setPage(page + 1)}>
            {words.say('incidents.older')}
          </Button>
        </div>
      )}
    </div>
  );
}
