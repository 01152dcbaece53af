import type { BoardState } from '@duty-room/shared/board/state';
import type { BoardView } from '@duty-room/shared/board/view';
import type { SessionView } from '@duty-room/shared/protocol/http';
import { SessionOverlay } from '../access/session-overlay.tsx';
import { useSignOut } from '../access/use-sign-out.ts';
import { changeLanguage } from '../i18n/i18n.ts';
import { useTranslation } from '../i18n/translation.ts';
import { useBoardView, useFeed, useTickingText } from '../live/hooks.ts';
import { useSession } from '../live/session.ts';
import { Button } from '../ui/button.tsx';
import { hourMinuteSecond } from '../ui/clock-text.ts';
import { spanWords } from '../ui/countdown-text.ts';
import { useUnits } from '../ui/countdown.tsx';
import { Menu } from '../ui/menu.tsx';
import { Notice } from '../ui/notice.tsx';
import { chooseTheme } from '../ui/theme.ts';
import { useReading } from '../ui/use-reading.ts';
import { useTitle } from '../ui/use-title.ts';
import { AllIncidents, OpenIncidents } from './all-incidents.tsx';
import { AskCard } from './ask-card.tsx';
import { FiguresPage } from './figures-page.tsx';
import { Course, IncidentGlance } from './incident-glance.tsx';
import { PlaceLink, usePlace } from './place.tsx';
import { waitingFor } from './waiting.ts';
import styles from './command.module.css';

/** The command group's face (指挥): made for a phone in a hand, at home on a desktop. */
export default function CommandFace() {
  const feed = useFeed();
  const view = useBoardView();
  const session = useSession();
  const { t } = useTranslation();
  useTitle(t('page.command'));
  if (feed.ended === 'not-signed-in' || feed.ended === 'signed-out') return <SessionOverlay />;
  if (feed.ended)
    return (
      <Notice
        title={t(`live.ended.${feed.ended}`)}
        actions={<Button onPress={() => location.reload()}>{t('act.reload')}</Button>}
      />
    );
  if (feed.board && view && session) return <Command state={feed.board} view={view} session={session} />;
  return (
    <Notice title={feed.attempt > 1 ? t('live.reconnecting', { attempt: feed.attempt }) : t('live.connecting')}>
      {feed.attempt > 1 ? t('failure.offline') : undefined}
    </Notice>
  );
}

type Props = { readonly state: BoardState; readonly view: BoardView; readonly session: SessionView };

function Command({ state, view, session }: Props) {
  const { t } = useTranslation('command');
  const { phase, stoppedAt } = useFeed();
  const { place } = usePlace();
  const reading = useReading(state.office.timeZone);
  const clock = useTickingText<HTMLTimeElement>((now) => hourMinuteSecond(now, state.office.timeZone));
  const stale = phase === 'stale';
  const waiting = waitingFor(state, view, session.account?.id ?? '');
  const selected =
    place.page === 'incident' ? place.id : (waiting[0]?.incident.id ?? view.incidents[0]?.incident.id ?? null);
  const join = reading.language === 'zh' ? '、' : ', ';
  return (
    <div className={styles.face}>
      <header className={styles.head}>
        <b>{state.office.name}</b>
        <span className={styles.headCounts}>
          {t('head.counts', { incidents: view.incidents.length, overdue: view.counts.overdue })}
        </span>
        <span className={styles.headDuty}>
          {view.nobodyOnDuty
            ? t('head.nobodyOnDuty')
            : t('head.onDuty', {
                leaders: view.leaders.map(({ name }) => name).join(join) || '–',
                officers: view.officers.map(({ name }) => name).join(join),
              })}
        </span>
        <time ref={clock} className={`fig ${styles.headClock}`} />
      </header>
      {stale && stoppedAt !== null && <StaleLine stoppedAt={stoppedAt} timeZone={state.office.timeZone} />}
      <div className={styles.body}>
        <nav className={styles.side} aria-label={t('incident.choose')}>
          <h2 className={styles.heading}>{t('incident.choose')}</h2>
          <OpenIncidents view={view} state={state} reading={reading} selected={selected ?? undefined} />
        </nav>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also where nothing in it can be pressed */}
        <main className={styles.main} tabIndex={0}>
          {place.page === 'all' && <AllIncidents view={view} state={state} reading={reading} />}
          {place.page === 'figures' && <FiguresPage view={view} state={state} reading={reading} />}
          {place.page === 'now' && waiting.length > 0 && (
            <section aria-label={t('ask.title', { count: waiting.length })}>
              <h2 className={styles.heading}>{t('ask.title', { count: waiting.length })}</h2>
              {waiting.map((item) => (
                <AskCard key={item.key} item={item} state={state} reading={reading} stale={stale} withLink />
              ))}
            </section>
          )}
          {(place.page === 'now' || place.page === 'incident') && (
            <OneIncident
              id={selected}
              props={{ state, view, session }}
              reading={reading}
              waiting={place.page === 'incident' ? waiting : []}
              stale={stale}
            />
          )}
        </main>
      </div>
      <Foot session={session} waiting={waiting.length} />
      <output className="sr">
        {waiting.length > 0 ? t('ask.title', { count: waiting.length }) : t('ask.nothing')}
      </output>
    </div>
  );
}

type OneProps = {
  readonly id: string | null;
  readonly props: Props;
  readonly reading: ReturnType<typeof useReading>;
  readonly waiting: ReturnType<typeof waitingFor>;
  readonly stale: boolean;
};

/** The chosen incident, or the most pressing one; one that has ended shows what happened. */
function OneIncident({ id, props, reading, waiting, stale }: OneProps) {
  const { t } = useTranslation('command');
  const { state, view } = props;
  if (id === null)
    return (
      <div className={styles.calm}>
        <p>{t('incident.none')}</p>
        <small>{t('ask.nothing')}</small>
      </div>
    );
  const card = view.incidents.find(({ incident }) => incident.id === id);
  if (card)
    return <IncidentGlance card={card} view={view} state={state} reading={reading} waiting={waiting} stale={stale} />;
  const incident = state.incidents[id];
  if (!incident) return <p className={styles.none}>{t('incident.gone')}</p>;
  return (
    <section aria-label={incident.title} className={styles.glance}>
      <p className={styles.chips}>
        <span>
          {t(`common:incidentStatus.${incident.status}`)} · {incident.number}
        </span>
      </p>
      <h1 className={styles.title}>{incident.title}</h1>
      <Course incident={incident} state={state} reading={reading} />
    </section>
  );
}

function StaleLine({ stoppedAt, timeZone }: { readonly stoppedAt: number; readonly timeZone: string }) {
  const { t } = useTranslation('command');
  const units = useUnits();
  const at = hourMinuteSecond(stoppedAt, timeZone);
  const text = useTickingText<HTMLSpanElement>((now) => t('stale', { at, span: spanWords(now - stoppedAt, units) }));
  return (
    <div role="alert" className={styles.stale}>
      <span ref={text} />
    </div>
  );
}

function Foot({ session, waiting }: { readonly session: SessionView; readonly waiting: number }) {
  const { t, language } = useTranslation('command');
  const { place } = usePlace();
  const signOut = useSignOut();
  const tab = (page: 'now' | 'all' | 'figures'): React.ReactNode => (
    <PlaceLink to={{ page }} className={styles.tab} current={place.page === page}>
      {t(`tab.${page}`)}
      {page === 'now' && waiting > 0 && <b className={styles.badge}>{waiting}</b>}
    </PlaceLink>
  );
  return (
    <footer className={styles.foot}>
      {tab('now')}
      {tab('all')}
      {tab('figures')}
      <Menu
        large
        opener={t('tab.menu')}
        entries={[
          {
            id: 'language',
            text: t('menu.language'),
            act: () => void changeLanguage(language === 'zh' ? 'en' : 'zh'),
          },
          { id: 'night', text: t('menu.night'), act: () => chooseTheme('night') },
          { id: 'day', text: t('menu.day'), act: () => chooseTheme('day') },
          { id: 'office', text: t('menu.office'), act: () => chooseTheme('office') },
          { id: 'out', text: `${t('common:act.signOut')} ${session.account?.name ?? ''}`, act: () => void signOut() },
        ]}
      />
    </footer>
  );
}
