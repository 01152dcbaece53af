import { useState } from 'react';
import type { BoardState } from '@duty-room/shared/board/state';
import { roleLabel } from '@duty-room/shared/board/view';
import { labelText } from '../i18n/i18n.ts';
import { useTranslation, type Translate } from '../i18n/translation.ts';
import { Button } from '../ui/button.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { instantText, type Reading } from '../ui/fact-text.ts';
import { TextField } from '../ui/field.tsx';
import { PlaceLink } from './place.tsx';
import { useAnswer } from './use-answer.ts';
import type { Waiting } from './waiting.ts';
import styles from './command.module.css';

type Props = {
  readonly item: Waiting;
  readonly state: BoardState;
  readonly reading: Reading;
  readonly stale: boolean;
  /** On the page of its own incident the way there is left out. */
  readonly withLink: boolean;
};

function roleWord(item: Waiting, state: BoardState, reading: Reading, role = item.role): string {
  return labelText(roleLabel(state, item.incident, item.plan, role), reading.language);
}

function reportName(
  item: Waiting & { kind: 'receipt' },
  state: BoardState,
  reading: Reading,
  t: Translate<'command'>,
): string {
  const kinds = item.incident.pins.flatMap((pin) => state.plans[pin.adoption]?.plan.reports ?? []);
  const kind = kinds.find((one) => one.id === item.report.data.kind);
  return t('ask.report', {
    kind: kind ? labelText(kind.label, reading.language) : item.report.data.kind,
    sequence: item.report.data.sequence,
  });
}

function question(item: Waiting, state: BoardState, reading: Reading, t: Translate<'command'>): string {
  switch (item.kind) {
    case 'decide':
      return item.step.decision ? labelText(item.step.decision.question, reading.language) : '';
    case 'answer':
      return item.row.obligation.ifNeeded ? labelText(item.row.obligation.ifNeeded.question, reading.language) : '';
    case 'receipt':
      return reportName(item, state, reading, t);
  }
}

/** Why it is asked and until when, in the plan's own words. */
function reasons(item: Waiting, state: BoardState, reading: Reading, t: Translate<'command'>): readonly string[] {
  const lines: string[] = [];
  const role = roleWord(item, state, reading);
  if (item.kind === 'receipt') {
    const by = state.people.accounts[item.report.actor]?.name ?? '';
    lines.push(t('ask.reportSent', { at: instantText(item.report.occurredAt, reading, true), by }));
    lines.push(t('ask.asRole', { role }));
    return lines;
  }
  const cite = item.kind === 'decide' ? item.step.cite[0] : item.row.obligation.cite[0];
  const place = cite
    ? `${labelText(item.row.planTitle, reading.language)} ${labelText(cite.at, reading.language)}`
    : '';
  const weighing = item.kind === 'decide' ? item.step.decision?.weighing : undefined;
  lines.push(
    weighing
      ? `${t('ask.weighing', { weighing: labelText(weighing, reading.language) })}${reading.language === 'zh' ? `（${place}）` : ` (${place})`}`
      : place,
  );
  if (item.dueAt !== null) {
    const at = instantText(item.dueAt, reading, true);
    const over = item.row.tone === 'overdue';
    lines.push(t(over ? 'ask.overdue' : item.kind === 'decide' ? 'ask.chainDue' : 'ask.due', { at }));
  }
  lines.push(item.unfilled ? t('ask.unfilled', { role }) : t('ask.asRole', { role }));
  return lines;
}

/** One thing that waits for this person: its clock, why, and a button for each answer; each opens one confirming step. */
export function AskCard({ item, state, reading, stale, withLink }: Props) {
  const { t } = useTranslation('command');
  const [choice, setChoice] = useState<'yes' | 'no' | null>(null);
  const tone = item.kind === 'receipt' ? 'open' : item.row.tone;
  return (
    <article
      className={`${styles.ask} ${tone === 'overdue' ? styles.askOver : tone === 'atRisk' ? styles.askSoon : ''}`}
    >
      {item.dueAt !== null && <Countdown dueAt={item.dueAt} about={stale} className={styles.askClock} />}
      <h3 className={styles.askTitle}>
        <span>{t(`ask.${item.kind}`)}</span>
        {question(item, state, reading, t)}
      </h3>
      {withLink && (
        <p className={styles.askIncident}>
          <PlaceLink to={{ page: 'incident', id: item.incident.id }}>{item.incident.title}</PlaceLink>
        </p>
      )}
      {reasons(item, state, reading, t).map((line) => (
        <p key={line} className={styles.askWhy}>
          {line}
        </p>
      ))}
      <div className={styles.askActs}>
        {item.kind === 'receipt' ? (
          <Button kind="main" large onPress={() => setChoice('yes')}>
            {t('ask.received')}
          </Button>
        ) : (
          <>
            <Button kind="main" large onPress={() => setChoice('yes')}>
              {t(item.kind === 'decide' ? 'ask.yesTell' : 'ask.yes')}
            </Button>
            <Button large onPress={() => setChoice('no')}>
              {t(item.kind === 'decide' ? 'ask.noTell' : 'ask.no')}
            </Button>
          </>
        )}
      </div>
      {choice && (
        <ConfirmStep item={item} choice={choice} state={state} reading={reading} onClose={() => setChoice(null)} />
      )}
    </article>
  );
}

type StepProps = {
  readonly item: Waiting;
  readonly choice: 'yes' | 'no';
  readonly state: BoardState;
  readonly reading: Reading;
  readonly onClose: () => void;
};

const TITLES = {
  decide: { yes: 'confirm.decideYes', no: 'confirm.decideNo' },
  answer: { yes: 'confirm.answerYes', no: 'confirm.answerNo' },
  receipt: { yes: 'confirm.receipt', no: 'confirm.receipt' },
} as const;

/** The one confirming step: what will be on record, the reason where it is needed, and the button. */
function ConfirmStep({ item, choice, state, reading, onClose }: StepProps) {
  const { t } = useTranslation('command');
  const { busy, failure, send } = useAnswer();
  const [reason, setReason] = useState('');
  const needsReason = item.kind !== 'receipt' && choice === 'no';
  const withReason = item.kind !== 'receipt';
  const ready = !busy && (!needsReason || reason.trim() !== '');

  async function submit(): Promise<void> {
    const incident = item.incident.id;
    const given = reason.trim() === '' ? {} : { reason: reason.trim() };
    let sent = false;
    switch (item.kind) {
      case 'decide':
        sent = await send('incident.decide', { incident, hop: item.step.hop, choice, by: item.role, ...given });
        break;
      case 'answer': {
        const { plan, rule } = item.row.obligation;
        sent = await send('incident.answer-duty', { incident, plan, rule, choice, ...given });
        break;
      }
      case 'receipt':
        sent = await send('incident.receive-report', {
          incident,
          report: item.report.data.report,
          by: item.role,
          receipt: t('confirm.receiptText'),
        });
    }
    if (sent) onClose();
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(TITLES[item.kind][choice])}
      actions={
        <>
          <Button kind="main" large isDisabled={!ready} onPress={() => void submit()}>
            {busy ? t('confirm.sending') : t('confirm.submit')}
          </Button>
          <Button large isDisabled={busy} onPress={onClose}>
            {t('common:act.cancel')}
          </Button>
        </>
      }
    >
      <p className={styles.confirmWhat}>{question(item, state, reading, t)}</p>
      <p className={styles.confirmNote}>{item.incident.title}</p>
      {withReason && (
        <TextField
          label={t('confirm.reason')}
          value={reason}
          onChange={setReason}
          rows={3}
          maxLength={500}
          isRequired={needsReason}
          hint={
            needsReason ? t(item.kind === 'decide' ? 'confirm.reasonNeeded' : 'confirm.reasonNeededAnswer') : undefined
          }
        />
      )}
      <p className={styles.confirmNote}>{t('confirm.onRecord')}</p>
      <FailureLine failure={failure} />
    </Dialog>
  );
}
