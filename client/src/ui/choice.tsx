import {
  Button,
  ComboBox as AriaComboBox,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  type Key,
} from 'react-aria-components';
import { useTranslation } from '../i18n/translation.ts';
import field from './field.module.css';
import styles from './choice.module.css';

export type Option = {
  readonly id: string;
  readonly text: string;
  readonly hint?: string | undefined;
  readonly isDisabled?: boolean;
};

type Props = {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
  readonly beside?: boolean;
  readonly placeholder?: string;
  readonly className?: string | undefined;
};

const idOf = (key: Key | null): string | null => (key === null ? null : String(key));

function Items({ options }: { readonly options: readonly Option[] }) {
  const { t } = useTranslation();
  return (
    <ListBox
      className={styles.list ?? ''}
      renderEmptyState={() => <div className={styles.empty}>{t('field.nothingFound')}</div>}
    >
      {options.map((option) => (
        <ListBoxItem
          key={option.id}
          id={option.id}
          textValue={option.text}
          isDisabled={option.isDisabled ?? false}
          className={styles.item ?? ''}
        >
          {option.text}
          {option.hint !== undefined && <small className={styles.hint}>{option.hint}</small>}
        </ListBoxItem>
      ))}
    </ListBox>
  );
}

/** One of a few. */
export function Select(props: Props) {
  const { label, options, value, onChange, beside = false, placeholder, className = '', ...rest } = props;
  const { t } = useTranslation();
  return (
    <AriaSelect
      {...rest}
      value={value}
      onChange={(key) => onChange(idOf(key))}
      placeholder={placeholder ?? t('field.choose')}
      className={`${field.field} ${beside ? field.beside : ''} ${className}`}
    >
      <Label className={field.label ?? ''}>{label}</Label>
      <Button className={`${field.input} ${styles.opener}`}>
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Button>
      <Popover className={styles.popover ?? ''}>
        <Items options={options} />
      </Popover>
    </AriaSelect>
  );
}

/** One of many, found by typing. */
export function ComboBox(props: Props) {
  const { label, options, value, onChange, beside = false, placeholder, className = '', ...rest } = props;
  const { t } = useTranslation();
  return (
    <AriaComboBox
      {...rest}
      value={value}
      onChange={(key) => onChange(idOf(key))}
      menuTrigger="focus"
      allowsEmptyCollection
      className={`${field.field} ${beside ? field.beside : ''} ${className}`}
    >
      <Label className={field.label ?? ''}>{label}</Label>
      <div className={styles.combo}>
        <Input className={field.input ?? ''} placeholder={placeholder ?? t('field.choose')} />
        <Button className={styles.arrow ?? ''} aria-label={t('field.choose')}>
          ▾
        </Button>
      </div>
      <Popover className={styles.popover ?? ''}>
        <Items options={options} />
      </Popover>
    </AriaComboBox>
  );
}
