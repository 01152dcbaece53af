/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role -- a list that the field above moves through: the combobox pattern has no element of its own */
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import type { ActContext } from './acts/context.ts';
import { useDesk } from './desk-context.tsx';
import type { DeskAction } from './key-map.ts';
import { menuActs } from './menu-acts.ts';
import styles from './palette.module.css';
import { pagesFor, useGo } from './pages.tsx';
import { useWords } from './use-words.ts';

type Entry = {
  readonly id: string;
  readonly kind: 'act' | 'go' | 'incident' | 'screen';
  readonly text: string;
  readonly keys?: string;
  readonly run: () => void;
  readonly isDisabled?: boolean;
};

type Props = {
  readonly onClose: () => void;
  readonly context: (() => ActContext) | null;
  readonly run: (action: DeskAction) => boolean;
};

const SHOWN = 40;

/** Every command by its words: acts on the thing in hand, other incidents, other pages. */
export function Palette({ onClose, context, run }: Props) {
  const { view, may, open, select, online, person, room } = useDesk();
  const words = useWords();
  const go = useGo();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const entries = useMemo((): readonly Entry[] => {
    const screen: readonly (readonly [DeskAction, string])[] = [
      ['intake', 'F2'],
      ['log', 'F3'],
      ['urgent', 'F4'],
      ['help', '?'],
    ];
    return [
      ...screen.map(([action, keys]): Entry => ({
        id: action,
        kind: 'screen',
        text: words.say(`keys.${action}`),
        keys,
        run: () => void run(action),
      })),
      ...(context ? menuActs(context) : [])
        .filter((one) => may(one.command))
        .map((one): Entry => ({
          id: one.id,
          kind: 'act',
          text: one.text,
          isDisabled: !online,
          run: () => open(one.make()),
        })),
      ...pagesFor(person?.roles ?? [], room).map((page): Entry => ({
        id: `page-${page}`,
        kind: 'go',
        text: words.say(page === '' ? 'nav.desk' : `nav.${page}`),
        run: () => go(page),
      })),
      ...view.incidents.map((card): Entry => ({
        id: card.incident.id,
        kind: 'incident',
        text: `${card.incident.number} ${card.incident.title}`,
        run: () => select(card.incident.id),
      })),
    ];
    // oxlint-disable-next-line react/exhaustive-deps -- the list is made when the palette opens; acts are made anew when chosen
  }, []);
  const wanted = text.trim().toLowerCase().split(/\s+/);
  const found = entries
    .filter((entry) => wanted.every((part) => entry.text.toLowerCase().includes(part)))
    .slice(0, SHOWN);
  const current = Math.min(at, found.length - 1);
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const choose = (entry: Entry | undefined): void => {
    if (!entry || entry.isDisabled === true) return;
    onClose();
    // The dialog gives its focus back first; what was chosen then takes it.
    window.setTimeout(entry.run, 0);
  };
  return (
    <Dialog isOpen onClose={onClose} dismissable title={words.say('palette.title')}>
      <input
        autoFocus
        className={styles.find}
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}l`}
        aria-activedescendant={found[current] ? `${id}-${current}` : undefined}
        aria-label={words.say('palette.find')}
        placeholder={words.say('palette.find')}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, current + 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(0, current - 1));
          else if (event.key === 'Enter') choose(found[current]);
          else return;
          event.preventDefault();
        }}
      />
      {found.length === 0 && <p className={styles.none}>{words.say('palette.none')}</p>}
      <ul ref={list} id={`${id}l`} role="listbox" aria-label={words.say('palette.title')} className={styles.list}>
        {found.map((entry, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field above has the keys
          <li
            key={entry.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            aria-disabled={entry.isDisabled === true || undefined}
            className={styles.entry}
            onClick={() => choose(entry)}
          >
            <small>{words.say(`palette.${entry.kind}`)}</small>
            <span>{entry.text}</span>
            {entry.keys !== undefined && <kbd aria-hidden="true">{entry.keys}</kbd>}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
