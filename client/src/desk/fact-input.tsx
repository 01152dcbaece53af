import { useId, type ReactNode } from 'react';
import { Chips } from './chips.tsx';
import styles from './desk-form.module.css';
import type { IntakeField } from './intake-fields.ts';
import { asWord, wordOf, type FieldReading } from './intake-model.ts';
import { useWords } from './use-words.ts';
import { clockText } from './acts/context.ts';

type RowProps = {
  readonly label: string;
  readonly children: (labelId: string, inputId: string) => ReactNode;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly isGroup?: boolean;
};

/** A line of a form: its name at the left, what belongs to it at the right, what is wrong below. */
export function FormRow({ label, children, error, hint, isGroup = false }: RowProps) {
  const id = useId();
  return (
    <div className={styles.row}>
      {isGroup ? (
        <span id={`${id}l`} className={styles.label}>
          {label}
        </span>
      ) : (
        <label id={`${id}l`} htmlFor={`${id}i`} className={styles.label}>
          {label}
        </label>
      )}
      <div className={styles.cell}>
        {children(`${id}l`, `${id}i`)}
        {hint !== undefined && <small className={styles.hint}>{hint}</small>}
        {error !== undefined && (
          <small className={styles.error} role="alert">
            {error}
          </small>
        )}
      </div>
    </div>
  );
}

type InputProps = {
  readonly id: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly placeholder?: string | undefined;
  readonly invalid?: boolean;
  readonly multiline?: number;
  readonly max?: number | undefined;
  readonly figures?: boolean;
  readonly labelledBy?: string;
  readonly name?: string;
  readonly autoFocus?: boolean;
};

/** A plain field; keys of the desk know it by its element. */
export function PlainInput({
  id,
  value,
  onChange,
  placeholder,
  invalid = false,
  multiline,
  max,
  figures = false,
  labelledBy,
  name,
  autoFocus = false,
}: InputProps) {
  const common = {
    id,
    value,
    placeholder,
    'aria-invalid': invalid || undefined,
    'aria-labelledby': labelledBy,
    autoComplete: 'off',
    spellCheck: false,
    maxLength: max,
    name,
    className: `${styles.input} ${figures ? 'fig' : ''}`,
  };
  return multiline === undefined ? (
    <input {...common} autoFocus={autoFocus} onChange={(event) => onChange(event.target.value)} />
  ) : (
    <textarea {...common} autoFocus={autoFocus} rows={multiline} onChange={(event) => onChange(event.target.value)} />
  );
}

type Props = {
  readonly field: IntakeField;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly reading: FieldReading | undefined;
  readonly now: number;
  readonly timeZone: string;
  readonly showErrors: boolean;
  readonly referenceName?: string | undefined;
};

/** One fact of a plan as a line of the form: a time in words, a count, a choice by digit. */
export function FactInput({ field, value, onChange, reading, now, timeZone, showErrors, referenceName }: Props) {
  const words = useWords();
  const label = field.label ? words.label(field.label) : words.time(field.id);
  const wrong = reading?.state === 'wrong' ? reading.why : undefined;
  const error = wrong !== undefined && showErrors ? words.say(`problem.${wrong}`) : undefined;
  const hint = field.hint ? words.label(field.hint) : undefined;
  const { input } = field;
  switch (input.kind) {
    case 'flag':
      return (
        <FormRow label={label} error={error} hint={hint} isGroup>
          {(labelId) => (
            <Chips
              label={label}
              labelledBy={labelId}
              value={wordOf(value) === undefined ? [] : [wordOf(value) ?? '']}
              onChange={([chosen]) => onChange(chosen === undefined ? '' : asWord(chosen))}
              chips={[
                { id: 'no', text: words.say('intake.no') },
                { id: 'yes', text: words.say('intake.yes') },
              ]}
            />
          )}
        </FormRow>
      );
    case 'choice':
      return (
        <FormRow label={label} error={error} hint={hint} isGroup>
          {(labelId) => (
            <Chips
              label={label}
              labelledBy={labelId}
              value={wordOf(value) === undefined ? [] : [wordOf(value) ?? '']}
              onChange={([chosen]) => onChange(chosen === undefined ? '' : asWord(chosen))}
              chips={input.of.map((one) => ({ id: one.id, text: words.label(one.label) }))}
            />
          )}
        </FormRow>
      );
    case 'instant': {
      const word = wordOf(value);
      const time = reading?.state === 'known' ? reading.time : undefined;
      return (
        <FormRow label={label} error={error} hint={hint}>
          {(labelId, inputId) => (
            <div className={styles.column}>
              <div className={styles.pair}>
                <PlainInput
                  id={inputId}
                  figures
                  name={`fact:${field.id}`}
                  value={word === undefined ? value : ''}
                  onChange={onChange}
                  invalid={error !== undefined}
                  placeholder={
                    word === undefined
                      ? undefined
                      : words.label(input.or.find((one) => one.id === word)?.label ?? { zh: word, en: word })
                  }
                />
                <output className={styles.resolved} htmlFor={inputId}>
                  {time &&
                    (time.basis === 'reference'
                      ? words.say('intake.fromReference', {
                          at: words.instant(time.at),
                          fact: referenceName ?? '',
                          span: words.span(time.length ?? 0),
                        })
                      : `${words.say('intake.resolved', { at: words.instant(time.at) })}　${
                          time.at <= now
                            ? words.say('intake.ago', { span: words.span(now - time.at) })
                            : words.say('intake.ahead', { span: words.span(time.at - now) })
                        }`)}
                  {time?.other !== undefined && input.lean === 'future' && (
                    <button
                      type="button"
                      className={styles.quiet}
                      onClick={() =>
                        onChange(`${dateText(time.other ?? 0, timeZone)} ${clockText(time.other ?? 0, timeZone)}`)
                      }
                    >
                      {words.say('intake.otherDay', { at: words.instant(time.other) })}
                    </button>
                  )}
                </output>
              </div>
              {input.or.length > 0 && (
                <Chips
                  label={label}
                  labelledBy={labelId}
                  value={word === undefined ? [] : [word]}
                  onChange={([chosen]) => onChange(chosen === undefined ? '' : asWord(chosen))}
                  chips={input.or.map((one) => ({ id: one.id, text: words.label(one.label) }))}
                />
              )}
            </div>
          )}
        </FormRow>
      );
    }
    case 'count':
    case 'text':
      return (
        <FormRow label={label} error={error} hint={hint}>
          {(_labelId, inputId) => (
            <PlainInput
              id={inputId}
              name={`fact:${field.id}`}
              figures={input.kind === 'count'}
              value={value}
              onChange={onChange}
              invalid={error !== undefined}
              max={input.kind === 'text' ? input.maxLength : undefined}
              placeholder={input.kind === 'count' && input.unit ? words.label(input.unit) : undefined}
            />
          )}
        </FormRow>
      );
    default:
      return input satisfies never;
  }
}

function dateText(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}
