import type { IncidentState } from '@duty-room/shared/incident/state';
import { own } from '@duty-room/shared/kernel/own';
import { notKnownAt, type NotKnown } from '@duty-room/shared/timeline/not-known';
import { deedText } from '../desk/course.ts';
import { useAudit, type Audit } from './audit-context.tsx';
import styles from './audit.module.css';
import { eventText } from './event-text.ts';

/** So many sentences stand open; the rest is one key away. */
const OPEN = 4;

/** What was so at this instant without the room having it on record, or while the room took something else for true. */
export function NotKnownNow({ incident }: { readonly incident: string | null }) {
  const audit = useAudit();
  const { at, notKnown, view, words } = audit;
  const { t } = words;
  const now = notKnownAt(notKnown, at).filter((entry) => incident === null || entry.incident === incident);
  if (now.length === 0) return null;
  const lines = now.map((entry) => <Line key={`${entry.event}|${entry.kind}|${factOf(entry)}`} entry={entry} />);
  return (
    <section className={styles.notKnown} aria-label={t('notKnown.label')}>
      <p className={styles.notKnownHead}>
        <b>{t('notKnown.lead')}</b>
        <small>{t(view === 'known' ? 'notKnown.inKnown' : 'notKnown.inHappened')}</small>
      </p>
      <ul>{lines.slice(0, OPEN)}</ul>
      {lines.length > OPEN && (
        <details>
          <summary>{t('notKnown.more', { count: lines.length - OPEN })}</summary>
          <ul>{lines.slice(OPEN)}</ul>
        </details>
      )}
    </section>
  );
}

function factOf(entry: NotKnown): string {
  return entry.kind === 'fact' || entry.kind === 'corrected' ? entry.fact : '';
}

function Line({ entry }: { readonly entry: NotKnown }) {
  const audit = useAudit();
  const { words, today } = audit;
  const incident = entry.incident === null ? undefined : own(today.incidents, entry.incident);
  return (
    <li>
      {incident && <b>{incident.title}</b>}
      {incident && words.say('list.colon')}
      {sentence(entry, incident, audit)}{' '}
      <small className="fig">
        {words.t('notKnown.entered', {
          at: words.instantSeconds(entry.recordedAt),
          span: words.exact(entry.recordedAt - entry.from),
        })}
      </small>
    </li>
  );
}

function sentence(entry: NotKnown, incident: IncidentState | undefined, audit: Audit): string {
  const { today, words, log } = audit;
  const { t } = words;
  const event = log.byId.get(entry.event);
  const said = event ? eventText(event, audit) : entry.event;
  /** A value in the words that the desk has for recorded facts. */
  const stated = (fact: string, value: number | boolean | string | null): string => {
    const act = incident?.acts.find((one) => one.id === entry.event);
    if (!incident || !act) return fact;
    const facts = { ...act, type: 'incident.facts-recorded', data: { facts: { [fact]: value } } } as const;
    return deedText(facts, { state: today, incident, words });
  };
  switch (entry.kind) {
    case 'late':
      return t('notKnown.late', { at: words.instantSeconds(entry.from), what: said });
    case 'fact':
      return t('notKnown.fact', { what: stated(entry.fact, entry.value) });
    case 'corrected':
      return entry.held === undefined
        ? t('notKnown.correctedTo', { what: stated(entry.fact, entry.value) })
        : t('notKnown.corrected', {
            held: stated(entry.fact, entry.held),
            what: stated(entry.fact, entry.value),
          });
    case 'withdrawn': {
      const target = log.byId.get(entry.target);
      return t('notKnown.withdrawn', { what: target ? eventText(target, audit) : entry.target });
    }
  }
}
