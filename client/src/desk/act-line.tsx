import { useEffect, useId, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import { Button } from '../ui/button.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { useRoom } from '../live/room-context.tsx';
import { listOf, textOf, type Act, type ActField, type ActProblem, type ActValues } from './acts/act.ts';
import styles from './act-line.module.css';
import { Chips } from './chips.tsx';
import { useDesk } from './desk-context.tsx';
import { FactInput, FormRow, PlainInput } from './fact-input.tsx';
import { GradePreview } from './grade-preview.tsx';
import { readFacts } from './intake-model.ts';
import { readTime } from './time-text.ts';
import { useSend } from './use-send.ts';
import { useWords } from './use-words.ts';

type Props = {
  readonly act: Act;
  readonly onClose: () => void;
  readonly onDone?: (() => void) | undefined;
};

/** Few enough to show side by side; more are a list. */
const CHIPS_AT_MOST = 8;

/**
 * The evidence line: what is about to be recorded, prefilled. Enter commits, Escape leaves; nothing is written before.
 * While the screen hears nothing from the server it keeps what was typed and says why it cannot be sent.
 */
export function ActLine({ act, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const { state, online, tell } = useDesk();
  const { time } = useRoom();
  const { busy, failure, send } = useSend();
  const [values, setValues] = useState<ActValues>(act.initial);
  const [problems, setProblems] = useState<readonly ActProblem[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const title = useId();
  const timeZone = state.office.timeZone;

  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('input, textarea, select, [data-selected] , button');
    const start = form.current?.querySelector<HTMLElement>('[data-start]') ?? first;
    start?.focus({ preventScroll: true });
    form.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  const clock = (): { now: number; timeZone: string } => ({ now: time.now() ?? 0, timeZone });
  const set = (id: string, value: string | readonly string[]): void => {
    setValues((before) => ({ ...before, [id]: value }));
    setProblems((before) => before.filter((problem) => problem.field !== id));
  };
  const submit = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    if (busy || !online) return;
    const built = act.build(values, clock());
    if (!built.ok) {
      setProblems(built.problems);
      const wrong = built.problems[0]?.field;
      form.current
        ?.querySelector<HTMLElement>(`[data-field="${CSS.escape(wrong ?? '')}"] :is(input, textarea, select, button)`)
        ?.focus();
      return;
    }
    const answer = await send(built.calls);
    if (answer?.ok !== true) return;
    tell(`${words.say('act.recorded')}　${act.title}`);
    onDone?.();
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Enter' && (event.ctrlKey || isChoice(event.target))) {
      // Before the chip takes it: Enter commits, Space chooses.
      event.preventDefault();
      event.stopPropagation();
      void submit();
    } else if (event.key === 'Enter' && event.target instanceof HTMLTextAreaElement && !event.shiftKey) {
      event.preventDefault();
      void submit();
    }
  };

  return (
    <form
      ref={form}
      aria-labelledby={title}
      className={`${styles.line} ${act.grave === true ? styles.grave : ''}`}
      onSubmit={(event) => void submit(event)}
      onKeyDownCapture={onKeyDown}
      noValidate
    >
      <h2 id={title} className={styles.title}>
        {act.title}
        <small className={styles.keys}>{words.say('act.keysHint')}</small>
      </h2>
      {act.note !== undefined && <p className={styles.note}>{act.note}</p>}
      <div className={styles.fields}>
        {act.fields.map((field, index) => (
          <div key={field.id} data-field={field.id} className={field.kind === 'time' ? styles.short : styles.wide}>
            <OneField
              field={field}
              fields={act.fields}
              values={values}
              set={set}
              clock={clock()}
              problem={problems.find((one) => one.field === field.id)}
              isFirst={index === 0}
            />
          </div>
        ))}
      </div>
      {act.previewsGradeOf !== undefined && textOf(values, 'grade') !== '' && (
        <GradePreview plan={act.previewsGradeOf} grade={textOf(values, 'grade')} />
      )}
      <div className={styles.foot}>
        <Button kind={act.grave === true ? 'danger' : 'main'} type="submit" isDisabled={busy || !online} keys="Enter">
          {busy ? words.say('act.sending') : act.submit}
        </Button>
        <Button onPress={onClose} keys="Esc">
          {t('act.cancel')}
        </Button>
        {online ? <FailureLine failure={failure} /> : <p className={styles.note}>{words.say('act.offline')}</p>}
      </div>
    </form>
  );
}

/** Enter on a chip commits the line; Space chooses. */
const isChoice = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.closest('[data-chips]') !== null;

type FieldProps = {
  readonly field: ActField;
  readonly fields: readonly ActField[];
  readonly values: ActValues;
  readonly set: (id: string, value: string | readonly string[]) => void;
  readonly clock: { readonly now: number; readonly timeZone: string };
  readonly problem: ActProblem | undefined;
  readonly isFirst: boolean;
};

function OneField({ field, fields, values, set, clock, problem }: FieldProps) {
  const words = useWords();
  const error = problem === undefined ? undefined : words.say(`problem.${problem.why}`);
  switch (field.kind) {
    case 'text':
      return (
        <FormRow label={field.label} error={error} hint={undefined}>
          {(_label, id) => (
            <PlainInput
              id={id}
              value={rawText(values, field.id)}
              onChange={(text) => set(field.id, text)}
              max={field.max}
              invalid={error !== undefined}
              placeholder={field.hint}
              {...(field.multiline === true ? { multiline: 2 } : {})}
            />
          )}
        </FormRow>
      );
    case 'time': {
      const reading = readTime(textOf(values, field.id), { ...clock, lean: 'past' });
      return (
        <FormRow label={field.label} error={error}>
          {(_label, id) => (
            <div className={styles.time}>
              <PlainInput
                id={id}
                figures
                value={rawText(values, field.id)}
                onChange={(text) => set(field.id, text)}
                invalid={error !== undefined}
                placeholder={words.say('field.now')}
              />
              <output htmlFor={id} className={styles.read}>
                {reading.kind === 'instant' && clock.now - reading.at >= 60_000
                  ? words.say('intake.ago', { span: words.span(clock.now - reading.at) })
                  : ''}
              </output>
            </div>
          )}
        </FormRow>
      );
    }
    case 'choice':
      return (
        <FormRow label={field.label} error={error} isGroup={field.options.length <= CHIPS_AT_MOST}>
          {(labelId, id) =>
            field.options.length <= CHIPS_AT_MOST ? (
              <Chips
                label={field.label}
                labelledBy={labelId}
                chips={field.options.map((one) => ({ id: one.id, text: one.label }))}
                value={textOf(values, field.id) === '' ? [] : [textOf(values, field.id)]}
                onChange={([chosen]) => set(field.id, chosen ?? '')}
                invalid={error !== undefined}
              />
            ) : (
              <select
                id={id}
                className={styles.select}
                value={textOf(values, field.id)}
                aria-invalid={error !== undefined || undefined}
                onChange={(event) => set(field.id, event.target.value)}
              >
                <option value="">—</option>
                {field.options.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.label}
                  </option>
                ))}
              </select>
            )
          }
        </FormRow>
      );
    case 'many':
      return (
        <FormRow label={field.label} error={error} isGroup>
          {(labelId) => (
            <Chips
              label={field.label}
              labelledBy={labelId}
              several
              chips={field.options.map((one) => ({ id: one.id, text: one.label }))}
              value={listOf(values, field.id)}
              onChange={(chosen) => set(field.id, chosen)}
              invalid={error !== undefined}
            />
          )}
        </FormRow>
      );
    case 'fact': {
      const facts = fields.flatMap((one) => (one.kind === 'fact' ? [one] : []));
      const typed = Object.fromEntries(facts.map((one) => [one.field.id, textOf(values, one.id)]));
      const readings = readFacts(
        facts.map((one) => one.field),
        typed,
        clock,
      );
      return (
        <FactInput
          field={field.field}
          value={rawText(values, field.id)}
          onChange={(text) => set(field.id, text)}
          reading={readings[field.field.id]}
          now={clock.now}
          timeZone={clock.timeZone}
          showErrors={problem !== undefined}
        />
      );
    }
    default:
      return field satisfies never;
  }
}

function rawText(values: ActValues, id: string): string {
  const value = values[id];
  return typeof value === 'string' ? value : '';
}
