import { useState } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import { changeLanguage } from '../i18n/i18n.ts';
import { useLanguage } from '../i18n/hooks.ts';
import { useFeed, useTickingText } from '../live/hooks.ts';
import { Button } from '../ui/button.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { StatusShape } from '../ui/status-shape.tsx';
import { statusWord } from '../ui/status.ts';
import { hourMinuteSecond } from '../ui/clock-text.ts';
import { chooseTheme, useThemeChoice } from '../ui/theme.ts';
import { useSignOut } from '../access/use-sign-out.ts';
import { PinDialog } from '../access/pin-dialog.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './desk-head.module.css';
import { useDutyTitle } from './duty-list.tsx';
import { PageLink } from './pages.tsx';
import { useSend } from './use-send.ts';
import { useWords } from './use-words.ts';

type Props = { readonly onPalette: () => void; readonly onUrgent: () => void; readonly drafts: number };

/** Top: the room's time, who is on duty, the most urgent thing one key away. */
export function DeskHead({ onPalette, onUrgent, drafts }: Props) {
  const { state, view, online, startIntake, openLog } = useDesk();
  const words = useWords();
  const title = useDutyTitle();
  const clock = useTickingText<HTMLTimeElement>((now) => hourMinuteSecond(now, state.office.timeZone));
  const names = (people: readonly { readonly name: string }[]): string =>
    people.map((one) => one.name).join(words.say('list.comma'));
  const first = view.duties[0];
  const { dueAt, startedAt } = first?.obligation ?? { dueAt: null, startedAt: null };
  return (
    <header className={styles.head}>
      <time ref={clock} className={`fig ${styles.clock}`} aria-label={words.say('head.clock')} />
      <b className={styles.office}>{state.office.name}</b>
      {view.nobodyOnDuty ? (
        <PageLink page="shift" className={styles.nobody}>
          <b>◆ {words.say('head.nobody')}</b> {words.say('head.signOn')}
        </PageLink>
      ) : (
        <PageLink page="shift" className={styles.people}>
          {words.say('head.onDuty', { officers: names(view.officers) })} ·{' '}
          {view.leaders.length > 0
            ? words.say('head.leaders', { leaders: names(view.leaders) })
            : words.say('head.noLeader')}
        </PageLink>
      )}
      <span className={styles.grow} />
      {first ? (
        <button
          type="button"
          className={`${styles.next} ${styles[first.tone] ?? ''}`}
          onClick={onUrgent}
          aria-keyshortcuts="F4"
        >
          <StatusShape word={statusWord(first.obligation)} />
          {dueAt !== null ? (
            <Countdown dueAt={dueAt} about={!online} className={styles.figure} />
          ) : (
            startedAt !== null && <Countdown since={startedAt} className={styles.figure} />
          )}
          <span className={styles.what}>{title(first)}</span>
          <kbd aria-hidden="true">F4</kbd>
        </button>
      ) : (
        <span className={styles.calm}>{words.say('head.nothingDue')}</span>
      )}
      <Button onPress={startIntake} keys="F2" aria-keyshortcuts="F2">
        {words.say('head.intake')}
        {drafts > 0 && <small aria-label={words.say('intake.drafts', { count: drafts })}>({drafts})</small>}
      </Button>
      <Button onPress={openLog} keys="F3" aria-keyshortcuts="F3">
        {words.say('head.log')}
      </Button>
      <Button onPress={onPalette} keys="Ctrl K" aria-keyshortcuts="Control+K">
        {words.say('head.palette')}
      </Button>
      <PersonMenu />
    </header>
  );
}

function PersonMenu() {
  const { person, switchPerson, room } = useDesk();
  const { t } = useTranslation();
  const words = useWords();
  const language = useLanguage();
  const theme = useThemeChoice();
  const signOut = useSignOut();
  const [pin, setPin] = useState(false);
  const roles = person?.roles ?? [];
  const goTo = (path: string): void => location.assign(path);
  const entries: MenuEntry[] = [
    ...(person ? [{ id: 'switch', text: t('access:switch.title'), act: switchPerson }] : []),
    ...(person ? [{ id: 'pin', text: t('access:pin.title'), act: () => setPin(true) }] : []),
    {
      id: 'language',
      text: language === 'zh' ? t('language.en') : t('language.zh'),
      act: () => void changeLanguage(language === 'zh' ? 'en' : 'zh'),
    },
    ...(['day', 'night', 'office'] as const)
      .filter((one) => one !== theme)
      .map((one) => ({
        id: one,
        text: `${t('theme.label')} ${t(`theme.${one}`)}`,
        act: () => chooseTheme(one),
      })),
    ...(room === 'live' && roles.includes('administrator')
      ? [{ id: 'admin', text: t('page.admin'), act: () => goTo('/admin') }]
      : []),
    ...(room === 'live' ? [{ id: 'audit', text: t('page.audit'), act: () => goTo('/audit') }] : []),
    ...(room === 'live' && roles.includes('command')
      ? [{ id: 'command', text: t('page.command'), act: () => goTo('/command') }]
      : []),
    ...(person ? [{ id: 'out', text: t('act.signOut'), act: () => void signOut() }] : []),
  ];
  return (
    <>
      <Menu
        opener={person?.name ?? words.say('head.menu')}
        label={`${words.say('head.menu')} ${person?.name ?? ''}`}
        entries={entries}
        kind="quiet"
      />
      <PinDialog isOpen={pin} onClose={() => setPin(false)} />
    </>
  );
}

/** While nothing is heard from the server: what this picture is worth, in large type, over the whole width. */
export function StaleBand() {
  const { phase, stoppedAt, attempt } = useFeed();
  const { state } = useDesk();
  const { t } = useTranslation();
  const words = useWords();
  if (phase === 'live' || phase === 'loading') return <div className={styles.noBand} />;
  return (
    <div className={styles.band} role="alert">
      <p>
        <b>
          {words.say('stale.band', {
            at: stoppedAt === null ? '–' : hourMinuteSecond(stoppedAt, state.office.timeZone),
          })}
        </b>
        <span>
          {words.say('stale.next')} {attempt > 0 && t('live.reconnecting', { attempt })}
        </span>
      </p>
    </div>
  );
}

/** Bottom: proof of life, and the keys. */
export function DeskFoot({ onKeys, now }: { readonly onKeys: () => void; readonly now: number }) {
  const { phase, trusted } = useFeed();
  const { state } = useDesk();
  const { t } = useTranslation();
  const words = useWords();
  const step = state.office.clock.step;
  const plans = Object.values(state.currentPlans).flatMap((id) => state.plans[id]?.plan ?? []);
  return (
    <footer className={styles.foot}>
      <span>{phase === 'live' ? `● ${words.say('foot.live')}` : `◌ ${t('live.connecting')}`}</span>
      {trusted ? <span>{words.say('foot.offset')}</span> : <ConfirmClock />}
      {step && !trusted && (
        <span className={styles.untrusted}>
          {words.say('foot.stepped', { at: words.instant(step.at), span: words.span(Math.abs(step.stepMs)) })}
        </span>
      )}
      {plans.slice(0, 3).map((plan) => (
        <span key={plan.plan} className={styles.plan}>
          {words.say('foot.plans', { title: words.label(plan.title), edition: plan.edition })}
        </span>
      ))}
      <span className={styles.grow} data-now={now > 0 ? undefined : ''} />
      <span className={styles.keys} aria-hidden="true">
        <kbd>J</kbd> <kbd>K</kbd> {words.say('foot.upDown')}
      </span>
      <span className={styles.keys} aria-hidden="true">
        <kbd>F4</kbd> {words.say('foot.next')}
      </span>
      <button type="button" className={styles.help} onClick={onKeys} aria-keyshortcuts="?">
        <kbd aria-hidden="true">?</kbd> {words.say('foot.allKeys')}
      </button>
    </footer>
  );
}

/** The room does not trust its clock: a person compares and says that it is right. */
function ConfirmClock() {
  const { state, may, online } = useDesk();
  const { t } = useTranslation();
  const words = useWords();
  const [asks, setAsks] = useState(false);
  const { busy, failure, send } = useSend();
  const clock = useTickingText<HTMLElement>((now) => hourMinuteSecond(now, state.office.timeZone));
  return (
    <>
      <button type="button" className={styles.untrusted} onClick={() => setAsks(true)}>
        ▲ {words.say('foot.untrusted')}
      </button>
      <Dialog
        isOpen={asks}
        onClose={() => setAsks(false)}
        title={words.say('foot.untrusted')}
        actions={
          <>
            <Button
              kind="main"
              isDisabled={busy || !online || !may('room.confirm-clock')}
              onPress={() =>
                void send([{ name: 'room.confirm-clock', data: {}, meta: {} }]).then((answer) => {
                  if (answer?.ok === true) setAsks(false);
                })
              }
            >
              {words.say('foot.confirmClock')}
            </Button>
            <Button onPress={() => setAsks(false)}>{t('act.cancel')}</Button>
          </>
        }
      >
        <p>{words.say('foot.confirmAsk', { at: '' })}</p>
        <p>
          <b ref={clock} className={`fig ${styles.bigClock}`} />
        </p>
        <FailureLine failure={failure} />
      </Dialog>
    </>
  );
}
