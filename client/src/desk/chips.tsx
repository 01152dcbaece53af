import { useId, type KeyboardEvent } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import styles from './chips.module.css';

export type Chip = { readonly id: string; readonly text: string };

type Props = {
  readonly label: string;
  /** The id of a visible label; `label` is said where there is none. */
  readonly labelledBy?: string;
  readonly chips: readonly Chip[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly several?: boolean;
  /** Shows and takes the digits 1 to 9. */
  readonly digits?: boolean;
  readonly invalid?: boolean;
};

/** A few words to choose among: one stop of the Tab key, arrows inside, digits to choose at once. */
export function Chips({ label, labelledBy, chips, value, onChange, several = false, digits = true, invalid }: Props) {
  const group = useId();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!digits || event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
    const chip = /^[1-9]$/.test(event.key) ? chips[Number(event.key) - 1] : undefined;
    if (!chip) return;
    event.preventDefault();
    const on = value.includes(chip.id);
    if (several) onChange(on ? value.filter((id) => id !== chip.id) : [...value, chip.id]);
    else onChange(on ? [] : [chip.id]);
  };
  return (
    <div
      onKeyDownCapture={onKeyDown}
      className={`${styles.frame} ${invalid === true ? styles.invalid : ''}`}
      data-chips={group}
    >
      <ToggleButtonGroup
        {...(labelledBy === undefined ? { 'aria-label': label } : { 'aria-labelledby': labelledBy })}
        selectionMode={several ? 'multiple' : 'single'}
        selectedKeys={new Set(value)}
        onSelectionChange={(keys) => onChange([...keys].map(String))}
        className={styles.chips ?? ''}
      >
        {chips.map(({ id, text }, index) => (
          <ToggleButton key={id} id={id} className={styles.chip ?? ''}>
            {text}
            {digits && index < 9 && (
              <kbd aria-hidden="true" className={styles.digit}>
                {index + 1}
              </kbd>
            )}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
