import { useState } from 'react';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { readTime } from '../desk/time-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { useAudit } from './audit-context.tsx';
import styles from './audit.module.css';
import type { Span } from './moment.ts';

/** The instant that a text means: of the two readings of a bare time of day the one inside the span, else the nearer one. */
export function instantIn(text: string, at: Instant, span: Span, timeZone: string): Instant | null {
  const read = readTime(text, { now: at, timeZone, lean: 'past' });
  if (read.kind !== 'instant') return null;
  const { other } = read;
  if (other === undefined) return read.at;
  const inside = (one: Instant): boolean => one >= span.from && one <= span.to;
  if (inside(read.at) !== inside(other)) return inside(read.at) ? read.at : other;
  return Math.abs(other - at) < Math.abs(read.at - at) ? other : read.at;
}

type Props = {
  readonly at: Instant;
  readonly span: Span;
  readonly onGo: (at: Instant) => void;
  readonly onClose: () => void;
};

/** Typing an instant instead of dragging to it. */
export function GoTo({ at, span, onGo, onClose }: Props) {
  const { words } = useAudit();
  const { t, timeZone } = words;
  const [text, setText] = useState('');
  const found = text.trim() === '' ? undefined : instantIn(text, at, span, timeZone);
  const go = (): void => {
    if (typeof found === 'number') onGo(found);
  };
  return (
    <Dialog
      isOpen
      dismissable
      onClose={onClose}
      title={t('goTo.title')}
      actions={
        <>
          <Button kind="main" isDisabled={typeof found !== 'number'} onPress={go} keys="Enter">
            {t('goTo.go')}
          </Button>
          <Button onPress={onClose}>{t('common:act.cancel')}</Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <TextField
          label={t('goTo.instant')}
          value={text}
          onChange={setText}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to type this
          autoFocus
          hint={t('goTo.hint')}
          error={found === null ? t('goTo.unreadable') : undefined}
        />
        <p className={`fig ${styles.resolved}`} aria-live="polite">
          {typeof found === 'number' ? `→ ${words.full(found)}` : ''}
        </p>
      </form>
    </Dialog>
  );
}
