import { upperBound } from '@duty-room/shared/timeline/replay';
import { hourMinuteSecond } from '../ui/clock-text.ts';
import { useAudit } from './audit-context.tsx';
import styles from './audit.module.css';
import { actorName, eventText, incidentOf } from './event-text.ts';

const BEFORE = 8;

/** The last records before the instant looked at, the newest first, in the order of the log. */
export function Records({ onMove }: { readonly onMove: (at: number) => void }) {
  const audit = useAudit();
  const { at, log, today, words } = audit;
  const count = upperBound(log.recorded, at);
  const last = log.replay.events.slice(Math.max(0, count - BEFORE), count).toReversed();
  if (last.length === 0) return <p className={styles.hint}>{words.t('records.none')}</p>;
  return (
    <ol className={styles.records}>
      {last.map((event) => {
        const late = event.recordedAt - event.occurredAt;
        const incident = incidentOf(event, today);
        return (
          <li key={event.id}>
            <button type="button" className={`fig ${styles.instant}`} onClick={() => onMove(event.recordedAt)}>
              {hourMinuteSecond(event.recordedAt, words.timeZone)}
            </button>
            <span>
              {eventText(event, audit)}
              <small>
                {[
                  incident,
                  actorName(audit, event.actor),
                  late >= 60_000
                    ? words.t('records.late', { at: words.instantSeconds(event.occurredAt), span: words.exact(late) })
                    : undefined,
                ]
                  .filter((part) => part !== undefined)
                  .join(' · ')}
              </small>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
