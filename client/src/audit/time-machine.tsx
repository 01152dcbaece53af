import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { HOUR, MINUTE, type Instant } from '@duty-room/shared/kernel/instant';
import type { View } from '@duty-room/shared/obligation/obligation';
import { isKnown } from '@duty-room/shared/kernel/known-event';
import { SHIFT_EVENTS } from '@duty-room/shared/shift/events';
import { everNotKnown } from '@duty-room/shared/timeline/not-known';
import { roomAt } from '@duty-room/shared/timeline/room-at';
import { incidentStretch, linesPassed, shiftHappenedAt, shiftsOf } from '@duty-room/shared/timeline/stretches';
import { addWords } from '../i18n/i18n.ts';
import { Button } from '../ui/button.tsx';
import { dateLine, hourMinuteSecond } from '../ui/clock-text.ts';
import { AuditProvider, type Audit, type Chosen } from './audit-context.tsx';
import styles from './audit.module.css';
import { Controls } from './controls.tsx';
import { DutiesTable } from './duties-table.tsx';
import { Evidence } from './evidence.tsx';
import { GoTo } from './go-to.tsx';
import { AuditHead } from './head.tsx';
import type { LogState } from './log-store.ts';
import { neighbour, RATES, spanOf, within, type Rate, type Span } from './moment.ts';
import { NotKnownNow } from './not-known.tsx';
import { Records } from './records.tsx';
import { useAddress, addressed } from './address.ts';
import { TimeLine } from './time-line.tsx';
import { useKeys } from './use-keys.ts';
import { usePlayer } from './use-player.ts';
import { useAuditWords } from './use-audit-words.ts';

const WallPreview = lazy(async () => {
  const [preview] = await Promise.all([import('./wall-preview.tsx'), addWords('wall')]);
  return preview;
});

const DAY = 24 * HOUR;
/** A shift's or incident's stretch is shown with this much beside it. */
const MARGIN = 5 * MINUTE;

type Props = { readonly state: LogState; readonly offline: boolean; readonly read: () => void };

/** The room at one instant, and the means to go to another. */
export function TimeMachine({ state, offline, read }: Props) {
  const { log, asOf: end } = state;
  const today = log.replay.whole();
  const timeZone = today.office.timeZone || 'UTC';
  const start = Math.min(log.occurred[0] ?? end, log.recorded[0] ?? end);
  const { notKnown, lines, shifts, shiftEvents } = useMemo(
    () => ({
      notKnown: everNotKnown(log.replay.events, log.replay.whole()),
      lines: linesPassed(log.replay.events),
      shifts: shiftsOf(log.replay.events),
      shiftEvents: log.replay.events.filter((event) => isKnown(event, SHIFT_EVENTS)),
    }),
    [log],
  );

  const [asked] = useState(addressed);
  const [at, setAt] = useState<Instant>(() => Math.min(end, Math.max(start, asked.at ?? end)));
  const [view, setView] = useState<View>(asked.view ?? 'known');
  const [spanId, setSpanId] = useState(() => (end - start > DAY + 2 * HOUR ? 'day' : 'all'));
  /** Middle of the hour, where an hour is shown. */
  const [middle, setMiddle] = useState(at);
  const [incident, setIncident] = useState<string | null>(asked.incident ?? null);
  const [chosen, setChosen] = useState<Chosen | null>(
    asked.duty !== undefined && asked.incident !== undefined ? { incident: asked.incident, key: asked.duty } : null,
  );
  const [rate, setRate] = useState<Rate>(60);
  const [playing, setPlaying] = useState(false);
  const [typing, setTyping] = useState(false);
  const [wall, setWall] = useState(false);
  const aside = useRef<HTMLElement>(null);

  const span = useMemo((): Span => {
    if (spanId === 'day') return spanOf(end - DAY, end);
    if (spanId === 'hour') return spanOf(middle - HOUR / 2, middle + HOUR / 2);
    const kind = spanId.slice(0, spanId.indexOf(':'));
    const id = spanId.slice(kind.length + 1);
    const one = today.incidents[id];
    const stretch = kind === 'shift' ? shifts.find((shift) => shift.id === id) : one ? incidentStretch(one) : undefined;
    if (stretch) return spanOf(stretch.from - MARGIN, Math.min(end, (stretch.to ?? end) + MARGIN));
    return spanOf(start, end);
  }, [spanId, middle, start, end, shifts, today]);

  /** Goes to an instant; one outside of the span brings its own hour with it. */
  const move = (to: Instant): void => {
    const next = Math.min(end, Math.max(start, to));
    setAt(next);
    if (next >= span.from && next <= span.to) return;
    setMiddle(next);
    setSpanId('hour');
  };
  const chooseSpan = (id: string): void => {
    setSpanId(id);
    setMiddle(at);
    if (id.startsWith('incident:')) setIncident(id.slice('incident:'.length));
  };
  // The instant stays on the line that is shown.
  useEffect(() => setAt((now) => within(span, now)), [span]);

  const moments = view === 'known' ? log.recorded : log.occurred;
  const linesAt = useMemo(() => lines.map((line) => line.passedAt), [lines]);
  const step = (sorted: readonly Instant[], direction: -1 | 1): void => {
    const to = neighbour(sorted, at, direction);
    setPlaying(false);
    if (to !== null) move(to);
  };
  usePlayer(playing, rate, (by) => {
    const to = at + by;
    if (to >= span.to) setPlaying(false);
    setAt(within(span, to));
  });
  const drag = (to: Instant): void => {
    setPlaying(false);
    setAt(to);
  };
  const choose = (next: Chosen): void => {
    setChosen(next);
    // On a narrow screen the evidence stands below.
    if (window.matchMedia('(max-width: 899px)').matches)
      requestAnimationFrame(() => aside.current?.scrollIntoView({ block: 'start' }));
  };
  useKeys({
    step: (by) => drag(within(span, at + by)),
    event: (direction) => step(moments, direction),
    line: (direction) => step(linesAt, direction),
    play: () => setPlaying((now) => !now),
    goTo: () => setTyping(true),
    view: () => setView((now) => (now === 'known' ? 'happened' : 'known')),
    wall: () => setWall((now) => !now),
    slower: () => setRate((now) => RATES[Math.max(0, RATES.indexOf(now) - 1)] ?? now),
    faster: () => setRate((now) => RATES[Math.min(RATES.length - 1, RATES.indexOf(now) + 1)] ?? now),
  });
  useAddress({ at, view, incident, duty: chosen }, playing);

  const shown = useDeferredValue(at);
  const room = useMemo(() => {
    const then =
      view === 'known' ? log.replay.knownAt(shown) : { ...today, shift: shiftHappenedAt(shiftEvents, shown) };
    return { state: then, ...roomAt(then, shown, view, incident) };
  }, [log, today, shown, view, incident, shiftEvents]);
  const words = useAuditWords(shown, timeZone);
  const { t } = words;
  const audit: Audit = { log, today, end, lines, notKnown, at: shown, view, words };

  const hard = room.running.filter((row) => row.obligation.dueAt !== null || row.tone !== 'soft');
  const soft = room.running.filter((row) => !hard.includes(row));
  // The first clock of the instant opens by itself; afterwards the person's choice stays.
  const first = hard[0]?.obligation ?? soft[0]?.obligation ?? room.over[0]?.obligation;
  const inHand = chosen ?? (first ? { incident: first.incident, key: first.key } : null);
  const instant = hourMinuteSecond(shown, timeZone);
  const names = (people: readonly { readonly name: string }[]): string =>
    people.map((one) => one.name).join(words.say('list.comma'));
  const { officers, leaders, counts } = room.board;

  return (
    <AuditProvider value={audit}>
      <div className={styles.face}>
        <AuditHead state={state} date={dateLine(at, timeZone, words.language)} onPrint={() => window.print()} />
        {(offline || state.phase === 'failed' || state.phase === 'unreadable') && (
          <p className={styles.band} role="alert">
            <b>{t(state.phase === 'unreadable' ? 'load.unreadable' : offline ? 'load.offline' : 'load.partial')}</b>{' '}
            {t('load.upTo', { at: words.full(state.upTo ?? end) })}{' '}
            {state.phase !== 'unreadable' && (
              <Button kind="quiet" onPress={read}>
                {t('common:act.retry')}
              </Button>
            )}
          </p>
        )}
        <section className={styles.time} aria-label={t('line.section')}>
          <Controls
            at={at}
            span={span}
            spanId={spanId}
            onSpan={chooseSpan}
            shifts={shifts}
            incident={incident}
            onIncident={(id) => {
              setIncident(id);
              setChosen(null);
            }}
            onView={setView}
            playing={playing}
            onPlay={setPlaying}
            rate={rate}
            onRate={setRate}
            onEvent={(direction) => step(moments, direction)}
            onLine={(direction) => step(linesAt, direction)}
            onGoTo={() => setTyping(true)}
            onNow={() => {
              setPlaying(false);
              move(end);
            }}
            wall={wall}
            onWall={setWall}
          />
          <TimeLine
            span={span}
            at={at}
            onMove={drag}
            onLine={(next, instantOfLine) => {
              drag(instantOfLine);
              setChosen(next);
            }}
          />
        </section>
        <main className={styles.main}>
          {wall && (
            <section className={styles.wallSection} aria-label={t('wall.label')}>
              <h2>{t('wall.title', { at: instant })}</h2>
              <Suspense fallback={<p className={styles.hint}>{t('common:page.loading')}</p>}>
                <WallPreview state={log.wall.knownAt(shown)} at={shown} />
              </Suspense>
              <p className={styles.hint}>{t('wall.note')}</p>
            </section>
          )}
          <p className={styles.onDuty}>
            <span>
              {t('duty.officers')}{' '}
              <b className={room.board.nobodyOnDuty ? styles.over : undefined}>
                {officers.length > 0 ? names(officers) : t('duty.nobody')}
              </b>
            </span>
            <span>
              {t('duty.leaders')} <b>{leaders.length > 0 ? names(leaders) : t('duty.noLeader')}</b>
            </span>
            <span className={styles.counts}>
              {t('duty.counts', { overdue: counts.overdue, atRisk: counts.atRisk, open: counts.open + counts.soft })}
            </span>
          </p>
          <NotKnownNow incident={incident} />
          <h2>
            {t(view === 'known' ? 'table.titleKnown' : 'table.titleHappened', { at: instant })}
            {incident !== null && ` · ${today.incidents[incident]?.title ?? ''}`}
          </h2>
          {hard.length > 0 ? (
            <DutiesTable rows={hard} label={t('table.label')} chosen={inHand} onChoose={choose} />
          ) : (
            <p className={styles.hint}>{t(room.board.incidents.length > 0 ? 'table.noneHard' : 'table.none')}</p>
          )}
          {soft.length > 0 && (
            <details className={styles.more} open={hard.length === 0}>
              <summary>{t('table.soft', { count: soft.length })}</summary>
              <DutiesTable rows={soft} label={t('table.softLabel')} chosen={inHand} onChoose={choose} />
            </details>
          )}
          {room.over.length > 0 && (
            <details className={styles.more} open={room.running.length === 0}>
              <summary>{t(incident === null ? 'table.over' : 'table.overAll', { count: room.over.length })}</summary>
              <DutiesTable rows={room.over} label={t('table.overLabel')} chosen={inHand} onChoose={choose} />
            </details>
          )}
          <h2>{t('records.title', { at: instant })}</h2>
          <Records onMove={move} />
        </main>
        <aside ref={aside} className={styles.aside} aria-label={t('evidence.label')}>
          <Evidence chosen={inHand} onChoose={choose} onMove={move} />
        </aside>
      </div>
      {typing && (
        <GoTo
          at={at}
          span={span}
          onClose={() => setTyping(false)}
          onGo={(to) => {
            setTyping(false);
            setPlaying(false);
            move(to);
          }}
        />
      )}
    </AuditProvider>
  );
}
