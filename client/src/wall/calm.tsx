import { useTranslation } from '../i18n/translation.ts';
import type { BoardState } from '@duty-room/shared/board/state';
import { isOnBoard } from '@duty-room/shared/board/view';
import { useTickingText } from '../live/hooks.ts';
import { labelText } from '../i18n/i18n.ts';
import { dateLine, hourMinute, hourMinuteSecond } from '../ui/clock-text.ts';
import { spanWords } from '../ui/countdown-text.ts';
import { useUnits } from '../ui/countdown.tsx';
import { instantText, type Reading } from '../ui/fact-text.ts';
import styles from './wall.module.css';

const RECENT = 3;
const PLANS = 3;

/** A quiet night looks quiet: a big clock, how long it has been quiet, what was last, what the room goes by. */
export function Calm({ state, reading }: { readonly state: BoardState; readonly reading: Reading }) {
  const { t } = useTranslation('wall');
  const units = useUnits();
  const { timeZone, language } = reading;
  const hours = useTickingText<HTMLElement>((now) => hourMinute(now, timeZone));
  const seconds = useTickingText<HTMLElement>((now) => hourMinuteSecond(now, timeZone).slice(-2));
  const date = useTickingText<HTMLElement>((now) => dateLine(now, timeZone, language));
  const ended = Object.values(state.incidents)
    .filter((incident) => !isOnBoard(incident))
    .sort((a, b) => (b.endedAt ?? b.receivedAt) - (a.endedAt ?? a.receivedAt));
  const quietFrom = ended[0] ? (ended[0].endedAt ?? ended[0].receivedAt) : undefined;
  const quiet = useTickingText<HTMLElement>((now) =>
    quietFrom === undefined ? t('calm.noRecent') : t('calm.since', { span: spanWords(now - quietFrom, units) }),
  );
  const plans = Object.values(state.currentPlans).flatMap((id) => state.plans[id] ?? []);
  return (
    <main className={styles.calm}>
      <div className={styles.big}>
        <time className="fig">
          <span ref={hours} />
          <small ref={seconds} />
        </time>
        <p className={styles.bigDate} ref={date} />
        <h2 className={styles.quiet}>{t('calm.quiet')}</h2>
        <p className={styles.quietFor}>
          <span ref={quiet} />
          {state.shift && ` · ${t('calm.shiftSince', { at: instantText(state.shift.startedAt, reading) })}`}
        </p>
      </div>
      <div className={styles.next}>
        {ended.length > 0 && (
          <section>
            <h2>{t('calm.recent')}</h2>
            <ul>
              {ended.slice(0, RECENT).map((incident) => (
                <li key={incident.id}>
                  <b className="fig">{instantText(incident.endedAt ?? incident.receivedAt, reading)}</b>
                  <span>
                    {incident.title}
                    <small>{t(`common:incidentStatus.${incident.status}`)}</small>
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section>
          <h2>{plans.length > 0 ? t('calm.inForce') : t('calm.noPlan')}</h2>
          <ul>
            {plans.slice(0, PLANS).map(({ adoption, plan }) => (
              <li key={adoption}>
                <b>{t('calm.adopted', { edition: plan.edition })}</b>
                <span>{labelText(plan.title, language)}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </main>
  );
}
