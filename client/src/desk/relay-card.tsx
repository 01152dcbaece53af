import { useCallback } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import type { ChainStep, Obligation } from '@duty-room/shared/obligation/obligation';
import type { IncidentState } from '@duty-room/shared/incident/state';
import { toneOf } from '@duty-room/shared/board/view';
import { Button } from '../ui/button.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { Menu } from '../ui/menu.tsx';
import { StatusShape } from '../ui/status-shape.tsx';
import { statusWord } from '../ui/status.ts';
import { useRoom } from '../live/room-context.tsx';
import type { ActContext } from './acts/context.ts';
import { roleName } from './acts/context.ts';
import { withdrawAct } from './acts/ending-acts.ts';
import { gradeAct } from './acts/grade-acts.ts';
import { decideAct, tellAct } from './acts/relay-acts.ts';
import { isUngraded, proposalUnder } from './menu-acts.ts';
import { calleesOf, nextCallee } from './callees.ts';
import { CiteLine } from './cite-line.tsx';
import { deedText } from './course.ts';
import { useDesk } from './desk-context.tsx';
import { Numbers } from './numbers.tsx';
import styles from './relay-card.module.css';
import { useWords } from './use-words.ts';

type Props = {
  readonly duty: Obligation;
  readonly incident: IncidentState;
  readonly context: () => ActContext;
  /** This relay takes Alt+1 and Alt+2. */
  readonly hasKeys: boolean;
};

/** The relay as a checklist under its own clock. */
export function RelayCard({ duty, incident, context, hasKeys }: Props) {
  const { online, open, may } = useDesk();
  const words = useWords();
  const tone = toneOf(duty);
  const { dueAt, startedAt, chain = [] } = duty;
  const isRunning = tone !== 'done';
  const current = chain.findIndex((step) => step.state === 'current');
  return (
    <section className={`${styles.relay} ${styles[tone] ?? ''}`} aria-label={words.label(duty.label)}>
      <div className={styles.head}>
        <StatusShape word={statusWord(duty)} withWord={!isRunning} />
        <h2 className={styles.title}>{words.label(duty.label)}</h2>
        <span className={styles.due}>
          {dueAt !== null && startedAt !== null
            ? words.say('relay.whole', { limit: words.span(dueAt - startedAt), at: words.instantSeconds(dueAt) })
            : duty.softWord && words.say('relay.soft', { word: words.label(duty.softWord) })}
          {current >= 0 && ` · ${words.say('relay.step', { index: current + 1, of: chain.length })}`}
          {duty.metAt !== undefined && ` · ${words.say('relay.met', { at: words.instantSeconds(duty.metAt) })}`}
        </span>
        {isRunning && dueAt !== null && <Countdown dueAt={dueAt} about={!online} className={styles.figure} />}
        {isRunning && dueAt === null && startedAt !== null && <Countdown since={startedAt} className={styles.figure} />}
      </div>
      {isRunning && dueAt !== null && startedAt !== null && <Bar from={startedAt} to={dueAt} />}
      <ol>
        {chain.map((step, index) => (
          <Hop
            key={step.hop}
            step={step}
            isCurrent={isRunning && index === current}
            hasKeys={hasKeys && index === current}
            startedAt={startedAt}
            incident={incident}
            context={context}
            duty={duty}
          />
        ))}
      </ol>
      {isRunning && current < 0 && isUngraded(context(), duty.plan) && (
        <p className={styles.ungraded}>
          <span>{words.say('relay.provisional')}</span>
          <Button
            kind={hasKeys ? 'main' : 'plain'}
            isDisabled={!online || !may('incident.grade')}
            keys={hasKeys ? 'Alt 1' : undefined}
            onPress={() => open(gradeAct(context(), duty.plan, proposalUnder(context(), duty.plan)))}
          >
            {words.say('grade.title')}
            {words.say('list.ellipsis')}
          </Button>
        </p>
      )}
      <CiteLine duty={duty} />
    </section>
  );
}

/** How much of the time is gone; the ticker moves it, without React. */
function Bar({ from, to }: { readonly from: number; readonly to: number }) {
  const { ticker } = useRoom();
  const attach = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      return ticker.subscribe((now) => {
        const share = Math.min(1, Math.max(0, (now - from) / Math.max(1, to - from)));
        element.style.width = `${(share * 100).toFixed(1)}%`;
      });
    },
    [ticker, from, to],
  );
  return (
    <div className={styles.bar} aria-hidden="true">
      <i ref={attach} />
    </div>
  );
}

type HopProps = {
  readonly step: ChainStep;
  readonly isCurrent: boolean;
  readonly hasKeys: boolean;
  readonly startedAt: number | null;
  readonly incident: IncidentState;
  readonly context: () => ActContext;
  readonly duty: Obligation;
};

function Hop({ step, isCurrent, hasKeys, startedAt, incident, context, duty }: HopProps) {
  const { open, may, online, state } = useDesk();
  const { t } = useTranslation();
  const words = useWords();
  const role = (id: string): string => roleName({ state, incident, words }, id);
  const isOpen = step.state === 'current' || step.state === 'waiting';
  const decides = step.decision && step.decision.choice === undefined;
  const isProvisional = step.to.length === 0;
  const canTell = online && may('incident.relay');
  const canDecide = online && may('incident.decide');
  const shape =
    step.state === 'done' ? '✓' : step.state === 'declined' ? '–' : isCurrent ? (toneMark(duty) ?? '●') : '○';
  const last = step.evidence.at(-1);
  const deed = last && incident.acts.find((one) => one.id === last.event);
  return (
    <li className={`${styles.hop} ${isCurrent ? styles.now : ''}`} aria-current={isCurrent ? 'step' : undefined}>
      <span aria-hidden="true" className={styles.mark}>
        {shape}
      </span>
      <div className={styles.name}>
        <b>{step.decision ? words.label(step.decision.question) : words.label(step.label)}</b>
        {step.soft && isOpen && <small>{words.label(step.soft)}</small>}
      </div>
      <div className={styles.body}>
        {!isOpen && deed && (
          <small className={styles.evidence}>
            {deedText(deed, { state, incident, words })} · {words.instantSeconds(deed.occurredAt)}{' '}
            {deed.recordedAt - deed.occurredAt >= 60_000 && (
              <span className={styles.late}>
                {words.say('centre.enteredLate', {
                  at: words.instant(deed.recordedAt),
                  span: words.span(deed.recordedAt - deed.occurredAt),
                })}
              </span>
            )}{' '}
            {incident.status === 'open' && deed.type !== 'incident.reported' && (
              <Button
                kind="quiet"
                isDisabled={!online || !may('incident.withdraw')}
                onPress={() => open(withdrawAct(context(), { id: deed.id, what: deedText(deed, context()) }))}
              >
                {words.say('centre.withdraw')}
              </Button>
            )}
          </small>
        )}
        {isOpen && decides && (
          <small>
            {words.say('relay.decides', { role: role(step.decision?.by ?? '') })}
            {step.decision?.weighing &&
              ` · ${words.say('relay.weighing', { what: words.label(step.decision.weighing) })}`}
          </small>
        )}
        {isOpen &&
          !decides &&
          step.missing.map((id) => <Whom key={id} role={id} incident={incident} showRole={step.to.length > 1} />)}
        {isOpen && decides && isCurrent && <Whom role={step.decision?.by ?? ''} incident={incident} showRole={false} />}
        {isProvisional && <small>{words.say('relay.provisional')}</small>}
      </div>
      <div className={styles.acts}>
        {step.state === 'done' || step.state === 'declined' ? (
          <small className={`fig ${styles.took}`}>
            {step.state === 'declined' && words.say('relay.declined')}
            {step.doneAt !== undefined &&
              startedAt !== null &&
              step.doneAt >= startedAt &&
              words.span(step.doneAt - startedAt)}
          </small>
        ) : decides ? (
          <>
            <Button
              kind={hasKeys ? 'main' : 'plain'}
              isDisabled={!canDecide}
              keys={hasKeys ? 'Alt 1' : undefined}
              onPress={() => open(decideAct(context(), step, 'yes'))}
            >
              {words.say('relay.yes')}
            </Button>
            <Button
              isDisabled={!canDecide}
              keys={hasKeys ? 'Alt 2' : undefined}
              onPress={() => open(decideAct(context(), step, 'no'))}
            >
              {words.say('relay.no')}
            </Button>
          </>
        ) : (
          step.missing.slice(0, 4).map((id, index) => (
            <span key={id} className={styles.pair}>
              <Button
                kind={hasKeys && index === 0 ? 'main' : 'plain'}
                isDisabled={!canTell}
                keys={hasKeys && index === 0 ? 'Alt 1' : undefined}
                onPress={() => open(tellAct(context(), id, step.hop, true))}
              >
                {step.missing.length > 1 ? role(id) + words.say('list.ellipsis') : words.say('relay.told')}
                {step.missing.length === 1 && <span className="sr"> {role(id)}</span>}
              </Button>
              <Button
                isDisabled={!canTell}
                keys={hasKeys && index === 0 ? 'Alt 2' : undefined}
                onPress={() => open(tellAct(context(), id, step.hop, false))}
              >
                {words.say('relay.notReached')}
                <span className="sr"> {role(id)}</span>
              </Button>
            </span>
          ))
        )}
        {step.missing.length > 4 && (
          <Menu
            opener="…"
            label={t('act.more')}
            entries={step.missing.slice(4).map((id) => ({
              id,
              text: role(id),
              isDisabled: !canTell,
              act: () => open(tellAct(context(), id, step.hop, true)),
            }))}
          />
        )}
      </div>
    </li>
  );
}

function toneMark(duty: Obligation): string | undefined {
  return duty.state === 'overdue' ? '◆' : duty.state === 'atRisk' ? '▲' : undefined;
}

/** Whom to call for a role: the next one in large, the others behind. */
function Whom({
  role,
  incident,
  showRole,
}: {
  readonly role: string;
  readonly incident: IncidentState;
  readonly showRole: boolean;
}) {
  const { state } = useDesk();
  const words = useWords();
  const callees = calleesOf(role, state.directory, incident);
  const next = nextCallee(callees);
  const name = roleName({ state, incident, words }, role);
  if (!next)
    return (
      <small>
        {showRole && `${name} · `}
        {words.say('relay.noPerson')}
      </small>
    );
  return (
    <div className={styles.whom}>
      {showRole && <small>{name}</small>}
      <span>
        {next.name}
        {next.post !== undefined && <small> {next.post}</small>}
        {next.attempts > 0 && <small> · {words.say('relay.attempts', { count: next.attempts })}</small>}
      </span>
      <Numbers person={next.person} name={next.name} hasNumber={next.hasNumber} />
      {callees.length > 1 && (
        <details className={styles.others}>
          <summary>{words.say('relay.others')}</summary>
          <ul>
            {callees
              .filter((one) => one.person !== next.person)
              .map((one) => (
                <li key={one.person}>
                  {one.name} {one.deputy > 0 && <small>{words.say('relay.deputy', { index: one.deputy })}</small>}{' '}
                  {one.attempts > 0 && <small>{words.say('relay.attempts', { count: one.attempts })}</small>}{' '}
                  <Numbers person={one.person} name={one.name} hasNumber={one.hasNumber} />
                </li>
              ))}
          </ul>
        </details>
      )}
    </div>
  );
}
