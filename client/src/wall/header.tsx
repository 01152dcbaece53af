import { useTranslation } from '../i18n/translation.ts';
import type { BoardState } from '@duty-room/shared/board/state';
import type { BoardView } from '@duty-room/shared/board/view';
import { useTickingText } from '../live/hooks.ts';
import { labelText } from '../i18n/i18n.ts';
import { dateLine, dayKey, hourMinuteSecond } from '../ui/clock-text.ts';
import { spanWords } from '../ui/countdown-text.ts';
import { useUnits } from '../ui/countdown.tsx';
import type { Reading } from '../ui/fact-text.ts';
import { fitText } from './scale.ts';
import styles from './wall.module.css';

const NAME_SIZES = [
  { size: 34, lines: 1 },
  { size: 27, lines: 2 },
  { size: 23, lines: 2 },
];

/** The season that runs, and the plans in force: what this room goes by tonight. */
export function useGround(state: BoardState, reading: Reading): readonly string[] {
  const { t } = useTranslation('wall');
  const today = dayKey(reading.now, reading.timeZone);
  const text = (label: { zh: string; en: string }): string => labelText(label, reading.language);
  const adopted = Object.values(state.currentPlans).flatMap((id) => state.plans[id] ?? []);
  const seasons = adopted.flatMap(({ plan, seasons: dates }) => {
    const armed = plan.armed;
    const season = armed && dates[armed.during];
    if (!armed || !season) return [];
    if (today < season.from || today > season.to) return [t('seasonOff', { season: text(armed.label) })];
    const day = Math.round((Date.parse(today) - Date.parse(season.from)) / 86_400_000) + 1;
    return [t('season', { season: text(armed.label), day })];
  });
  return [
    ...new Set(seasons),
    ...adopted.map(({ plan }) => t('plan', { title: text(plan.title), edition: plan.edition })),
  ];
}

type Props = {
  readonly view: BoardView;
  readonly state: BoardState;
  readonly reading: Reading;
  readonly stoppedAt: number | null;
  /** The quiet night has its own, larger clock. */
  readonly withClock: boolean;
};

export function Header({ view, state, reading, stoppedAt, withClock }: Props) {
  const { t } = useTranslation('wall');
  const ground = useGround(state, reading);
  const { timeZone, language } = reading;
  const clock = useTickingText<HTMLTimeElement>((now) => hourMinuteSecond(now, timeZone));
  const date = useTickingText<HTMLElement>((now) => dateLine(now, timeZone, language));
  const join = language === 'zh' ? '、' : ', ';
  return (
    <header className={styles.header}>
      <div className={styles.office}>
        <h1 style={{ fontSize: `${fitText(state.office.name, withClock ? 640 : 900, NAME_SIZES).size / 100}rem` }}>
          {state.office.name}
        </h1>
        <p>{ground.join(' · ')}</p>
      </div>
      {withClock ? (
        <div className={styles.clock}>
          <time ref={clock} className="fig" />
          <small ref={date} />
        </div>
      ) : (
        <div />
      )}
      <div className={styles.onDuty}>
        <p>
          <span className={styles.pair}>
            <span>{t('onDuty.leader')}</span>{' '}
            <b>{view.leaders.length > 0 ? view.leaders.map(({ name }) => name).join(join) : t('onDuty.nobody')}</b>
          </span>{' '}
          <span className={styles.pair}>
            <span>{t('onDuty.officer')}</span>{' '}
            <b>{view.officers.length > 0 ? view.officers.map(({ name }) => name).join(join) : t('onDuty.nobody')}</b>
          </span>
        </p>
        {stoppedAt === null ? (
          <p>
            <i className={styles.live} aria-hidden="true" />
            {t('common:live.live')}
          </p>
        ) : (
          <Interrupted stoppedAt={stoppedAt} />
        )}
      </div>
    </header>
  );
}

function Interrupted({ stoppedAt }: { readonly stoppedAt: number }) {
  const { t } = useTranslation('wall');
  const units = useUnits();
  const text = useTickingText<HTMLSpanElement>((now) =>
    t('band.interrupted', { span: spanWords(now - stoppedAt, units) }),
  );
  return (
    <p className={styles.interrupted}>
      ■ <span ref={text} />
    </p>
  );
}
