import { useEffect } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import { useAtSecond, useBoardView, useFeed } from '../live/hooks.ts';
import { useRoom } from '../live/room-context.tsx';
import { hourMinuteSecond } from '../ui/clock-text.ts';
import { useReading } from '../ui/use-reading.ts';
import { themeAt, useTheme } from '../ui/theme.ts';
import { ClockBand, DrillBand, NobodyBand, StaleBand } from './bands.tsx';
import { Calm } from './calm.tsx';
import { DutyList, useRowFit } from './duty-list.tsx';
import { Header } from './header.tsx';
import { IncidentCards, IncidentStrip } from './incident-cards.tsx';
import { Ribbon } from './ribbon.tsx';
import { typeScale } from './scale.ts';
import { useHeight } from './use-height.ts';
import { useWallRoot } from './wall-root.ts';
import { useRealWidths } from './use-real-widths.ts';
import styles from './wall.module.css';

const RIBBON_HOURS = 4;
const CALM_RIBBON_HOURS = 12;

/** The board of one room, as the duty room sees it from across the room. Nothing on it can be pressed. */
export function WallBoard() {
  const { t } = useTranslation('wall');
  const { api } = useRoom();
  const { board: state, phase, stoppedAt, trusted } = useFeed();
  const view = useBoardView();
  const [height, measure] = useHeight();
  const [cardHeight, measureCards] = useHeight();
  const office = state?.office;
  const reading = useReading(office?.timeZone ?? 'UTC');
  const theme = useAtSecond(
    (now) => (office ? themeAt(now, office.timeZone, office.wall.nightFrom, office.wall.nightTo) : 'night'),
    'night' as const,
  );
  const root = useWallRoot();
  useTheme(theme, root);
  const stale = phase === 'stale' || phase === 'ended';
  const type = office ? typeScale(office.wall) : 1;
  const widths = useRealWidths();
  const fit = useRowFit(view?.duties ?? [], height, type, stale);
  useEffect(() => {
    root.style.setProperty('--type', String(type));
    root.style.setProperty('--type-small', String(Math.min(1, type)));
  }, [root, type]);

  if (!state || !view || !office) return null;
  const { counts } = view;
  const calm = view.duties.length === 0 && view.incidents.length === 0;
  const transferring = view.incidents.filter(({ incident }) => incident.status === 'transferring').length;
  const stopped = stale ? (stoppedAt ?? view.at) : null;
  const drill = api.drill !== null;
  return (
    <div className={`${styles.wall} ${drill ? styles.drill : ''} ${stale ? styles.stale : ''}`}>
      {drill && <DrillBand />}
      <Header view={view} state={state} reading={reading} stoppedAt={stopped} withClock={!calm} />
      <div className={styles.bands}>
        {stopped !== null && <StaleBand stoppedAt={stopped} timeZone={office.timeZone} />}
        {(!trusted || !office.clock.trusted) && <ClockBand office={office} />}
        {view.nobodyOnDuty && <NobodyBand />}
      </div>
      {calm ? (
        <Calm state={state} reading={reading} />
      ) : (
        <main className={`${styles.main} ${fit.style === 'dense' ? styles.denseMain : ''}`}>
          <section className={styles.board} aria-label={t('board.title')}>
            <h2 className={styles.heading}>
              <span>
                {stopped === null
                  ? t('board.title')
                  : t('board.titleStale', { at: hourMinuteSecond(stopped, office.timeZone) })}
              </span>
              <span>{t('board.counts', { ...counts, open: counts.open + counts.soft })}</span>
            </h2>
            <div ref={measure} className={styles.space}>
              <DutyList
                widths={widths}
                duties={view.duties}
                fit={fit}
                state={state}
                reading={reading}
                type={type}
                stale={stale}
              />
              {view.duties.length === 0 && <p className={styles.more}>{t('board.none')}</p>}
            </div>
          </section>
          <section className={styles.incidents} aria-label={t('incidents.title', { count: view.incidents.length })}>
            <h2 className={styles.heading}>
              <span>{t('incidents.title', { count: view.incidents.length })}</span>
              <span>
                {transferring === 0 ? t('incidents.open') : t('incidents.transferring', { count: transferring })}
              </span>
            </h2>
            <div ref={measureCards} className={styles.space}>
              {fit.style === 'dense' ? (
                <IncidentStrip cards={view.incidents} reading={reading} />
              ) : (
                <IncidentCards
                  widths={widths}
                  cards={view.incidents}
                  state={state}
                  reading={reading}
                  height={cardHeight}
                  type={type}
                  stale={stale}
                />
              )}
            </div>
          </section>
        </main>
      )}
      <Ribbon duties={view.duties} hours={calm ? CALM_RIBBON_HOURS : RIBBON_HOURS} reading={reading} />
      <output className="sr">{t('board.counts', { ...counts, open: counts.open + counts.soft })}</output>
    </div>
  );
}
