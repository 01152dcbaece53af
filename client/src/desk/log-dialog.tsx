import { useState } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import { useRoom } from '../live/room-context.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { useDesk } from './desk-context.tsx';
import { FormRow, PlainInput } from './fact-input.tsx';
import styles from './log-dialog.module.css';
import { PageLink } from './pages.tsx';
import { readTime } from './time-text.ts';
import { usePersonal } from './use-personal.ts';
import { useSend } from './use-send.ts';
import { useWords } from './use-words.ts';

/** F3: a line of the duty log (值班日志). What is said stays with the office; its topic is public. */
export function LogDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const words = useWords();
  const { state } = useDesk();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={words.say('log.title')}>
      {state.shift && state.shift.next === undefined ? (
        <LogForm onDone={onClose} />
      ) : (
        <p>
          {words.say('log.noShift')} <PageLink page="shift">{words.say('log.toShift')}</PageLink>
        </p>
      )}
    </Dialog>
  );
}

function LogForm({ onDone }: { readonly onDone: () => void }) {
  const { state, online, tell, selected, view, person } = useDesk();
  const { time } = useRoom();
  const { t } = useTranslation();
  const words = useWords();
  const { busy, failure, send } = useSend();
  const [topic, setTopic] = useState('');
  const [text, setText] = useState('');
  const [at, setAt] = useState('');
  const [incident, setIncident] = useState('');
  const [tried, setTried] = useState(false);
  const now = time.now() ?? 0;
  const reading = readTime(at, { now, timeZone: state.office.timeZone, lean: 'past' });
  const wrongTime = reading.kind === 'unreadable' || (reading.kind === 'instant' && reading.at > now + 60_000);
  const submit = async (): Promise<void> => {
    setTried(true);
    if (topic.trim() === '' || wrongTime || busy || !online) return;
    const answer = await send([
      {
        name: 'shift.log',
        data: {
          topic: topic.trim(),
          ...(incident === '' ? {} : { incident }),
          personal: text.trim() === '' ? {} : { text: text.trim() },
        },
        meta: reading.kind === 'instant' ? { occurredAt: reading.at } : {},
      },
    ]);
    if (answer?.ok !== true) return;
    tell(`${words.say('act.recorded')} ${topic.trim()}`);
    onDone();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDownCapture={(event) => {
        if (event.key === 'Enter' && event.ctrlKey && !event.nativeEvent.isComposing) {
          event.preventDefault();
          void submit();
        }
      }}
    >
      <FormRow
        label={words.say('log.topic')}
        error={tried && topic.trim() === '' ? words.say('problem.missing') : undefined}
        hint={words.say('log.topicHint')}
      >
        {(_label, id) => <PlainInput id={id} value={topic} onChange={setTopic} max={60} autoFocus />}
      </FormRow>
      <FormRow label={words.say('log.text')} hint={words.say('log.textHint')}>
        {(_label, id) => <PlainInput id={id} value={text} onChange={setText} multiline={3} max={4000} />}
      </FormRow>
      <FormRow label={words.say('log.at')} error={tried && wrongTime ? words.say('problem.unreadable') : undefined}>
        {(_label, id) => (
          <PlainInput id={id} figures value={at} onChange={setAt} placeholder={words.say('field.now')} />
        )}
      </FormRow>
      <FormRow label={words.say('log.incident')}>
        {(_label, id) => (
          <select
            id={id}
            className={styles.select}
            value={incident}
            onChange={(event) => setIncident(event.target.value)}
          >
            <option value="">{words.say('log.none')}</option>
            {view.incidents.map((card) => (
              <option key={card.incident.id} value={card.incident.id}>
                {card.incident.number} {card.incident.title}
                {card.incident.id === selected ? ' ●' : ''}
              </option>
            ))}
          </select>
        )}
      </FormRow>
      <div className={styles.foot}>
        <Button kind="main" type="submit" isDisabled={busy || !online || person === null} keys="Ctrl ↵">
          {words.say('log.submit')}
        </Button>
        <Button onPress={onDone} keys="Esc">
          {t('act.cancel')}
        </Button>
        {online ? <FailureLine failure={failure} /> : <small>{words.say('act.offline')}</small>}
      </div>
      <ShiftLog limit={5} />
    </form>
  );
}

/** The lines of this shift's log, the latest first, with what was said for those who may read it. */
export function ShiftLog({ limit }: { readonly limit: number }) {
  const { state } = useDesk();
  const words = useWords();
  const { shift } = state;
  const { texts } = usePersonal(`shift-${shift?.id ?? ''}`, shift?.revision ?? -1);
  if (!shift) return null;
  const lines = shift.log.toReversed().slice(0, limit);
  return (
    <section className={styles.log}>
      <h3>{words.say('log.recent')}</h3>
      {lines.length === 0 && <p>{words.say('log.empty')}</p>}
      <ol>
        {lines.map((line) => (
          <li key={line.event}>
            <time className="fig">{words.instantSeconds(line.at)}</time>
            <div>
              {line.topic}
              {line.incident !== undefined && <small> · {state.incidents[line.incident]?.title}</small>}
              {line.recordedAt - line.at >= 60_000 && (
                <small className={styles.late}>
                  {words.say('centre.enteredLate', {
                    at: words.instant(line.recordedAt),
                    span: words.span(line.recordedAt - line.at),
                  })}
                </small>
              )}
              <small> · {state.people.accounts[line.actor]?.name ?? line.actor}</small>
              {texts[line.event]?.text !== undefined && <q>{texts[line.event]?.text}</q>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
