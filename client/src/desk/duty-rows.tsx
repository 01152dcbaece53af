import { useTranslation } from '../i18n/translation.ts';
import type { Obligation } from '@duty-room/shared/obligation/obligation';
import { toneOf } from '@duty-room/shared/board/view';
import { Button } from '../ui/button.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { Menu } from '../ui/menu.tsx';
import { StatusShape } from '../ui/status-shape.tsx';
import { statusWord } from '../ui/status.ts';
import { roleName, type ActContext } from './acts/context.ts';
import { useDesk } from './desk-context.tsx';
import { dutyButtons, waiveButton } from './duty-acts-of.ts';
import styles from './duty-rows.module.css';
import { useWords } from './use-words.ts';
import { forecastText } from './words.ts';

type Props = { readonly duties: readonly Obligation[]; readonly context: () => ActContext };

/** The duties of the incident in hand that are no relay: each with what would meet it. */
export function DutyRows({ duties, context }: Props) {
  return (
    <ul className={styles.rows}>
      {duties.map((duty) => (
        <Row key={duty.key} duty={duty} context={context} />
      ))}
    </ul>
  );
}

function Row({ duty, context }: { readonly duty: Obligation; readonly context: () => ActContext }) {
  const { online, open, person } = useDesk();
  const { t } = useTranslation();
  const words = useWords();
  const tone = toneOf(duty);
  const buttons = dutyButtons(duty, context);
  const more = [...buttons.slice(2), waiveButton(duty, context)];
  const writes =
    person !== null && person.roles.some((role) => role === 'officer' || role === 'leader' || role === 'command');
  const facts = [
    duty.dueAt === null ? undefined : words.say('duty.due', { at: words.instantSeconds(duty.dueAt) }),
    duty.soft && duty.softWord ? words.say('duty.soft', { word: words.label(duty.softWord) }) : undefined,
    duty.ifNeeded ? words.say('duty.waits', { role: roleName(context(), duty.ifNeeded.by) }) : undefined,
    duty.state === 'startUnknown'
      ? words.say(duty.notBegun === true ? 'duty.notBegun' : 'duty.startUnknown')
      : undefined,
    duty.actor === undefined ? undefined : roleName(context(), duty.actor),
    duty.recipients.length > 0
      ? `→ ${duty.recipients.map((id) => roleName(context(), id)).join(words.say('list.comma'))}`
      : undefined,
    duty.forecastAt === undefined ? undefined : forecastText(duty.forecastAt, words),
    duty.beforeClosing ? words.say('duty.beforeClosing') : undefined,
    duty.reading ? words.label(duty.reading) : undefined,
  ].filter((part) => part !== undefined);
  return (
    <li className={`${styles.row} ${styles[tone] ?? ''}`}>
      {tone === 'ahead' ? (
        <span aria-hidden="true" className={styles.shape}>
          …
        </span>
      ) : (
        <StatusShape word={statusWord(duty)} className={styles.shape} />
      )}
      <span className={styles.time}>
        {duty.dueAt !== null ? (
          <Countdown dueAt={duty.dueAt} about={!online} />
        ) : (
          duty.startedAt !== null && <Countdown since={duty.startedAt} />
        )}
      </span>
      <div className={styles.what}>
        <b>{words.label(duty.ifNeeded?.question ?? duty.label)}</b>
        <small>
          {facts.join(' · ')}
          {duty.cite[0] && <span className={styles.cite}> · {words.label(duty.cite[0].at)}</span>}
        </small>
      </div>
      {duty.otherwise && <span className={styles.otherwise}>{words.label(duty.otherwise)}</span>}
      {writes && (
        <span className={styles.acts}>
          {buttons.slice(0, 2).map((button) => (
            <Button
              key={button.id}
              isDisabled={!online}
              onPress={() => open(button.act())}
              aria-label={`${button.text} ${words.label(duty.label)}`}
            >
              {button.text}
            </Button>
          ))}
          <Menu
            opener="…"
            label={`${t('act.more')} ${words.label(duty.label)}`}
            entries={more.map((button) => ({
              id: button.id,
              text: button.text,
              isDisabled: !online,
              act: () => open(button.act()),
            }))}
          />
        </span>
      )}
    </li>
  );
}

/** What the plan will ask for once something else has happened; it can be recorded early. */
export function DutiesAhead({ duties, context }: Props) {
  const words = useWords();
  if (duties.length === 0) return null;
  return (
    <details className={styles.later}>
      <summary>{words.say('centre.ahead', { count: duties.length })}</summary>
      <DutyRows duties={duties} context={context} />
    </details>
  );
}

/** Duties that are over, with how they ended. */
export function EndedDuties({ duties }: { readonly duties: readonly Obligation[] }) {
  const { t } = useTranslation();
  const words = useWords();
  if (duties.length === 0) return null;
  return (
    <details className={styles.ended}>
      <summary>{words.say('centre.ended', { count: duties.length })}</summary>
      <ul>
        {duties.map((duty) => (
          <li key={duty.key} className={styles.over}>
            <StatusShape word={duty.state} withWord={duty.state !== 'met'} />
            <span>{words.label(duty.label)}</span>
            <small>
              {duty.outcome !== undefined && `${t(`state.${duty.outcome}`)} · `}
              {duty.metAt !== undefined && words.instantSeconds(duty.metAt)}
              {duty.dueAt !== null && ` · ${words.say('duty.due', { at: words.instantSeconds(duty.dueAt) })}`}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
