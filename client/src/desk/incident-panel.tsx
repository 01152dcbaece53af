import { useState } from 'react';
import type { Said } from '@duty-room/shared/protocol/http';
import { useTranslation } from '../i18n/translation.ts';
import { gradeChips, toneOf } from '@duty-room/shared/board/view';
import type { IncidentState } from '@duty-room/shared/incident/state';
import type { Obligation } from '@duty-room/shared/obligation/obligation';
import { useRoom } from '../live/room-context.tsx';
import { Button } from '../ui/button.tsx';
import { GradeChip } from '../ui/grade-chip.tsx';
import { Menu } from '../ui/menu.tsx';
import { ActLine } from './act-line.tsx';
import { pinned, roleName, type ActContext } from './acts/context.ts';
import { withdrawAct } from './acts/ending-acts.ts';
import { correctFactAct, standingFacts, type StandingFact } from './acts/fact-acts.ts';
import { gradeAct } from './acts/grade-acts.ts';
import { openReceipts, receiveReportAct } from './acts/report-acts.ts';
import { endMechanismAct, mechanismsOf, crewName, ordersOf, reportCrewAct } from './acts/resource-acts.ts';
import { courseOf, valueText, type CourseLine } from './course.ts';
import { useDesk } from './desk-context.tsx';
import { useActContext } from './use-act-context.ts';
import { DutiesAhead, DutyRows, EndedDuties } from './duty-rows.tsx';
import styles from './incident-panel.module.css';
import { menuActs, proposalUnder } from './menu-acts.ts';
import { RelayCard } from './relay-card.tsx';
import { usePersonal } from './use-personal.ts';
import { useWords } from './use-words.ts';

/** The duties of an incident now, in the order of the board: running first, by time left. */
export function runningDuties(duties: readonly Obligation[]): readonly Obligation[] {
  const rank = (duty: Obligation): number => duty.dueAt ?? Number.MAX_SAFE_INTEGER;
  return duties
    .filter((duty) => toneOf(duty) !== 'done' && toneOf(duty) !== 'ahead')
    .toSorted((a, b) => rank(a) - rank(b));
}

/** Middle: the thing in hand, from its title to the course of events. */
export function IncidentPanel({ incident }: { readonly incident: IncidentState }) {
  const { state, person, act, open, online, may } = useDesk();
  const { t } = useTranslation();
  const words = useWords();
  const { time } = useRoom();
  const context = useActContext(incident, state, person?.id);
  const personal = usePersonal(`incident-${incident.id}`, incident.revision);
  if (!context) return null;
  const now = time.now() ?? 0;
  const at = context();
  const { obligations } = at;
  const running = runningDuties(obligations);
  const relays = running.filter((duty) => duty.chain);
  const lastRelay =
    relays.length === 0 ? obligations.findLast((duty) => duty.chain && duty.state !== 'superseded') : undefined;
  const rest = running.filter((duty) => !duty.chain);
  const ahead = obligations.filter((duty) => toneOf(duty) === 'ahead');
  const ended = obligations.filter((duty) => toneOf(duty) === 'done' && duty !== lastRelay);
  const chips = gradeChips(incident, state, now);
  const menu = menuActs(context).filter((one) => may(one.command));
  const receipts = openReceipts({ incident });
  const mechanisms = mechanismsOf(at).filter((one) => one.startedAt !== undefined && one.endedAt === undefined);
  const orders = ordersOf({ incident });
  const isOpen = incident.status === 'open' || incident.status === 'transferring';
  return (
    <article className={styles.panel} aria-label={`${words.say('centre.label')} ${incident.title}`}>
      <header className={styles.head}>
        {chips.map((chip) => (
          <button
            key={chip.plan}
            type="button"
            className={styles.gradeButton}
            disabled={!online || !isOpen || !may('incident.grade')}
            onClick={() => open(gradeAct(context(), chip.plan, proposalUnder(context(), chip.plan)))}
          >
            <span className="sr">
              {words.say('grade.title')} {words.label(chip.planTitle)}{' '}
            </span>
            <GradeChip grade={chip.grade && words.label(chip.grade)} className={styles.grade} />
            {chip.proposed && (
              <small className={styles.proposed}>
                {words.say('centre.proposed', { grade: words.label(chip.proposed) })}
              </small>
            )}
          </button>
        ))}
        <h1 className={styles.title}>{incident.title}</h1>
        <span className={styles.sub}>
          {chips.map((chip) => words.label(chip.class)).join(' · ')} · <span className="fig">{incident.number}</span>
          {incident.status !== 'open' && ` · ${t(`incidentStatus.${incident.status}`)}`}
        </span>
        <span className={styles.grow} />
        <Menu
          opener={`${words.say('centre.record')}${words.say('list.ellipsis')}`}
          entries={menu.map((one) => ({
            id: one.id,
            text: one.text,
            isDisabled: !online,
            act: () => open(one.make()),
          }))}
        />
      </header>
      <FactLine incident={incident} context={context} isOpen={isOpen} />
      {incident.status === 'transferring' && (
        <p className={styles.note}>{words.say('centre.transferring', { owner: incident.transferTo ?? '' })}</p>
      )}
      {act && <ActLine key={act.id} act={act} onClose={() => open(null)} />}
      {relays.map((duty, index) => (
        <RelayCard key={duty.key} duty={duty} incident={incident} context={context} hasKeys={index === 0} />
      ))}
      {lastRelay && <RelayCard duty={lastRelay} incident={incident} context={context} hasKeys={false} />}
      {rest.length > 0 && (
        <section aria-label={words.say('centre.duties')}>
          <h2 className={styles.heading}>{words.say('centre.duties')}</h2>
          <DutyRows duties={rest} context={context} />
        </section>
      )}
      <DutiesAhead duties={ahead} context={context} />
      {(receipts.length > 0 || mechanisms.length > 0 || orders.length > 0) && (
        <div className={styles.lists}>
          {receipts.length > 0 && (
            <Small title={words.say('centre.reports')}>
              {receipts.map((one) => (
                <li key={`${one.report}/${one.by}`}>
                  {roleName(at, one.by)}
                  <small>
                    {' '}
                    {kindName(at, one.kind)} · {words.instant(one.sentAt)}
                  </small>{' '}
                  <Button
                    kind="quiet"
                    isDisabled={!online}
                    onPress={() => open(receiveReportAct(context(), one.report, one.by))}
                  >
                    {words.say('field.receipt')}
                    {words.say('list.ellipsis')}
                  </Button>
                </li>
              ))}
            </Small>
          )}
          {mechanisms.length > 0 && (
            <Small title={words.say('centre.mechanismsRunning')}>
              {mechanisms.map((one) => (
                <li key={`${one.plan}/${one.id}`}>
                  {one.label}
                  <small>
                    {' '}
                    {one.levels.find((level) => level.id === one.level)?.label} · {words.instant(one.startedAt ?? 0)}
                  </small>{' '}
                  <Button kind="quiet" isDisabled={!online} onPress={() => open(endMechanismAct(context(), one))}>
                    {words.say('act.endSubmit')}
                    {words.say('list.ellipsis')}
                  </Button>
                </li>
              ))}
            </Small>
          )}
          {orders.length > 0 && (
            <Small title={words.say('centre.crews')}>
              {orders.map((one) => (
                <li key={one.order}>
                  {crewName(at, one.crew)}
                  <small>
                    {' '}
                    {one.task} · {words.say(`stage.${one.stage}`)} {words.instant(one.at)}
                  </small>{' '}
                  {one.stage !== 'done' && (
                    <Button kind="quiet" isDisabled={!online} onPress={() => open(reportCrewAct(context(), one))}>
                      {words.say('field.stage')}
                      {words.say('list.ellipsis')}
                    </Button>
                  )}
                </li>
              ))}
            </Small>
          )}
        </div>
      )}
      <Course incident={incident} context={context} texts={personal.texts} />
      <EndedDuties duties={ended} />
    </article>
  );
}

function kindName(context: ActContext, id: string): string {
  const kind = pinned(context)
    .flatMap(({ plan }) => plan.plan.reports)
    .find((one) => one.id === id);
  return kind ? context.words.label(kind.label) : id;
}

function Small({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section className={styles.small}>
      <h2 className={styles.heading}>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

/** What is known, each with its correction behind it. */
function FactLine({
  incident,
  context,
  isOpen,
}: {
  readonly incident: IncidentState;
  readonly context: () => ActContext;
  readonly isOpen: boolean;
}) {
  const { open, online, may, state } = useDesk();
  const words = useWords();
  const facts = standingFacts(context());
  const told = incident.acts.flatMap((one) => (one.type === 'incident.reported' ? one.data.alreadyTold : []));
  const name = (fact: StandingFact): string =>
    fact.field.label ? words.label(fact.field.label) : words.time(fact.field.id);
  return (
    <dl className={styles.facts}>
      {incident.place !== '' && !incident.title.includes(incident.place) && (
        <div>
          <dt>{words.say('centre.place')}</dt>
          <dd>{incident.place}</dd>
        </div>
      )}
      {facts.map((fact) => {
        const late = fact.recordedAt - fact.occurredAt >= 60_000;
        return (
          <div key={fact.field.id}>
            <dt>{name(fact)}</dt>
            <dd>
              <button
                type="button"
                className={styles.fact}
                disabled={!isOpen || !online || !may('incident.correct-fact')}
                title={words.say('centre.correct')}
                aria-label={`${name(fact)} ${valueText(fact.field, fact.value, words)} ${words.say('centre.correct')}`}
                onClick={() => open(correctFactAct(context(), fact))}
              >
                {valueText(fact.field, fact.value, words)}
              </button>
              {late && (
                <small className={styles.late}>
                  {words.say('centre.enteredLate', {
                    at: words.instant(fact.recordedAt),
                    span: words.span(fact.recordedAt - fact.occurredAt),
                  })}
                </small>
              )}
            </dd>
          </div>
        );
      })}
      {told.length > 0 && (
        <div>
          <dd>
            {words.say('centre.alreadyTold', {
              whom: told.map((id) => roleName({ state, incident, words }, id)).join(words.say('list.comma')),
            })}
          </dd>
        </div>
      )}
    </dl>
  );
}

const COURSE_AT_FIRST = 12;

function Course({
  incident,
  context,
  texts,
}: {
  readonly incident: IncidentState;
  readonly context: () => ActContext;
  readonly texts: Readonly<Record<string, Said>>;
}) {
  const { state, open, online, may } = useDesk();
  const { t } = useTranslation();
  const words = useWords();
  const [all, setAll] = useState(false);
  const lines = courseOf({ state, incident, words });
  const shown = all ? lines : lines.slice(0, COURSE_AT_FIRST);
  return (
    <section aria-label={words.say('centre.course')}>
      <h2 className={styles.heading}>{words.say('centre.course')}</h2>
      <ol className={styles.course}>
        {shown.map((line) => (
          <CourseRow
            key={line.event}
            line={line}
            said={texts[line.event]}
            onWithdraw={
              line.canWithdraw && online && may('incident.withdraw')
                ? () => open(withdrawAct(context(), { id: line.event, what: line.text }))
                : undefined
            }
          />
        ))}
      </ol>
      {lines.length > shown.length && (
        <Button kind="quiet" onPress={() => setAll(true)}>
          {t('act.more')} {lines.length - shown.length}
        </Button>
      )}
    </section>
  );
}

/** One line of the course of events; what was typed in later, or taken back, says so. */
export function CourseRow({
  line,
  said,
  onWithdraw,
}: {
  readonly line: CourseLine;
  readonly said: Said | undefined;
  readonly onWithdraw: (() => void) | undefined;
}) {
  const words = useWords();
  return (
    <li className={`${styles.line} ${line.withdrawn ? styles.withdrawn : ''}`}>
      <time className="fig" dateTime={new Date(line.at).toISOString()}>
        {words.instantSeconds(line.at)}
      </time>
      <div>
        <span className={styles.text}>{line.text}</span>
        {line.withdrawn && <small className={styles.late}>{words.say('centre.withdrawn')}</small>}
        {line.enteredLate > 0 && (
          <small className={styles.late}>
            {words.say('centre.enteredLate', {
              at: words.instant(line.recordedAt),
              span: words.span(line.enteredLate),
            })}
          </small>
        )}
        <small className={styles.actor}>
          {line.medium !== undefined && `${words.medium(line.medium)} · `}
          {line.actor}
        </small>
        {said && (
          <span className={styles.said}>
            {[said.name, said.unit].filter((part) => part !== undefined).join(' · ')}{' '}
            {said.number !== undefined && (
              <a className="fig" href={`tel:${said.number.replaceAll(/[^+\d]/g, '')}`}>
                {said.number}
              </a>
            )}
            {said.text !== undefined && <q>{said.text}</q>}
            {line.fields.map(({ id, label }) => (
              <span key={id} className={styles.reported}>
                {label}
                {words.say('list.colon')}
                {said.fields?.[id]}
              </span>
            ))}
          </span>
        )}
        {onWithdraw && (
          <Button
            kind="quiet"
            className={styles.withdraw}
            onPress={onWithdraw}
            aria-label={`${words.say('centre.withdraw')} ${line.text}`}
          >
            {words.say('centre.withdraw')}
          </Button>
        )}
      </div>
    </li>
  );
}
