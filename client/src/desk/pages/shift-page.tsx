import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../i18n/translation.ts';
import { openDuties } from '@duty-room/shared/board/decide';
import type { BoardState } from '@duty-room/shared/board/state';
import type { IncidentState } from '@duty-room/shared/incident/state';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { Obligation } from '@duty-room/shared/obligation/obligation';
import { derivedNow } from '@duty-room/shared/obligation/derived-now';
import type { ShiftPost } from '@duty-room/shared/shift/events';
import type { ShiftState } from '@duty-room/shared/shift/state';
import { Button } from '../../ui/button.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { StatusShape } from '../../ui/status-shape.tsx';
import { statusWord } from '../../ui/status.ts';
import type { CommandCall } from '../acts/act.ts';
import { useDesk } from '../desk-context.tsx';
import { useRoom } from '../../live/room-context.tsx';
import { FormRow, PlainInput } from '../fact-input.tsx';
import { ShiftLog } from '../log-dialog.tsx';
import { useSend } from '../use-send.ts';
import { useWords } from '../use-words.ts';
import { bracketed } from '../words.ts';
import { HandOverSheet } from './hand-over-sheet.tsx';
import styles from './pages.module.css';

const POSTS: readonly ShiftPost[] = ['officer', 'leader'];

/** Who is on duty, the hand-over, and the log of this shift. */
export function ShiftPage() {
  const { state, view, person, online, openLog } = useDesk();
  const words = useWords();
  const { shift } = state;
  const running = shift !== null && shift.next === undefined ? shift : null;
  return (
    <>
      <div className={`${styles.page} ${styles.screen}`}>
        <div className={styles.head}>
          <h1>{words.say('shift.title')}</h1>
          {running && (
            <span className={styles.hint}>{words.say('shift.since', { at: words.instant(running.startedAt) })}</span>
          )}
          <span className={styles.grow} />
          <Button onPress={openLog} keys="F3">
            {words.say('shift.write')}
          </Button>
          <Button onPress={() => window.print()} isDisabled={!running}>
            {words.say('shift.print')}
          </Button>
        </div>
        {view.nobodyOnDuty && (
          <div className={styles.loud} role="alert">
            <b>◆ {words.say('shift.nobody')}</b>
            <p>{words.say('shift.nobodyNext')}</p>
          </div>
        )}
        {shift === null ? <FirstShift /> : <OnDutyCard shift={shift} />}
        {running && person && <HandOver shift={running} canWrite={online} />}
        <section className={styles.card}>
          <h2>{words.say('shift.log')}</h2>
          <ShiftLog limit={200} />
        </section>
      </div>
      {running && <HandOverSheet shift={running} />}
    </>
  );
}

/** The office's first shift: begun and signed on to with one press. */
function FirstShift() {
  const { person, online, may } = useDesk();
  const words = useWords();
  const { busy, failure, send } = useSend();
  const post: ShiftPost = person?.roles.includes('officer') === true ? 'officer' : 'leader';
  return (
    <section className={styles.card}>
      <p className={styles.hint}>{words.say('shift.startNote')}</p>
      <div className={styles.buttons}>
        <Button
          kind="main"
          isDisabled={busy || !online || person === null || !may('shift.start')}
          onPress={() =>
            person &&
            void send([
              { name: 'shift.start', data: {}, meta: {} },
              { name: 'shift.sign-on', data: { account: person.id, post }, meta: {} },
            ])
          }
        >
          {words.say('shift.start')}
        </Button>
        <FailureLine failure={failure} />
      </div>
    </section>
  );
}

function OnDutyCard({ shift }: { readonly shift: ShiftState }) {
  const { state, person, online, may } = useDesk();
  const { t } = useTranslation();
  const words = useWords();
  const { busy, failure, send } = useSend();
  const [leaving, setLeaving] = useState<{ account: string; post: ShiftPost } | null>(null);
  const [other, setOther] = useState('');
  const name = (account: string): string => state.people.accounts[account]?.name ?? account;
  const isOn = (account: string, post: ShiftPost): boolean =>
    shift.onDuty.some((one) => one.account === account && one.post === post);
  const canStand = (account: string, post: ShiftPost): boolean =>
    state.people.accounts[account]?.roles.includes(post) === true && !isOn(account, post);
  const others = Object.values(state.people.accounts).flatMap((account) =>
    account.disabled
      ? []
      : POSTS.filter((post) => canStand(account.id, post)).map((post) => ({
          id: `${post}/${account.id}`,
          text: bracketed(account.name, words.say(`shift.posts.${post}`), words),
        })),
  );
  const isOff = busy || !online || !may('shift.sign-on');
  const lastOfficer = leaving?.post === 'officer' && shift.onDuty.filter((one) => one.post === 'officer').length === 1;
  return (
    <section className={styles.card}>
      <h2>{words.say('shift.now')}</h2>
      {shift.onDuty.length === 0 && <p>{words.say('shift.nobody')}</p>}
      {shift.onDuty.map((one) => (
        <div key={`${one.account}/${one.post}`} className={styles.row}>
          <span className={styles.chip}>{words.say(`shift.posts.${one.post}`)}</span>
          <b>{name(one.account)}</b>
          <small>{words.say('shift.since', { at: words.instant(one.since) })}</small>
          <span className={styles.grow} />
          <Button
            kind="quiet"
            isDisabled={isOff}
            onPress={() => setLeaving(one)}
            aria-label={`${words.say('shift.signOff')} ${name(one.account)}`}
          >
            {words.say('shift.signOff')}
          </Button>
        </div>
      ))}
      <div className={styles.buttons} style={{ marginTop: 10 }}>
        {person &&
          POSTS.filter((post) => canStand(person.id, post)).map((post) => (
            <Button
              key={post}
              kind="main"
              isDisabled={isOff}
              onPress={() => void send([{ name: 'shift.sign-on', data: { account: person.id, post }, meta: {} }])}
            >
              {words.say('shift.signOnMe', { post: words.say(`shift.posts.${post}`) })}
            </Button>
          ))}
        {others.length > 0 && (
          <form
            className={styles.bar}
            onSubmit={(event) => {
              event.preventDefault();
              const [post, account] = other.split('/');
              if (account === undefined || isOff) return;
              void send([
                { name: 'shift.sign-on', data: { account, post: post === 'leader' ? 'leader' : 'officer' }, meta: {} },
              ]).then(() => setOther(''));
            }}
          >
            <select
              aria-label={words.say('shift.signOnOther')}
              value={other}
              onChange={(event) => setOther(event.target.value)}
            >
              <option value="">{words.say('shift.signOnOther')}</option>
              {others.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.text}
                </option>
              ))}
            </select>
            <Button type="submit" isDisabled={isOff || other === ''}>
              {words.say('shift.signOn')}
            </Button>
          </form>
        )}
        <FailureLine failure={failure} />
      </div>
      <Dialog
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        role="alertdialog"
        title={words.say('shift.signOffAsk', { name: leaving ? name(leaving.account) : '' })}
        actions={
          <>
            <Button
              kind="danger"
              isDisabled={isOff}
              onPress={() => {
                if (!leaving) return;
                const { account, post } = leaving;
                void send([{ name: 'shift.sign-off', data: { account, post }, meta: {} }]).then((answer) => {
                  if (answer?.ok === true) setLeaving(null);
                });
              }}
            >
              {words.say('shift.signOff')}
            </Button>
            <Button autoFocus onPress={() => setLeaving(null)}>
              {t('act.cancel')}
            </Button>
          </>
        }
      >
        {lastOfficer ? words.say('shift.lastOfficer') : ''}
        <FailureLine failure={failure} />
      </Dialog>
    </section>
  );
}

function HandOver({ shift, canWrite }: { readonly shift: ShiftState; readonly canWrite: boolean }) {
  const { state, person, switchPerson, may } = useDesk();
  const words = useWords();
  const { busy, failure, send } = useSend();
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [forcing, setForcing] = useState(false);
  const name = (account: string): string => state.people.accounts[account]?.name ?? account;
  const me = person?.id ?? '';
  const isOfficer = shift.onDuty.some((one) => one.account === me && one.post === 'officer');
  const incoming = Object.values(state.people.accounts).filter(
    (one) => !one.disabled && one.roles.includes('officer') && one.id !== me,
  );
  const run = (call: CommandCall): void => void send([call]);
  const { handOver } = shift;
  const isOff = busy || !canWrite;
  return (
    <section className={styles.card}>
      <h2>{words.say('shift.handOver')}</h2>
      {!handOver && isOfficer && (
        <>
          <p className={styles.hint}>{words.say('shift.prepareNote')}</p>
          <form
            className={styles.bar}
            onSubmit={(event) => {
              event.preventDefault();
              if (to !== '' && !isOff) run({ name: 'shift.prepare-hand-over', data: { to }, meta: {} });
            }}
          >
            <label>
              {words.say('shift.to')}
              <select value={to} onChange={(event) => setTo(event.target.value)}>
                <option value="">—</option>
                {incoming.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </select>
            </label>
            <Button kind="main" type="submit" isDisabled={isOff || to === '' || !may('shift.prepare-hand-over')}>
              {words.say('shift.prepareSubmit')}
            </Button>
          </form>
        </>
      )}
      {handOver && (
        <>
          <p>
            {words.say('shift.prepared', {
              by: name(handOver.by),
              to: name(handOver.to),
              at: words.instant(handOver.at),
            })}
          </p>
          {handOver.to === me ? (
            <AcceptList key={handOver.event} shift={shift} isOff={isOff} />
          ) : (
            <>
              <p className={styles.hint}>{words.say('shift.waiting', { to: name(handOver.to) })}</p>
              <div className={styles.buttons}>
                <Button kind="main" onPress={switchPerson}>
                  {words.say('shift.switch')}
                </Button>
              </div>
            </>
          )}
          {(isOfficer || handOver.to === me) && (
            <div className={styles.buttons} style={{ marginTop: 8 }}>
              <Button isDisabled={isOff} onPress={() => run({ name: 'shift.cancel-hand-over', data: {}, meta: {} })}>
                {words.say('shift.cancel')}
              </Button>
            </div>
          )}
        </>
      )}
      {!isOfficer && person?.roles.includes('officer') === true && (
        <div style={{ marginTop: 10 }}>
          {forcing ? (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                if (reason.trim() !== '' && !isOff)
                  run({ name: 'shift.force-hand-over', data: { reason: reason.trim() }, meta: {} });
              }}
            >
              <p className={styles.hint}>{words.say('shift.forceNote')}</p>
              <FormRow label={words.say('field.reason')}>
                {(_label, id) => (
                  <PlainInput id={id} value={reason} onChange={setReason} max={500} multiline={2} autoFocus />
                )}
              </FormRow>
              <div className={styles.buttons}>
                <Button kind="danger" type="submit" isDisabled={isOff || reason.trim() === ''}>
                  {words.say('shift.forceSubmit')}
                </Button>
                <Button onPress={() => setForcing(false)}>{words.say('shift.cancel')}</Button>
              </div>
            </form>
          ) : (
            <Button isDisabled={isOff} onPress={() => setForcing(true)}>
              {words.say('shift.force')}
            </Button>
          )}
        </div>
      )}
      <FailureLine failure={failure} />
    </section>
  );
}

/** An open duty with its incident, as the incoming officer reads it. */
type Handed = { readonly obligation: Obligation; readonly incident: IncidentState };

/** Every duty that the room would ask the incoming officer to accept now, by time left; those that have not begun come last. */
function handedDuties(state: BoardState, now: Instant): readonly Handed[] {
  const rank = ({ obligation }: Handed): number =>
    obligation.dueAt ?? (obligation.notBegun === true ? Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER - 1);
  return openDuties(state, now)
    .flatMap(({ key, incident: id }) => {
      const incident = state.incidents[id];
      const obligation = incident && derivedNow(incident, state.plans, now).obligations.find((one) => one.key === key);
      return incident && obligation ? [{ obligation, incident }] : [];
    })
    .toSorted((one, other) => rank(one) - rank(other));
}

/** The incoming officer goes through every open duty and accepts each; what came up since the list was made is among them. */
function AcceptList({ shift, isOff }: { readonly shift: ShiftState; readonly isOff: boolean }) {
  const { state } = useDesk();
  const { time } = useRoom();
  const words = useWords();
  const { busy, failure, send } = useSend();
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLUListElement>(null);
  const listed = new Set((shift.handOver?.duties ?? []).map((duty) => duty.key));
  const rows = handedDuties(state, time.now() ?? 0);
  const left = rows.filter((row) => !accepted.has(row.obligation.key)).length;
  const gone = (shift.handOver?.duties ?? []).filter((duty) => !rows.some((row) => row.obligation.key === duty.key));
  const toggle = (key: string): void => {
    const next = new Set(accepted);
    if (!next.delete(key)) next.add(key);
    setAccepted(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step =
      event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    const boxes = [...(list.current?.querySelectorAll<HTMLInputElement>('input') ?? [])];
    const at = boxes.findIndex((box) => box === document.activeElement);
    boxes[Math.min(boxes.length - 1, Math.max(0, at + step))]?.focus();
  };
  const name = state.people.accounts[shift.handOver?.to ?? '']?.name ?? '';
  return (
    <div>
      <p className={styles.hint}>
        {words.say('shift.yours')}{' '}
        <output>{words.say('shift.accepted', { done: rows.length - left, of: rows.length })}</output>
      </p>
      {gone.length > 0 && (
        <p className={styles.hint}>
          {words.say('shift.goneSince')} {gone.length}
        </p>
      )}
      {rows.length === 0 && <p>{words.say('shift.noDuties')}</p>}
      <ul ref={list} onKeyDownCapture={onKeyDown}>
        {rows.map((row, index) => (
          <li key={row.obligation.key}>
            <DutyToAccept
              row={row}
              isNew={!listed.has(row.obligation.key)}
              isAccepted={accepted.has(row.obligation.key)}
              onToggle={() => toggle(row.obligation.key)}
              autoFocus={index === 0}
            />
          </li>
        ))}
      </ul>
      <p className={styles.hint}>{words.say('shift.acceptNote', { to: name })}</p>
      <div className={styles.buttons}>
        <Button
          kind="main"
          isDisabled={isOff || busy || left > 0}
          onPress={() =>
            void send([
              { name: 'shift.accept-hand-over', data: { accepted: rows.map((row) => row.obligation.key) }, meta: {} },
            ])
          }
        >
          {words.say('shift.acceptSubmit')}
        </Button>
        {left > 0 && <span className={styles.hint}>{words.say('shift.notAll', { count: left })}</span>}
        <FailureLine failure={failure} />
      </div>
    </div>
  );
}

type AcceptProps = {
  readonly row: Handed;
  readonly isNew: boolean;
  readonly isAccepted: boolean;
  readonly onToggle: () => void;
  readonly autoFocus: boolean;
};

function DutyToAccept({ row, isNew, isAccepted, onToggle, autoFocus }: AcceptProps) {
  const words = useWords();
  const { obligation } = row;
  const step = obligation.chain?.find((one) => one.state === 'current');
  return (
    <label className={`${styles.row} ${isAccepted ? styles.accepted : ''}`}>
      <input type="checkbox" checked={isAccepted} onChange={onToggle} autoFocus={autoFocus} />
      {obligation.notBegun === true ? (
        <span className={styles.chip}>{words.say('duty.notBegun')}</span>
      ) : (
        <StatusShape word={statusWord(obligation)} withWord />
      )}
      <b>{words.label(obligation.label)}</b>
      {step && <span>{words.label(step.label)}</span>}
      <small>
        {row.incident.title} · <span className="fig">{row.incident.number}</span>
      </small>
      {isNew && <span className={styles.chip}>{words.say('shift.newSince')}</span>}
      <span className={styles.grow} />
      {obligation.dueAt === null ? (
        obligation.startedAt !== null && <Countdown since={obligation.startedAt} />
      ) : (
        <>
          <small className="fig">{words.instantSeconds(obligation.dueAt)}</small> <Countdown dueAt={obligation.dueAt} />
        </>
      )}
      <span className={styles.chip}>{words.say(isAccepted ? 'shift.acceptedOne' : 'shift.acceptOne')}</span>
    </label>
  );
}
