import { useId, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Label } from '@duty-room/shared/plan/label';
import { done, drillList, drillView, scenarioList, type DrillView } from '@duty-room/shared/protocol/http';
import { useTranslation } from '../../i18n/translation.ts';
import { unwrap, type Answer, type Failure } from '../../live/api.ts';
import { useTickingText } from '../../live/hooks.ts';
import { useRoom } from '../../live/room-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/choice.tsx';
import { hourMinuteSecond, monthDay } from '../../ui/clock-text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { errorText } from '../../ui/failure-text.ts';
import { Chips } from '../chips.tsx';
import { useDesk } from '../desk-context.tsx';
import { mayStartDrills } from '../pages.tsx';
import { useWords } from '../use-words.ts';
import styles from './pages.module.css';

const SPEEDS: readonly number[] = [1, 5, 10, 30, 60];
const FACES = ['wall', 'desk', 'audit'] as const;
/** Others start and stop drills too. */
const ASK_EVERY = 5_000;

type Scenario = { readonly id: string; readonly title: Label; readonly about?: Label | undefined };

/** Drills (演练): scenarios to start, and the drills that run, each with ways to its screens. */
export function DrillsPage() {
  const { person, room } = useDesk();
  const words = useWords();
  const { t } = useTranslation();
  const isAllowed = mayStartDrills(person?.roles ?? [], room);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{words.say('drills.title')}</h1>
        {isAllowed && <small className={styles.hint}>{words.say('drills.note')}</small>}
      </div>
      {isAllowed ? (
        <Drills />
      ) : (
        <div className={styles.empty}>
          {room === 'live' ? (
            <>
              <b>{t('page.notAllowed')}</b>
              <p>{words.say('drills.notAllowed')}</p>
            </>
          ) : (
            <>
              <p>{words.say('drills.inDrill')}</p>
              <a href="/desk/drills">{words.say('drills.toLive')}</a>
            </>
          )}
        </div>
      )}
    </div>
  );
}

function Drills() {
  const { online, tell } = useDesk();
  const { api } = useRoom();
  const { t } = useTranslation();
  const words = useWords();
  const [starting, setStarting] = useState<Scenario | null>(null);
  const [stopping, setStopping] = useState<DrillView | null>(null);
  const headings = useId();
  const scenarios = useQuery({
    queryKey: ['scenarios'],
    queryFn: async () => unwrap(await api.host.get('/scenarios', scenarioList)),
    enabled: online,
  });
  const drills = useQuery({
    queryKey: ['drills'],
    queryFn: async () => {
      const { drills: running } = unwrap(await api.host.get('/drills', drillList));
      return { running, heardAt: performance.now() };
    },
    enabled: online,
    refetchInterval: ASK_EVERY,
  });
  const failed = [scenarios, drills].find((one) => one.isError);
  const refresh = (): void => void drills.refetch();
  return (
    <>
      {!online && <output className={styles.loud}>{words.say('drills.offline')}</output>}
      {online && failed && (
        <p role="alert">
          {errorText(t, failed.error)} <Button onPress={() => void failed.refetch()}>{t('act.retry')}</Button>
        </p>
      )}
      {online && !failed && !(drills.data && scenarios.data) && (
        <output className={styles.hint}>{words.say('drills.loading')}</output>
      )}
      {drills.data && (
        <section className={styles.card} aria-labelledby={`${headings}-running`}>
          <h2 id={`${headings}-running`}>{words.say('drills.running')}</h2>
          {drills.data.running.length === 0 ? (
            <p>
              <b>{words.say('drills.none')}</b> <small className={styles.hint}>{words.say('drills.noneNext')}</small>
            </p>
          ) : (
            drills.data.running.map((one) => (
              <Running
                key={one.id}
                drill={one}
                heardAt={drills.data.heardAt}
                isKnown={online && !drills.isError}
                onChanged={refresh}
                onStop={() => setStopping(one)}
              />
            ))
          )}
        </section>
      )}
      {scenarios.data && (
        <section className={styles.card} aria-labelledby={`${headings}-scenarios`}>
          <h2 id={`${headings}-scenarios`}>{words.say('drills.scenarios')}</h2>
          {scenarios.data.scenarios.length === 0 ? (
            <p>
              <b>{words.say('drills.noScenarios')}</b>{' '}
              <small className={styles.hint}>{words.say('drills.noScenariosNext')}</small>
            </p>
          ) : (
            scenarios.data.scenarios.map((one) => (
              <div key={one.id} className={styles.choice}>
                <div>
                  <h3>{words.label(one.title)}</h3>
                  {one.about && <p className={styles.hint}>{words.label(one.about)}</p>}
                </div>
                <Button
                  isDisabled={!online}
                  aria-label={`${words.say('drills.start')} ${words.label(one.title)}`}
                  onPress={() => setStarting(one)}
                >
                  {words.say('drills.start')}
                </Button>
              </div>
            ))
          )}
        </section>
      )}
      {starting && (
        <StartDialog
          scenario={starting}
          onClose={() => setStarting(null)}
          onChanged={refresh}
          onStarted={() => {
            tell(words.say('drills.started', { title: words.label(starting.title) }));
            setStarting(null);
          }}
        />
      )}
      {stopping && (
        <StopDialog
          drill={stopping}
          onClose={() => setStopping(null)}
          onChanged={refresh}
          onStopped={() => {
            tell(words.say('drills.stopped', { title: words.label(stopping.title) }));
            setStopping(null);
          }}
        />
      )}
    </>
  );
}

/** One request at a time, with what was refused kept beside its button. */
function useAsk(onChanged: () => void) {
  const { sessionEnded } = useDesk();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ask = async <T,>(request: () => Promise<Answer<T>>): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    const answer = await request();
    setBusy(false);
    if (!answer.ok) {
      setFailure(answer);
      if (answer.status === 401) sessionEnded();
    }
    // After a no the list is read again as well: someone else may have been quicker.
    onChanged();
    return answer.ok;
  };
  return { busy, failure, ask };
}

type RunningProps = {
  readonly drill: DrillView;
  /** When its time was heard, by this screen's monotonic clock. */
  readonly heardAt: number;
  /** False while what stands here is only what was last heard. */
  readonly isKnown: boolean;
  readonly onChanged: () => void;
  readonly onStop: () => void;
};

function Running({ drill, heardAt, isKnown, onChanged, onStop }: RunningProps) {
  const { state, tell } = useDesk();
  const { api } = useRoom();
  const words = useWords();
  const heading = useId();
  const { busy, failure, ask } = useAsk(onChanged);
  const title = words.label(drill.title);
  const zone = state.office.timeZone || 'UTC';
  const timeText = (): string => {
    const at = isKnown ? drill.time + (performance.now() - heardAt) * drill.speed : drill.time;
    return `${monthDay(at, zone, words.language)} ${hourMinuteSecond(at, zone)}`;
  };
  const time = useTickingText<HTMLElement>(timeText);
  const speeds = [...new Set([...SPEEDS, drill.speed])].toSorted((a, b) => a - b);
  const setSpeed = async (speed: number): Promise<void> => {
    const path = `/drills/${encodeURIComponent(drill.id)}/speed`;
    if (await ask(() => api.host.post(path, drillView, { speed })))
      tell(words.say('drills.speedDone', { title, speed }));
  };
  return (
    <section className={styles.row} aria-labelledby={heading}>
      <div className={styles.grow}>
        <h3 id={heading}>{title}</h3>
        <small>
          {words.say('drills.time')} <b className="fig" ref={time} />
          {' · '}
          {words.say('drills.since', { at: words.instant(drill.startedAt) })}
          {drill.finished && ` · ${words.say('drills.finished')}`}
          {!isKnown && ` · ${words.say('drills.lastKnown')}`}
        </small>
      </div>
      <Select
        beside
        className={styles.speed}
        label={words.say('drills.speed')}
        isDisabled={!isKnown || busy}
        options={speeds.map((speed) => ({ id: String(speed), text: words.say('drills.times', { speed }) }))}
        value={String(drill.speed)}
        onChange={(id) => {
          if (id !== null && Number(id) !== drill.speed) void setSpeed(Number(id));
        }}
      />
      {FACES.map((face) => (
        <a
          key={face}
          href={`/drill/${encodeURIComponent(drill.id)}/${face}`}
          target="_blank"
          rel="noreferrer"
          aria-label={`${words.say(`drills.links.${face}`)}${words.say('list.comma')}${title}${words.say('drills.newTab')}`}
        >
          {words.say(`drills.links.${face}`)}
        </a>
      ))}
      <Button
        kind="danger"
        isDisabled={!isKnown || busy}
        aria-label={`${words.say('drills.stop')} ${title}`}
        onPress={onStop}
      >
        {words.say('drills.stop')}
      </Button>
      <FailureLine failure={failure} />
    </section>
  );
}

type StartProps = {
  readonly scenario: Scenario;
  readonly onClose: () => void;
  readonly onChanged: () => void;
  readonly onStarted: () => void;
};

function StartDialog({ scenario, onClose, onChanged, onStarted }: StartProps) {
  const { online } = useDesk();
  const { api } = useRoom();
  const { t } = useTranslation();
  const words = useWords();
  const [speed, setSpeed] = useState('1');
  const { busy, failure, ask } = useAsk(onChanged);
  const start = async (): Promise<void> => {
    const body = { scenario: scenario.id, speed: Number(speed) };
    if (await ask(() => api.host.post('/drills', drillView, body))) onStarted();
  };
  const own = failure && ownWord(failure);
  const shown = failure && own ? { ...failure, detail: words.say(own) } : failure;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      role="alertdialog"
      title={words.say('drills.startAsk', { title: words.label(scenario.title) })}
      actions={
        <>
          <Button kind="main" autoFocus isDisabled={busy || !online} onPress={() => void start()}>
            {words.say(busy ? 'drills.starting' : 'drills.startSubmit')}
          </Button>
          <Button onPress={onClose}>{t('act.cancel')}</Button>
        </>
      }
    >
      <p>{words.say('drills.startNote')}</p>
      <div className={styles.row}>
        <span>{words.say('drills.speed')}</span>
        <Chips
          label={words.say('drills.speed')}
          digits={false}
          chips={SPEEDS.map((one) => ({ id: String(one), text: words.say('drills.times', { speed: one }) }))}
          value={[speed]}
          onChange={([chosen]) => {
            if (chosen !== undefined) setSpeed(chosen);
          }}
        />
      </div>
      {!online && <output>{words.say('drills.offline')}</output>}
      <FailureLine failure={shown} />
    </Dialog>
  );
}

/** What is said of starting a drill alone; undefined where the refusal's own sentence serves. */
function ownWord(failure: Failure): 'drills.tooMany' | 'drills.unsure' | undefined {
  // Starting is not repeated under one key: whoever heard nothing looks first.
  if (failure.status === 0) return 'drills.unsure';
  // A limit of requests says how long to wait; a limit of drills has nothing to wait for.
  return failure.code === 'too-many' && failure.details?.['wait'] === undefined ? 'drills.tooMany' : undefined;
}

type StopProps = {
  readonly drill: DrillView;
  readonly onClose: () => void;
  readonly onChanged: () => void;
  readonly onStopped: () => void;
};

function StopDialog({ drill, onClose, onChanged, onStopped }: StopProps) {
  const { online } = useDesk();
  const { api } = useRoom();
  const { t } = useTranslation();
  const words = useWords();
  const { busy, failure, ask } = useAsk(onChanged);
  const stop = async (): Promise<void> => {
    if (await ask(() => api.host.delete(`/drills/${encodeURIComponent(drill.id)}`, done))) onStopped();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      role="alertdialog"
      title={words.say('drills.stopAsk', { title: words.label(drill.title) })}
      actions={
        <>
          <Button kind="danger" isDisabled={busy || !online} onPress={() => void stop()}>
            {words.say('drills.stopSubmit')}
          </Button>
          <Button autoFocus onPress={onClose}>
            {t('act.cancel')}
          </Button>
        </>
      }
    >
      <p>{words.say('drills.stopNote')}</p>
      {!online && <output>{words.say('drills.offline')}</output>}
      <FailureLine failure={failure} />
    </Dialog>
  );
}
