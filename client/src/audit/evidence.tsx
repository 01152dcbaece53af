import { useMemo } from 'react';
import { own } from '@duty-room/shared/kernel/own';
import { traceDuty, type Trace, type TraceItem } from '@duty-room/shared/timeline/trace';
import { hourMinuteSecond } from '../ui/clock-text.ts';
import { useAudit, type Chosen } from './audit-context.tsx';
import styles from './audit.module.css';
import { VerdictWords, verdictText } from './duty-text.tsx';
import { actorName, eventText } from './event-text.ts';
import { verdictOf } from './verdict.ts';

type Props = {
  readonly chosen: Chosen | null;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onMove: (at: number) => void;
};

const SIGNS = {
  started: '▸',
  graded: '§',
  'at-risk': '▲',
  overdue: '◆',
  evidence: '✓',
  waived: '–',
  corrected: '→',
  withdrawn: '×',
  superseded: '–',
} as const;

/** A clock with every event that started, warned, met or missed it, its clause, and what this record shows and does not show. */
export function Evidence({ chosen, onChoose, onMove }: Props) {
  const { today, end, view, words } = useAudit();
  const { t, label } = words;
  const trace = useMemo(
    () => (chosen === null ? undefined : traceDuty(today, chosen.incident, chosen.key, end)),
    [today, end, chosen],
  );
  if (chosen === null) return <p className={styles.hint}>{t('evidence.choose')}</p>;
  const incident = own(today.incidents, chosen.incident);
  if (!trace || !incident) return <p className={styles.hint}>{t('evidence.gone')}</p>;
  const { obligation, items, related } = trace;
  const { startedAt, dueAt } = obligation;
  const verdict = verdictOf(today, chosen.incident, chosen.key, end, view);
  const pin = incident.pins.find((one) => one.plan === obligation.plan);
  const plan = pin ? own(today.plans, pin.adoption)?.plan : undefined;
  const quotes = obligation.cite.filter((one) => one.quote !== undefined);
  return (
    <>
      <h2>
        {t('evidence.title')} <b>{label(obligation.label)}</b>
      </h2>
      <p className={styles.about}>
        {incident.number} {incident.title}
      </p>
      <dl className={styles.figures}>
        <div>
          <dt>{t('table.start')}</dt>
          <dd className="fig">{startedAt === null ? t('table.unknown') : words.instantSeconds(startedAt)}</dd>
        </div>
        <div>
          <dt>{t('table.due')}</dt>
          <dd className="fig">{dueAt === null ? t('table.noLine') : words.instantSeconds(dueAt)}</dd>
        </div>
        <div>
          <dt>{t('evidence.verdict')}</dt>
          <dd>{verdict && <VerdictWords verdict={verdict} />}</dd>
        </div>
      </dl>
      {obligation.startAssumed && <p className={styles.hint}>{t('evidence.assumed')}</p>}
      {obligation.startEvent === undefined && startedAt !== null && (
        <p className={styles.hint}>{t('evidence.byTime', { at: words.instantSeconds(startedAt) })}</p>
      )}
      {verdict?.settled && <p className={styles.hint}>{t('evidence.settled')}</p>}
      <ol className={styles.events}>
        {items.map((item) => (
          <Item key={`${item.event}|${item.kind}`} item={item} trace={trace} onMove={onMove} />
        ))}
      </ol>
      {related.length > 0 && (
        <>
          <h3>{t('evidence.related')}</h3>
          <ul className={styles.related}>
            {related.map((other) => (
              <li key={other.key}>
                <button
                  type="button"
                  className={styles.duty}
                  onClick={() => onChoose({ incident: other.incident, key: other.key })}
                >
                  {t('evidence.from', { at: other.startedAt === null ? '–' : words.instantSeconds(other.startedAt) })}
                </button>{' '}
                {t(`common:state.${other.state}`)}
                {other.supersededBy !== undefined && ` · ${t(`why.${other.supersededBy}`)}`}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('evidence.clause')}</h3>
      <div className={styles.clause}>
        {quotes.map((one) => (
          <q key={one.quote} lang="zh-CN">
            {one.quote}
          </q>
        ))}
        <p>
          {plan && `${label(plan.title)} `}
          {obligation.cite.map((one) => label(one.at)).join(words.say('list.comma'))}
          {plan && ` · ${t('evidence.edition', { edition: plan.edition })}`}
        </p>
        {obligation.reading && <p>{label(obligation.reading)}</p>}
      </div>
      <h3>{t('evidence.shows')}</h3>
      <p className={styles.plain}>
        {verdict &&
          t('evidence.sentence', {
            start: startedAt === null ? t('table.unknown') : words.full(startedAt),
            due: dueAt === null ? t('table.noLine') : words.full(dueAt),
            verdict: verdictText(verdict, words),
          })}{' '}
        {t('evidence.notShown')}
      </p>
    </>
  );
}

function Item({
  item,
  trace,
  onMove,
}: {
  readonly item: TraceItem;
  readonly trace: Trace;
  readonly onMove: (at: number) => void;
}) {
  const audit = useAudit();
  const { at, log, today, words } = audit;
  const { t } = words;
  const { obligation } = trace;
  const { startedAt } = obligation;
  const event = log.byId.get(item.event);
  const later = item.recordedAt > at;
  const lag = item.recordedAt - item.occurredAt;
  const { line } = item;
  const sign = item.kind === 'evidence' && item.gone ? '×' : SIGNS[item.kind];
  const tone = item.kind === 'overdue' ? styles.over : item.kind === 'at-risk' ? styles.soon : undefined;
  const text = line
    ? t(line.kind === 'overdue' ? 'trace.overdue' : 'trace.atRisk', { due: words.instantSeconds(line.dueAt) })
    : event
      ? eventText(event, audit)
      : item.event;
  const who = event && !line ? actorName(audit, event.actor) : undefined;
  const word = kindWord(item, trace);
  const behalf = event?.onBehalfOf === undefined ? undefined : actorName(audit, event.onBehalfOf);
  return (
    <li className={later ? styles.later : undefined}>
      <span aria-hidden="true" className={tone}>
        {sign}
      </span>
      <button
        type="button"
        className={`fig ${styles.instant}`}
        title={words.full(item.occurredAt)}
        onClick={() => onMove(item.recordedAt)}
      >
        {hourMinuteSecond(item.occurredAt, words.timeZone)}
      </button>
      <div>
        <span className={item.gone ? styles.struck : undefined}>
          {word !== null && <em>{t(`trace.${word}`)}</em>} {text}
        </span>
        {who !== undefined && (
          <span>
            {words.say('list.comma')}
            {event?.medium !== undefined && `${words.medium(event.medium)} `}
            {who}
            {behalf !== undefined && ` ${t('trace.onBehalf', { who: behalf })}`}
          </span>
        )}
        {line ? (
          <small>
            {t('trace.lag', { at: words.instantSeconds(line.detectedAt), lag: (line.lagMs / 1000).toFixed(1) })}
            {line.cause !== 'time' && ` · ${t('trace.cause', { what: causeText(line.cause) })}`}
          </small>
        ) : (
          lag >= 1000 && (
            <small>{t('trace.entered', { at: words.instantSeconds(item.recordedAt), span: words.exact(lag) })}</small>
          )
        )}
        {item.event === obligation.startEvent && startedAt !== null && startedAt !== item.occurredAt && (
          <small>{t('trace.stated', { at: words.instantSeconds(startedAt) })}</small>
        )}
        {item.gone && <small>{t('trace.gone')}</small>}
        {later && <small>{t('trace.later')}</small>}
        {event && (
          <code>
            {streamName()} #{event.revision}
          </code>
        )}
      </div>
    </li>
  );

  /** Streams have long ids; an incident's number says which it is, the tail of the id tells two apart. */
  function streamName(): string {
    const stream = event?.stream ?? '';
    const id = stream.slice(stream.lastIndexOf('incident-') + 'incident-'.length);
    const number = own(today.incidents, id)?.number;
    const kind = stream.startsWith('clock-') ? 'clock-incident' : 'incident';
    return number === undefined ? stream : `${kind}-${id.slice(0, 8)}… (${number})`;
  }

  function causeText(cause: string): string {
    const by = log.byId.get(cause);
    return by ? eventText(by, audit) : cause;
  }
}

/** What an event was for the duty, where its own words do not say it. */
function kindWord(
  { kind, counts }: TraceItem,
  { obligation }: Trace,
): 'started' | 'evidence' | 'part' | 'superseded' | null {
  switch (kind) {
    case 'started':
    case 'superseded':
      return kind;
    case 'evidence':
      // Of a relay that is not complete, a hop is a part.
      return counts || obligation.metAt !== undefined ? 'evidence' : 'part';
    case 'graded':
    case 'at-risk':
    case 'overdue':
    case 'waived':
    case 'corrected':
    case 'withdrawn':
      return null;
  }
}
