import { useMemo } from 'react';
import type { Instant } from '@duty-room/shared/kernel/instant';
import type { View } from '@duty-room/shared/obligation/obligation';
import type { Stretch } from '@duty-room/shared/timeline/stretches';
import { Button } from '../ui/button.tsx';
import { ComboBox, Select, type Option } from '../ui/choice.tsx';
import { hourMinuteSecond } from '../ui/clock-text.ts';
import { useAudit } from './audit-context.tsx';
import styles from './audit.module.css';
import { RATES, type Rate, type Span } from './moment.ts';

type Props = {
  readonly at: Instant;
  readonly span: Span;
  readonly spanId: string;
  readonly onSpan: (id: string) => void;
  readonly shifts: readonly Stretch[];
  readonly incident: string | null;
  readonly onIncident: (id: string | null) => void;
  readonly onView: (view: View) => void;
  readonly playing: boolean;
  readonly onPlay: (playing: boolean) => void;
  readonly rate: Rate;
  readonly onRate: (rate: Rate) => void;
  readonly onEvent: (direction: -1 | 1) => void;
  readonly onLine: (direction: -1 | 1) => void;
  readonly onGoTo: () => void;
  readonly onNow: () => void;
  readonly wall: boolean;
  readonly onWall: (shown: boolean) => void;
};

const ALL = 'all';

/** The instant in large figures, and everything that moves it. */
export function Controls(props: Props) {
  const { at, spanId, onSpan, shifts, incident, onIncident, playing, rate } = props;
  const { view, today, words } = useAudit();
  const { t, timeZone } = words;
  const incidents = useMemo(
    (): readonly Option[] =>
      Object.values(today.incidents)
        .toSorted((a, b) => b.receivedAt - a.receivedAt)
        .map((one) => ({
          id: one.id,
          text: `${one.number} ${one.title}`,
          hint: `${words.instant(one.receivedAt)} · ${t(`common:incidentStatus.${one.status}`)}`,
        })),
    [today, words, t],
  );
  const spans: readonly Option[] = [
    { id: 'all', text: t('span.all') },
    { id: 'day', text: t('span.day') },
    { id: 'hour', text: t('span.hour') },
    ...shifts.toReversed().map((shift) => ({
      id: `shift:${shift.id}`,
      text: t('span.shift', {
        from: words.instant(shift.from),
        to: shift.to === null ? t('span.now') : words.instant(shift.to),
      }),
    })),
    ...incidents.map((one) => ({ ...one, id: `incident:${one.id}` })),
  ];
  const fraction = at % 1000;
  return (
    <div className={styles.controls}>
      <time className={`fig ${styles.clock}`} dateTime={new Date(at).toISOString()}>
        {hourMinuteSecond(at, timeZone)}
        {fraction !== 0 && <small>.{String(Math.floor(fraction)).padStart(3, '0')}</small>}
      </time>
      <fieldset className={styles.views}>
        <legend className="sr">{t('view.label')}</legend>
        {(['happened', 'known'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={view === one} onClick={() => props.onView(one)}>
            {t(`view.${one}`)}
          </button>
        ))}
      </fieldset>
      <div className={`${styles.group} no-print`}>
        <Button onPress={() => props.onEvent(-1)} aria-keyshortcuts=",">
          <span aria-hidden="true">◀</span> {t('control.previous')}
        </Button>
        <Button
          onPress={() => props.onPlay(!playing)}
          aria-pressed={playing}
          aria-keyshortcuts="Space"
          className={styles.play}
        >
          {playing ? t('control.pause') : t('control.play')}
        </Button>
        <Select
          label={t('control.rate')}
          className={styles.rate}
          options={RATES.map((one) => ({ id: String(one), text: `${one}×` }))}
          value={String(rate)}
          onChange={(id) => props.onRate(RATES.find((one) => String(one) === id) ?? rate)}
        />
        <Button onPress={() => props.onEvent(1)} aria-keyshortcuts=".">
          {t('control.next')} <span aria-hidden="true">▶</span>
        </Button>
      </div>
      <div className={`${styles.group} no-print`}>
        <Button onPress={() => props.onLine(-1)} aria-label={t('control.previousLine')} aria-keyshortcuts="[">
          <span aria-hidden="true">◀ ◆</span>
        </Button>
        <Button onPress={() => props.onLine(1)} aria-label={t('control.nextLine')} aria-keyshortcuts="]">
          <span aria-hidden="true">◆ ▶</span>
        </Button>
        <Button onPress={props.onGoTo} keys="G" aria-keyshortcuts="G">
          {t('control.goTo')}
        </Button>
        <Button onPress={props.onNow}>{t('control.now')}</Button>
        <Button onPress={() => props.onWall(!props.wall)} aria-pressed={props.wall} keys="W" aria-keyshortcuts="W">
          {t('control.wall')}
        </Button>
      </div>
      <div className={`${styles.choices} no-print`}>
        <ComboBox
          label={t('span.label')}
          options={spans}
          value={spanId}
          onChange={(id) => {
            if (id !== null) onSpan(id);
          }}
        />
        <Select
          label={t('incident.label')}
          options={[{ id: ALL, text: t('incident.all') }, ...incidents]}
          value={incident ?? ALL}
          onChange={(id) => onIncident(id === ALL ? null : id)}
        />
      </div>
    </div>
  );
}
