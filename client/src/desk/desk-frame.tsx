import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import type { BoardState } from '@duty-room/shared/board/state';
import { isOnBoard, type BoardView } from '@duty-room/shared/board/view';
import { commandRights, isGranted } from '@duty-room/shared/access/rights';
import type { SessionView } from '@duty-room/shared/protocol/http';
import { useFeed } from '../live/hooks.ts';
import { useRoom } from '../live/room-context.tsx';
import { PersonSwitch } from '../access/person-switch.tsx';
import { SessionOverlay } from '../access/session-overlay.tsx';
import { Button } from '../ui/button.tsx';
import type { Act } from './acts/act.ts';
import { gradeAct } from './acts/grade-acts.ts';
import { decideAct, tellAct } from './acts/relay-acts.ts';
import { isUngraded, proposalUnder } from './menu-acts.ts';
import { DeskContext, type Desk } from './desk-context.tsx';
import { DeskFoot, DeskHead, StaleBand } from './desk-head.tsx';
import styles from './desk-frame.module.css';
import { DutyList, listRows, rowId } from './duty-list.tsx';
import { IncidentPanel, runningDuties } from './incident-panel.tsx';
import { useActContext } from './use-act-context.ts';
import { IntakePanel } from './intake-panel.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { actionOf, type DeskAction } from './key-map.ts';
import { LogDialog } from './log-dialog.tsx';
import { DirectoryPage } from './pages/directory-page.tsx';
import { DrillsPage } from './pages/drills-page.tsx';
import { IncidentPage } from './pages/incident-page.tsx';
import { IncidentsPage } from './pages/incidents-page.tsx';
import { PlansPage } from './pages/plans-page.tsx';
import { ShiftPage } from './pages/shift-page.tsx';
import { PageLink, pagesFor, useDeskPlace, useGo } from './pages.tsx';
import { Palette } from './palette.tsx';
import { useDrafts } from './use-drafts.ts';
import { useWords } from './use-words.ts';

type Props = { readonly state: BoardState; readonly view: BoardView; readonly session: SessionView };

/** One screen: at the left what is due, in the middle the thing in hand, at the right the call being taken. */
export function DeskFrame({ state, view, session }: Props) {
  const { phase, ended } = useFeed();
  const { time } = useRoom();
  const { t } = useTranslation();
  const words = useWords();
  const { page, rest, drill } = useDeskPlace();
  const go = useGo();
  const room = drill === null ? 'live' : `drill-${drill}`;
  const person = session.account ?? null;
  const [selected, setSelected] = useState<string | null>(() => location.hash.slice(1) || null);
  const [act, setAct] = useState<Act | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [find, setFind] = useState('');
  const [dialog, setDialog] = useState<'palette' | 'keys' | 'log' | 'switch' | null>(null);
  const [expired, setExpired] = useState(false);
  const [word, setWord] = useState<{ text: string; tone: 'done' | 'wrong' } | null>(null);
  const drafts = useDrafts({ room, account: person?.id ?? 'nobody' });
  const findField = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLElement>(null);
  const online = phase === 'live';

  // The most urgent thing is in hand when nothing else was chosen.
  const known =
    selected !== null && state.incidents[selected]
      ? selected
      : (view.duties[0]?.obligation.incident ?? view.incidents[0]?.incident.id ?? null);
  const incident = known === null ? undefined : state.incidents[known];
  const context = useActContext(incident, state, person?.id);

  const select = useCallback(
    (next: string | null): void => {
      setSelected(next);
      setAct(null);
      if (page !== '') go('');
    },
    [page, go],
  );
  const tell = useCallback((text: string, tone: 'done' | 'wrong' = 'done') => setWord({ text, tone }), []);
  useEffect(() => {
    if (!word || word.tone === 'wrong') return;
    const timer = window.setTimeout(() => setWord(null), 6_000);
    return () => window.clearTimeout(timer);
  }, [word]);

  const desk: Desk = {
    state,
    view,
    person,
    room,
    online,
    may: (command, onBehalfOf) =>
      person !== null &&
      isGranted(commandRights[command], person.roles, { account: person.id, onBehalfOf, shift: state.shift }),
    selected: known,
    select,
    act,
    open: (next) => {
      setAct(next);
      // What was recorded stands in the middle; the keys go on from there.
      if (!next) main.current?.focus({ preventScroll: true });
      if (next && page !== '') go('');
    },
    tell,
    startIntake: () => {
      if (page !== '') go('');
      // An open draft is not thrown over: the key leads back into it.
      if (drafts.draft) document.querySelector<HTMLElement>('[name="caller"]')?.focus();
      else drafts.start();
    },
    sessionEnded: () => setExpired(true),
    openLog: () => setDialog('log'),
    switchPerson: () => setDialog('switch'),
  };

  const rows = useMemo(() => {
    const shown = listRows(view.duties, view.incidents, find, words.label);
    return [
      ...shown.duties.map((row) => ({ row: rowId(row), incident: row.obligation.incident })),
      ...shown.incidents.map((card) => ({ row: card.incident.id, incident: card.incident.id })),
    ];
  }, [view, find, words]);

  const pick = (row: string, of: string): void => {
    setCursor(row);
    select(of);
  };
  const move = (by: 1 | -1): void => {
    const at = rows.findIndex((one) => one.row === cursor);
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) pick(next.row, next.incident);
  };
  /** The step of the relay that is next: Alt+1 says it was done, Alt+2 that nobody answered, or no. */
  const evidence = (first: boolean): void => {
    const now = context?.();
    const relay = now && runningDuties(now.obligations).find((duty) => duty.chain);
    if (!now || !relay) return;
    const step = relay.chain?.find((one) => one.state === 'current');
    if (!step) {
      // An ungraded incident's relay waits for its grade.
      if (first && isUngraded(now, relay.plan)) desk.open(gradeAct(now, relay.plan, proposalUnder(now, relay.plan)));
    } else if (step.decision && step.decision.choice === undefined) {
      desk.open(decideAct(now, step, first ? 'yes' : 'no'));
    } else if (step.missing[0] !== undefined) {
      desk.open(tellAct(now, step.missing[0], step.hop, first));
    }
  };
  const run = (action: DeskAction): boolean => {
    switch (action) {
      case 'intake':
        desk.startIntake();
        return true;
      case 'log':
        setDialog('log');
        return true;
      case 'urgent': {
        const first = view.duties[0];
        if (first) pick(rowId(first), first.obligation.incident);
        return true;
      }
      case 'palette':
        setDialog('palette');
        return true;
      case 'evidence':
      case 'not-reached':
        if (page === '') evidence(action === 'evidence');
        return page === '';
      case 'down':
      case 'up':
        move(action === 'down' ? 1 : -1);
        return true;
      case 'find':
        findField.current?.focus();
        return true;
      case 'help':
        setDialog('keys');
        return true;
      case 'leave':
        if (act) setAct(null);
        else if (drafts.draft) drafts.close();
        else return false;
        return true;
      case 'register':
        return false;
      default:
        return action satisfies never;
    }
  };
  const latest = useRef(run);
  latest.current = run;
  const isBlocked = dialog !== null || expired;
  useEffect(() => {
    if (isBlocked) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const target = event.target;
      const inField =
        target instanceof HTMLElement &&
        target.closest('input, textarea, select, [contenteditable], [role=menu], [role=listbox]') !== null;
      if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return;
      const action = actionOf(event, inField);
      if (action !== undefined && latest.current(action)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isBlocked]);

  const isDesk = page === '';
  return (
    <DeskContext value={desk}>
      <div
        className={`${styles.frame} ${isDesk && drafts.draft ? styles.taking : ''}`}
        data-taking={isDesk && drafts.draft ? '' : undefined}
      >
        <DeskHead onPalette={() => setDialog('palette')} onUrgent={() => run('urgent')} drafts={drafts.all.length} />
        <StaleBand />
        <div className={styles.left}>
          <nav className={styles.pages} aria-label={words.say('nav.label')}>
            {pagesFor(person?.roles ?? [], room).map((one) => (
              <PageLink key={one} page={one} current={one === page} className={styles.page}>
                {words.say(one === '' ? 'nav.desk' : `nav.${one}`)}
              </PageLink>
            ))}
          </nav>
          <DutyList find={find} onFind={setFind} findField={findField} cursor={cursor} onPick={pick} />
        </div>
        <main ref={main} tabIndex={-1} className={styles.main}>
          {word && (
            <output className={`${styles.word} ${styles[word.tone] ?? ''}`}>
              {word.text}{' '}
              <Button kind="quiet" onPress={() => setWord(null)}>
                {t('act.close')}
              </Button>
            </output>
          )}
          {isDesk &&
            (incident && !isOnBoard(incident) ? (
              <IncidentPage id={incident.id} />
            ) : incident ? (
              <IncidentPanel incident={incident} />
            ) : (
              <div className={styles.empty}>
                <h1>{words.say('centre.nothing')}</h1>
                <p>{words.say('centre.nothingNext')}</p>
                {!drafts.draft && drafts.all.length > 0 && (
                  <Button onPress={() => drafts.resume(drafts.all[0]?.draft.id ?? '')}>
                    {words.say('intake.drafts', { count: drafts.all.length })}
                  </Button>
                )}
              </div>
            ))}
          {page === 'incidents' && (rest === '' ? <IncidentsPage /> : <IncidentPage id={rest} />)}
          {page === 'shift' && <ShiftPage />}
          {page === 'directory' && <DirectoryPage />}
          {page === 'plans' && <PlansPage adoption={rest} />}
          {page === 'drills' && <DrillsPage />}
        </main>
        {isDesk && drafts.draft && (
          <IntakePanel
            drafts={drafts}
            onRegistered={() => {
              setCursor(null);
              main.current?.focus();
            }}
          />
        )}
        <DeskFoot onKeys={() => setDialog('keys')} now={time.now() ?? 0} />
      </div>
      {dialog === 'palette' && <Palette onClose={() => setDialog(null)} context={context} run={run} />}
      <KeysDialog isOpen={dialog === 'keys'} onClose={() => setDialog(null)} />
      <LogDialog isOpen={dialog === 'log'} onClose={() => setDialog(null)} />
      <PersonSwitch isOpen={dialog === 'switch'} onClose={() => setDialog(null)} session={session} />
      {(expired || ended === 'signed-out' || ended === 'not-signed-in') && (
        <SessionOverlay onSignedIn={() => setExpired(false)} />
      )}
    </DeskContext>
  );
}
