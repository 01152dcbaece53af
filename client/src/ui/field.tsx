import type { ReactNode } from 'react';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps,
} from 'react-aria-components';
import styles from './field.module.css';

type Props = Omit<TextFieldProps, 'className' | 'style' | 'children'> & {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  /** More than one line. */
  readonly rows?: number;
  /** Label at the left of the field, as on a paper form. */
  readonly beside?: boolean;
  readonly className?: string | undefined;
};

/** A field with its label, a hint and what is wrong with it. */
export function TextField(props: Props) {
  const { label, hint, error, placeholder, rows, beside = false, className = '', ...rest } = props;
  return (
    <AriaTextField
      {...rest}
      isInvalid={rest.isInvalid ?? error !== undefined}
      className={`${styles.field} ${beside ? styles.beside : ''} ${className}`}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      {rows === undefined ? (
        <Input className={styles.input ?? ''} {...(placeholder !== undefined && { placeholder })} />
      ) : (
        <TextArea className={styles.input ?? ''} rows={rows} {...(placeholder !== undefined && { placeholder })} />
      )}
      {hint !== undefined && (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </AriaTextField>
  );
}
