import { useCallback, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { MINUTE, type Instant } from '@duty-room/shared/kernel/instant';
import { density } from '@duty-room/shared/timeline/density';
import { wallTimeAt } from '../desk/zoned-time.ts';
import { hourMinute, hourMinuteSecond, monthDay } from '../ui/clock-text.ts';
import { useAudit, type Chosen } from './audit-context.tsx';
import { keyStep, ticks, within, type Span } from './moment.ts';
import styles from './time-line.module.css';

type Props = {
  readonly span: Span;
  readonly at: Instant;
  readonly onMove: (at: Instant) => void;
  readonly onLine: (chosen: Chosen, at: Instant) => void;
};

/** Pixels of one bar and its gap. */
const BAR = 8;
/** Pixels that the mark of a round time takes. */
const TICK = 86;

/** What the office's clock shows more than UTC at an instant. */
function offsetAt(at: Instant, timeZone: string): number {
  const { year, month, day, hour, minute, second } = wallTimeAt(at, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/**
 * The log as a line: how much was recorded when, which lines were passed, and the instant looked at, which a pointer or the keyboard
 * moves to any second.
 */
export function TimeLine({ span, at, onMove, onLine }: Props) {
  const { log, view, lines, words } = useAudit();
  const { t, timeZone, language } = words;
  const [width, setWidth] = useState(0);
  const track = useRef<HTMLDivElement>(null);
  const measure = useCallback((element: HTMLDivElement | null) => {
    track.current = element;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);

  const length = span.to - span.from;
  const left = (instant: Instant): string => `${((instant - span.from) / length) * 100}%`;
  const bars = density(
    view === 'known' ? log.recorded : log.occurred,
    span.from,
    span.to,
    Math.max(1, Math.floor(width / BAR)),
  );
  const most = Math.max(1, ...bars);
  const marks = ticks(span, Math.max(2, Math.floor(width / TICK)), offsetAt(span.from, timeZone));
  const passed = lines.filter((line) => line.passedAt >= span.from && line.passedAt <= span.to);

  const pointed = (event: PointerEvent): Instant => {
    const box = track.current?.getBoundingClientRect();
    if (!box || box.width === 0) return at;
    const share = (event.clientX - box.left) / box.width;
    return within(span, Math.round((span.from + share * length) / 1000) * 1000);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = keyStep(event.key, event.shiftKey);
    const to = step !== null ? at + step : event.key === 'Home' ? span.from : event.key === 'End' ? span.to : undefined;
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(within(span, to));
  };
  const tickText = (instant: Instant): string => {
    if (marks.step >= 86_400_000) return monthDay(instant, timeZone, language);
    const midnight = hourMinute(instant, timeZone) === '00:00' && marks.step >= 30 * MINUTE;
    if (midnight) return monthDay(instant, timeZone, language);
    return marks.step < MINUTE ? hourMinuteSecond(instant, timeZone) : hourMinute(instant, timeZone);
  };
  const full = words.full(at);

  return (
    <div className={styles.frame}>
      <div
        ref={measure}
        className={styles.track}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a native range shifts what is under the pointer by its thumb
        role="slider"
        tabIndex={0}
        aria-label={t('line.label')}
        aria-valuemin={Math.floor(span.from / 1000)}
        aria-valuemax={Math.floor(span.to / 1000)}
        aria-valuenow={Math.floor(at / 1000)}
        aria-valuetext={full}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          onMove(pointed(event));
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) onMove(pointed(event));
        }}
      >
        <div className={styles.bars} aria-hidden="true">
          {bars.map((count, index) => (
            <i key={index} style={{ height: count === 0 ? '0' : `${10 + Math.sqrt(count / most) * 90}%` }} />
          ))}
        </div>
        <div className={styles.cursor} style={{ left: left(within(span, at)) }} aria-hidden="true" />
      </div>
      <div className={styles.passed}>
        {passed.map((line) => {
          const title = own(line.incident);
          return (
            <button
              key={line.event}
              type="button"
              tabIndex={-1}
              className={styles.line}
              style={{ left: left(line.passedAt) }}
              title={`${hourMinuteSecond(line.passedAt, timeZone)} ${title}`}
              aria-label={t('line.passed', { at: hourMinuteSecond(line.passedAt, timeZone), incident: title })}
              onClick={() => onLine({ incident: line.incident, key: line.key }, line.passedAt)}
            >
              ◆
            </button>
          );
        })}
      </div>
      <div className={styles.ticks} aria-hidden="true">
        {marks.at.map((instant) => (
          <span key={instant} className="fig" style={{ left: left(instant) }}>
            {tickText(instant)}
          </span>
        ))}
      </div>
    </div>
  );

  function own(incident: string): string {
    return log.replay.whole().incidents[incident]?.title ?? incident;
  }
}
