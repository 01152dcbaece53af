import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import { MEDIA } from '@duty-room/shared/kernel/event';
import { isOnBoard } from '@duty-room/shared/board/view';
import { useAtSecond, useTickingText } from '../live/hooks.ts';
import { useRoom } from '../live/room-context.tsx';
import type { Failure } from '../live/api.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { failureText } from '../ui/failure-text.ts';
import { Menu } from '../ui/menu.tsx';
import { hourMinuteSecond } from '../ui/clock-text.ts';
import { Chips } from './chips.tsx';
import { useDesk } from './desk-context.tsx';
import form from './desk-form.module.css';
import { FactInput, FormRow, PlainInput } from './fact-input.tsx';
import { callerRoles, classChoices, toldRoles, type ClassChoice } from './intake-fields.ts';
import { attachOf, chosenClasses, proposedTitle, readIntake, reportOf, type IntakeProblem } from './intake-model.ts';
import styles from './intake-panel.module.css';
import { ProposalBox, proposalsFor } from './proposal-box.tsx';
import type { Drafts } from './use-drafts.ts';
import { useWords } from './use-words.ts';

/** Words that callers use for whom they told, beside the roles of the plans: public emergency numbers. */
const TOLD_WORDS = ['110', '119', '120'];

/** A class by its name; where two plans use the same word, with its plan. */
function classText(
  one: ClassChoice,
  all: readonly ClassChoice[],
  label: (words: { zh: string; en: string }) => string,
): string {
  const name = label(one.class.label);
  const isAlone = all.filter((other) => label(other.class.label) === name).length === 1;
  return isAlone ? name : `${name} · ${label(one.plan.plan.title)}`;
}

type Props = { readonly drafts: Drafts; readonly onRegistered: (incident: string) => void };

/** Right: the call being taken. Filled from top to bottom with Tab and digits; what it proposes stands below and changes while one types. */
export function IntakePanel({ drafts, onRegistered }: Props) {
  const { state, online, tell, select, sessionEnded, view } = useDesk();
  const { api, time } = useRoom();
  const { t } = useTranslation();
  const words = useWords();
  const { draft } = drafts;
  const [problems, setProblems] = useState<readonly IntakeProblem[]>([]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [asks, setAsks] = useState<'attach' | 'transfer' | 'discard' | null>(null);
  const panel = useRef<HTMLElement>(null);
  const id = draft?.id;
  // What is proposed depends on the passing of time by the minute at most.
  const minute = useAtSecond((at) => Math.floor(at / 15_000), 0);
  const talking = useTickingText<HTMLOutputElement>((now) =>
    draft ? words.say('intake.talking', { span: words.span(Math.max(0, now - draft.startedAt)) }) : '',
  );

  useEffect(() => {
    setProblems([]);
    setFailure(null);
    panel.current?.querySelector<HTMLElement>('[name="caller"]')?.focus();
  }, [id]);

  if (!draft) return null;
  const now = time.now() ?? minute * 15_000;
  const clock = { now, timeZone: state.office.timeZone };
  const choices = classChoices(state.plans, state.currentPlans);
  const chosen = chosenClasses(draft, choices);
  const reading = readIntake(draft, choices, clock);
  const proposals = proposalsFor(chosen, { ...reading.facts, received: reading.receivedAt }, state, now, words);
  const errorOf = (field: string): string | undefined => {
    const found = problems.find((problem) => problem.field === field);
    return found && words.say(`problem.${found.why}`);
  };
  const plans = new Set(choices.map((one) => one.plan.plan.plan));
  const language = words.language;
  const { change } = drafts;

  const stop = (found: readonly IntakeProblem[]): void => {
    setProblems(found);
    const first = found[0]?.field;
    const named = first === 'place' || first === 'received' ? first : `fact:${first}`;
    const target =
      panel.current?.querySelector<HTMLElement>(`[name="${CSS.escape(named)}"]`) ??
      panel.current?.querySelector<HTMLElement>(`[data-of="${CSS.escape(first ?? '')}"] button`);
    target?.focus();
  };

  /** Puts the call on record; the same draft is always the same command, so that a lost answer does not make two. */
  const register = async (
    grade: boolean,
    transfer?: { readonly to: string; readonly reason: string },
  ): Promise<void> => {
    if (busy || !online) return;
    const result = reportOf(draft, choices, { ...clock, now: time.now() ?? now }, language);
    if (!result.ok) {
      stop(result.problems);
      return;
    }
    setBusy(true);
    setFailure(null);
    const { occurredAt, medium, data } = result;
    const answer = await api.command('incident.report', data, { key: draft.id, occurredAt, medium });
    if (!answer.ok) {
      setBusy(false);
      setFailure(answer);
      if (answer.status === 401) sessionEnded();
      return;
    }
    const incident = answer.value.stream.replace(/^incident-/, '');
    drafts.drop(draft.id);
    const after: string[] = [];
    if (grade) {
      for (const [index, { pin, proposed }] of proposals.entries()) {
        const wanted = draft.grades[pin.plan] ?? proposed?.grade;
        if (wanted === undefined) continue;
        const graded = await api.command(
          'incident.grade',
          {
            incident,
            plan: pin.plan,
            grade: wanted,
            ...(proposed && wanted === proposed.grade ? { basis: proposed.basis.slice(0, 300) } : {}),
          },
          { key: `${draft.id}-grade-${index}` },
        );
        if (!graded.ok) after.push(words.say('intake.gradeFailed', { why: failureText(t, graded) }));
      }
    }
    if (transfer) {
      const moved = await api.command('incident.transfer', { incident, ...transfer }, { key: `${draft.id}-transfer` });
      if (!moved.ok) after.push(words.say('intake.transferFailed', { why: failureText(t, moved) }));
    }
    setBusy(false);
    setAsks(null);
    tell(
      after.length > 0 ? after.join(' ') : words.say('intake.registered', { number: data.title }),
      after.length > 0 ? 'wrong' : 'done',
    );
    select(incident);
    onRegistered(incident);
  };

  const attach = async (incident: string): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const { data, occurredAt } = attachOf(draft, incident, choices, clock);
    const answer = await api.command('incident.attach-call', data, { key: draft.id, occurredAt, medium: draft.medium });
    setBusy(false);
    if (!answer.ok) {
      setFailure(answer);
      if (answer.status === 401) sessionEnded();
      return;
    }
    drafts.drop(draft.id);
    setAsks(null);
    tell(words.say('intake.registered', { number: state.incidents[incident]?.number ?? '' }));
    select(incident);
    onRegistered(incident);
  };

  return (
    <aside
      ref={panel}
      className={styles.panel}
      aria-label={words.say('intake.label')}
      onKeyDownCapture={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          event.stopPropagation();
          void register(true);
        }
      }}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>{words.say('intake.title')}</h2>
        <output className={drafts.failed ? styles.wrong : styles.saved}>
          {drafts.failed
            ? words.say('intake.unsaved')
            : drafts.savedAt !== null &&
              words.say('intake.saved', { at: hourMinuteSecond(drafts.savedAt, clock.timeZone) })}
        </output>
        <Menu
          opener={drafts.all.length > 1 ? words.say('intake.drafts', { count: drafts.all.length }) : '…'}
          label={t('act.more')}
          kind="quiet"
          entries={[
            { id: '+', text: words.say('intake.another'), act: drafts.start },
            ...drafts.all
              .filter((one) => one.draft.id !== draft.id)
              .map((one) => ({
                id: one.draft.id,
                text: words.say('intake.draftLine', {
                  at: words.instant(one.draft.startedAt),
                  what: one.draft.title || one.draft.place || words.say('intake.draftEmpty'),
                }),
                act: () => drafts.resume(one.draft.id),
              })),
            { id: 'x', text: words.say('intake.discard'), act: () => setAsks('discard') },
            { id: 'esc', text: words.say('intake.close'), keys: 'Esc', act: drafts.close },
          ]}
        />
      </header>
      <div className={styles.form}>
        {choices.length === 0 && (
          <p className={styles.warning} role="alert">
            <b>{words.say('intake.noPlans')}</b> {words.say('intake.noPlansNext')}
          </p>
        )}
        <FormRow label={words.say('intake.received')} error={errorOf('received')}>
          {(_label, inputId) => (
            <div className={form.pair}>
              <PlainInput
                id={inputId}
                name="received"
                figures
                value={draft.received}
                onChange={(received) => change({ received })}
                placeholder={hourMinuteSecond(draft.startedAt, clock.timeZone)}
                invalid={errorOf('received') !== undefined}
              />
              <output ref={talking} className={form.resolved} />
            </div>
          )}
        </FormRow>
        <FormRow label={words.say('intake.caller')}>
          {(_label, inputId) => (
            <div className={form.pair}>
              <PlainInput
                id={inputId}
                name="caller"
                value={draft.caller.name}
                onChange={(name) => change({ caller: { ...draft.caller, name } })}
                placeholder={words.say('intake.callerUnit')}
                max={120}
              />
              <span>
                <label className="sr" htmlFor={`${inputId}n`}>
                  {words.say('intake.callerNumber')}
                </label>
                <PlainInput
                  id={`${inputId}n`}
                  name="number"
                  figures
                  value={draft.caller.number}
                  onChange={(number) => change({ caller: { ...draft.caller, number } })}
                  placeholder={words.say('intake.callerNumber')}
                  max={60}
                />
              </span>
            </div>
          )}
        </FormRow>
        <FormRow label={words.say('intake.what')} error={errorOf('class')} isGroup>
          {(labelId) => (
            <div data-of="class">
              <Chips
                label={words.say('intake.what')}
                labelledBy={labelId}
                several
                invalid={errorOf('class') !== undefined}
                chips={choices.map((one) => ({
                  id: `${one.plan.plan.plan}/${one.class.id}`,
                  text: classText(one, choices, words.label),
                }))}
                value={chosen.map((one) => `${one.plan.plan.plan}/${one.class.id}`)}
                onChange={(picked) => {
                  // One class per plan: the one that was just pressed wins.
                  const before = new Set(chosen.map((one) => `${one.plan.plan.plan}/${one.class.id}`));
                  const classes: Record<string, string> = {};
                  for (const plan of plans) {
                    const mine = picked.filter((one) => one.startsWith(`${plan}/`));
                    const last = mine.find((one) => !before.has(one)) ?? mine[0];
                    if (last !== undefined) classes[plan] = last.slice(plan.length + 1);
                  }
                  change({ classes });
                }}
              />
            </div>
          )}
        </FormRow>
        <FormRow label={words.say('intake.place')} error={errorOf('place')} hint={words.say('intake.placeHint')}>
          {(_label, inputId) => (
            <PlainInput
              id={inputId}
              name="place"
              value={draft.place}
              onChange={(place) => change({ place })}
              invalid={errorOf('place') !== undefined}
              max={120}
            />
          )}
        </FormRow>
        {reading.fields.map((field) => {
          const reference = field.input.kind === 'instant' ? field.input.reference : undefined;
          const other = reading.fields.find((one) => one.id === reference);
          return (
            <FactInput
              key={field.id}
              field={field}
              value={draft.facts[field.id] ?? ''}
              onChange={(text) => change({ facts: { ...draft.facts, [field.id]: text } })}
              reading={reading.readings[field.id]}
              now={now}
              timeZone={clock.timeZone}
              showErrors={problems.some((problem) => problem.field === field.id)}
              referenceName={other?.label && words.label(other.label)}
            />
          );
        })}
        {chosen.length > 0 && callerRoles(chosen).length > 0 && (
          <FormRow label={words.say('intake.by')} isGroup>
            {(labelId) => (
              <Chips
                label={words.say('intake.by')}
                labelledBy={labelId}
                chips={callerRoles(chosen).map((one) => ({ id: one.id, text: words.label(one.label) }))}
                value={draft.by === '' ? [] : [draft.by]}
                onChange={([by]) => change({ by: by ?? '' })}
              />
            )}
          </FormRow>
        )}
        <FormRow label={words.say('intake.told')} isGroup>
          {(labelId) => (
            <div className={form.column}>
              <Chips
                label={words.say('intake.told')}
                labelledBy={labelId}
                several
                chips={[
                  ...TOLD_WORDS.map((word) => ({ id: word, text: word })),
                  ...toldRoles(chosen).map((one) => ({ id: one.id, text: words.label(one.label) })),
                ]}
                value={draft.told}
                onChange={(told) => change({ told: [...told] })}
                digits={false}
              />
              <PlainInput
                id={`${labelId}w`}
                name="told"
                labelledBy={labelId}
                value={draft.toldWords}
                onChange={(toldWords) => change({ toldWords })}
                placeholder={words.say('intake.toldMore')}
              />
            </div>
          )}
        </FormRow>
        <FormRow label={words.say('intake.text')}>
          {(_label, inputId) => (
            <PlainInput
              id={inputId}
              name="text"
              multiline={2}
              value={draft.caller.text}
              onChange={(text) => change({ caller: { ...draft.caller, text } })}
              placeholder={words.say('intake.textHint')}
              max={4000}
            />
          )}
        </FormRow>
        <FormRow label={words.say('intake.titleField')}>
          {(_label, inputId) => (
            <PlainInput
              id={inputId}
              name="title"
              value={draft.title}
              onChange={(title) => change({ title })}
              placeholder={proposedTitle(draft, chosen, language)}
              max={120}
            />
          )}
        </FormRow>
        <FormRow label={words.say('intake.medium')} isGroup>
          {(labelId) => (
            <Chips
              label={words.say('intake.medium')}
              labelledBy={labelId}
              chips={MEDIA.filter((medium) => medium !== 'system').map((one) => ({ id: one, text: words.medium(one) }))}
              value={[draft.medium]}
              onChange={([medium]) => change({ medium: MEDIA.find((one) => one === medium) ?? 'phone' })}
            />
          )}
        </FormRow>
      </div>
      {proposals.length > 0 ? (
        <div className={styles.proposal}>
          <ProposalBox
            proposals={proposals}
            facts={{ ...reading.facts, received: reading.receivedAt }}
            now={now}
            grades={draft.grades}
            onGrade={(plan, grade) => {
              const { [plan]: _before, ...others } = draft.grades;
              change({ grades: grade === undefined ? others : { ...others, [plan]: grade } });
            }}
          />
        </div>
      ) : (
        <div />
      )}
      <footer className={styles.foot}>
        {!online && <p className={styles.warning}>{words.say('intake.offline')}</p>}
        <FailureLine failure={failure} />
        <div className={styles.buttons}>
          <Button kind="main" isDisabled={busy || !online} onPress={() => void register(true)} keys="Ctrl ↵">
            {busy ? words.say('intake.registering') : words.say('intake.register')}
          </Button>
          <Button isDisabled={busy || !online} onPress={() => void register(false)}>
            {words.say('intake.registerOnly')}
          </Button>
          <Button isDisabled={busy || !online} onPress={() => setAsks('attach')}>
            {words.say('intake.attach')}
          </Button>
          <Button isDisabled={busy || !online} onPress={() => setAsks('transfer')}>
            {words.say('intake.transfer')}
          </Button>
        </div>
      </footer>
      <AttachDialog
        isOpen={asks === 'attach'}
        onClose={() => setAsks(null)}
        incidents={view.incidents.map((card) => card.incident).filter(isOnBoard)}
        onChoose={(incident) => void attach(incident)}
        failure={failure}
      />
      <TransferDialog
        isOpen={asks === 'transfer'}
        onClose={() => setAsks(null)}
        busy={busy}
        failure={failure}
        problems={problems.length}
        onSubmit={(transfer) => void register(false, transfer)}
      />
      <Dialog
        isOpen={asks === 'discard'}
        onClose={() => setAsks(null)}
        role="alertdialog"
        title={words.say('intake.discard')}
        actions={
          <>
            <Button
              kind="danger"
              autoFocus
              onPress={() => {
                setAsks(null);
                drafts.drop(draft.id);
              }}
            >
              {words.say('intake.discard')}
            </Button>
            <Button onPress={() => setAsks(null)}>{t('act.cancel')}</Button>
          </>
        }
      >
        {words.say('intake.discardAsk')}
      </Dialog>
    </aside>
  );
}

type AttachProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly incidents: readonly { readonly id: string; readonly number: string; readonly title: string }[];
  readonly onChoose: (incident: string) => void;
  readonly failure: Failure | null;
};

function AttachDialog({ isOpen, onClose, incidents, onChoose, failure }: AttachProps) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={words.say('intake.attachTitle')}
      actions={<Button onPress={onClose}>{t('act.cancel')}</Button>}
    >
      <p>{incidents.length === 0 ? words.say('intake.attachNone') : words.say('intake.attachNote')}</p>
      <ul className={styles.choices}>
        {incidents.map((one) => (
          <li key={one.id}>
            <Button onPress={() => onChoose(one.id)}>
              <span className="fig">{one.number}</span> {one.title}
            </Button>
          </li>
        ))}
      </ul>
      <FailureLine failure={failure} />
    </Dialog>
  );
}

type TransferProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly problems: number;
  readonly onSubmit: (transfer: { readonly to: string; readonly reason: string }) => void;
};

function TransferDialog({ isOpen, onClose, busy, failure, problems, onSubmit }: TransferProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const isWhole = to.trim() !== '' && reason.trim() !== '';
  useEffect(() => {
    if (problems > 0) onClose();
    // oxlint-disable-next-line react/exhaustive-deps -- only when what is missing changes
  }, [problems]);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={words.say('intake.transferTitle')}
      actions={
        <>
          <Button
            kind="main"
            isDisabled={busy || !isWhole}
            onPress={() => onSubmit({ to: to.trim(), reason: reason.trim() })}
          >
            {words.say('intake.transferSubmit')}
          </Button>
          <Button onPress={onClose}>{t('act.cancel')}</Button>
        </>
      }
    >
      <p>{words.say('intake.transferNote')}</p>
      <FormRow label={words.say('intake.transferTo')}>
        {(_label, id) => <PlainInput id={id} value={to} onChange={setTo} max={120} autoFocus />}
      </FormRow>
      <FormRow label={words.say('intake.transferReason')}>
        {(_label, id) => <PlainInput id={id} value={reason} onChange={setReason} max={500} multiline={2} />}
      </FormRow>
      <FailureLine failure={failure} />
    </Dialog>
  );
}
