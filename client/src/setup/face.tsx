import { useEffect, useRef, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { packList, PASSWORD_LENGTH, sessionView, timeView } from '@duty-room/shared/protocol/http';
import { LanguageSwitch } from '../access/language-switch.tsx';
import { useLabel } from '../i18n/hooks.ts';
import { useTranslation } from '../i18n/translation.ts';
import { createApi, unwrap, type Failure } from '../live/api.ts';
import { sessionQuery } from '../live/session.ts';
import { Button } from '../ui/button.tsx';
import { useTitle } from '../ui/use-title.ts';
import { FailureLine } from '../ui/failure-line.tsx';
import { errorText } from '../ui/failure-text.ts';
import { TextField } from '../ui/field.tsx';
import { ComboBox } from '../ui/choice.tsx';
import { useTheme } from '../ui/theme.ts';
import { PlanChoice } from './plan-choice.tsx';
import {
  firstOpenStep,
  newSetUp,
  setUpDraft,
  setUpRequest,
  STEPS,
  wrongOn,
  type SetUpDraft,
  type Step,
  type Wrong,
} from './set-up-draft.ts';
import styles from './setup.module.css';
import { TimeCheck } from './time-check.tsx';

const { host } = createApi(null);
const KEPT = 'duty-room/set-up';

function readKept(): SetUpDraft {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    const parsed = setUpDraft.safeParse(JSON.parse(sessionStorage.getItem(KEPT) ?? 'null'));
    if (parsed.success) return parsed.data;
  } catch {
    // Nothing kept, or nothing that can be read: begin anew.
  }
  return newSetUp(zone === '' ? 'Asia/Shanghai' : zone);
}
function keep(draft: SetUpDraft | null): void {
  try {
    if (draft) sessionStorage.setItem(KEPT, JSON.stringify(draft));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Without storage a reload begins anew.
  }
}

/** Zones as the browser lists them; older ones list none and take what is typed of a few. */
function timeZones(own: string): readonly string[] {
  const listed =
    'supportedValuesOf' in Intl ? Intl.supportedValuesOf('timeZone') : ['Asia/Shanghai', 'Asia/Urumqi', 'UTC'];
  return [...new Set(['Asia/Shanghai', own, ...listed])];
}

/** First set-up (首次设置): from the one-time link to the first administrator. */
export default function SetUpFace() {
  const { t } = useTranslation('setup');
  const { t: words } = useTranslation();
  const session = useQuery(sessionQuery);
  const [token] = useState(() => location.hash.slice(1));
  useTheme('day');
  useTitle(t('title'));
  const [isDone, setDone] = useState<'signed-in' | 'anonymous' | null>(null);
  const isPending = session.data?.state === 'set-up-needed';
  return (
    <main className={styles.page}>
      <header className={styles.top}>
        <b>{words('product')}</b>
        <LanguageSwitch />
      </header>
      {session.isError && (
        <p role="alert">
          {errorText(words, session.error)} <Button onPress={() => void session.refetch()}>{words('act.retry')}</Button>
        </p>
      )}
      {isDone ? (
        <Done signedIn={isDone === 'signed-in'} />
      ) : session.data && !isPending ? (
        <section className={styles.card}>
          <h1>{t('doneBefore')}</h1>
          <Link to="/sign-in">{t('toSignIn')}</Link>
        </section>
      ) : !/^[\w-]{16,100}$/.test(token) ? (
        <section className={styles.card}>
          <h1>{t('noToken')}</h1>
          <p>{t('noTokenNext')}</p>
        </section>
      ) : (
        isPending && <Wizard token={token} onDone={setDone} />
      )}
    </main>
  );
}

function Wizard({
  token,
  onDone,
}: {
  readonly token: string;
  readonly onDone: (state: 'signed-in' | 'anonymous') => void;
}) {
  const { t } = useTranslation('setup');
  const { t: words } = useTranslation();
  const label = useLabel();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(readKept);
  const [passwords, setPasswords] = useState({ password: '', again: '' });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const packs = useQuery({ queryKey: ['packs'], queryFn: async () => unwrap(await host.get('/packs', packList)) });
  const list = packs.data?.packs ?? [];
  // A password is never kept: after a reload the last pages ask for it again.
  const step: Step = draft.step === 'review' && passwords.password === '' ? 'administrator' : draft.step;
  const wrong = wrongOn(step, draft, list, passwords);
  const shows = (what: Wrong): boolean => tried && wrong.includes(what);
  const index = STEPS.indexOf(step);
  const change = (next: Partial<SetUpDraft>): void => {
    const whole = { ...draft, ...next };
    setDraft(whole);
    keep(whole);
  };
  const go = (to: Step): void => {
    setTried(false);
    setFailure(null);
    change({ step: to });
    window.setTimeout(() => title.current?.focus(), 0);
  };
  const forward = async (): Promise<void> => {
    setTried(true);
    if (wrong.length > 0) {
      window.setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 0);
      return;
    }
    if (step !== 'review') {
      go(STEPS[index + 1] ?? 'review');
      return;
    }
    const open = firstOpenStep(draft, list, passwords);
    if (open !== 'review') {
      go(open);
      return;
    }
    setBusy(true);
    setFailure(null);
    const answer = await host.post('/set-up', sessionView, setUpRequest(token, draft, list, passwords));
    if (!answer.ok) {
      setBusy(false);
      setFailure(answer);
      return;
    }
    keep(null);
    history.replaceState(null, '', '/set-up');
    let next = answer.value;
    if (next.state !== 'signed-in') {
      const signed = await host.post('/session', sessionView, {
        login: draft.administrator.login,
        password: passwords.password,
      });
      if (signed.ok) next = signed.value;
    }
    queries.setQueryData(['session'], next);
    onDone(next.state === 'signed-in' ? 'signed-in' : 'anonymous');
  };

  return (
    <form
      className={styles.card}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void forward();
      }}
    >
      <ol className={styles.steps} aria-label={t('title')}>
        {STEPS.map((one, at) => (
          <li key={one} aria-current={one === step ? 'step' : undefined} className={at < index ? styles.past : ''}>
            {at < index ? '✓ ' : ''}
            {t(`steps.${one}`)}
          </li>
        ))}
      </ol>
      <h1 ref={title} tabIndex={-1}>
        {step === 'office' ? t('title') : t(`steps.${step}`)}
      </h1>
      <output className="sr">{t('stepOf', { index: index + 1, of: STEPS.length })}</output>
      {step === 'office' && (
        <>
          <p className={styles.hint}>{t('intro')}</p>
          <TextField
            label={t('office.name')}
            hint={t('office.nameHint')}
            value={draft.office.name}
            onChange={(name) => change({ office: { ...draft.office, name } })}
            maxLength={60}
            autoFocus
            error={shows('name-missing') ? t('office.nameMissing') : undefined}
          />
          <ComboBox
            label={t('office.zone')}
            options={timeZones(draft.office.timeZone).map((zone) => ({ id: zone, text: zone }))}
            value={draft.office.timeZone}
            onChange={(zone) => {
              if (zone !== null) change({ office: { ...draft.office, timeZone: zone } });
            }}
          />
          {shows('zone-missing') && <p className={styles.error}>{t('office.zoneMissing')}</p>}
        </>
      )}
      {step === 'time' && (
        <>
          <p>{t('time.why')}</p>
          <TimeCheck timeZone={draft.office.timeZone} read={async () => unwrap(await host.get('/time', timeView))} />
          <TextField
            label={t('time.source')}
            hint={t('time.sourceHint')}
            value={draft.office.timeSource}
            onChange={(timeSource) => change({ office: { ...draft.office, timeSource } })}
            maxLength={120}
          />
          <label className={styles.option}>
            <input
              type="checkbox"
              checked={draft.timeConfirmed}
              aria-invalid={shows('time-not-confirmed') || undefined}
              onChange={(event) => change({ timeConfirmed: event.target.checked })}
            />
            <span>{t('time.confirm')}</span>
          </label>
          {shows('time-not-confirmed') && (
            <p role="alert" className={styles.error}>
              {t('time.confirmMissing')}
            </p>
          )}
        </>
      )}
      {step === 'plans' && (
        <>
          <p>{t('plans.why')}</p>
          {packs.isLoading && <p>{t('plans.loading')}</p>}
          {packs.isError && (
            <p role="alert">
              {errorText(words, packs.error)} <Button onPress={() => void packs.refetch()}>{words('act.retry')}</Button>
            </p>
          )}
          {packs.data && list.length === 0 && <p>{t('plans.none')}</p>}
          {list.map((pack) => {
            const chosen = draft.packs[pack.pack];
            return (
              <section key={pack.pack} className={styles.pack}>
                <label className={styles.option}>
                  <input
                    type="checkbox"
                    checked={chosen !== undefined}
                    aria-invalid={shows('no-plan') || undefined}
                    onChange={(event) => {
                      const { [pack.pack]: _before, ...others } = draft.packs;
                      change({
                        packs: event.target.checked ? { ...others, [pack.pack]: { choices: {}, seasons: {} } } : others,
                      });
                    }}
                  />
                  <span className={styles.name}>{label(pack.title)}</span>
                  <small>{t('plans.edition', { edition: pack.edition })}</small>
                </label>
                <p className={styles.about}>
                  {label(pack.document)} ·{' '}
                  {t('plans.classes', {
                    classes: pack.classes.map((one) => label(one.label)).join(words('list.separator')),
                  })}
                </p>
                {chosen && (
                  <PlanChoice
                    pack={pack}
                    value={chosen}
                    onChange={(value) => change({ packs: { ...draft.packs, [pack.pack]: value } })}
                    wrongSeasons={pack.seasons
                      .filter((one) => shows(`season:${pack.pack}/${one.id}`))
                      .map((one) => one.id)}
                  />
                )}
              </section>
            );
          })}
          {shows('no-plan') && (
            <p role="alert" className={styles.error}>
              {t('plans.missing')}
            </p>
          )}
        </>
      )}
      {step === 'administrator' && (
        <>
          <p>{t('administrator.why')}</p>
          <TextField
            label={t('administrator.name')}
            value={draft.administrator.name}
            onChange={(name) => change({ administrator: { ...draft.administrator, name } })}
            maxLength={60}
            error={shows('admin-name-missing') ? t('administrator.nameMissing') : undefined}
          />
          <TextField
            label={t('administrator.login')}
            hint={t('administrator.loginHint')}
            value={draft.administrator.login}
            onChange={(login) => change({ administrator: { ...draft.administrator, login } })}
            autoComplete="username"
            maxLength={40}
            error={shows('login-wrong') ? t('administrator.loginWrong') : undefined}
          />
          <TextField
            label={t('administrator.password')}
            hint={t('access:password.rule', PASSWORD_LENGTH)}
            type="password"
            autoComplete="new-password"
            value={passwords.password}
            onChange={(password) => setPasswords({ ...passwords, password })}
            error={shows('password-short') ? t('access:password.short', PASSWORD_LENGTH) : undefined}
          />
          <TextField
            label={t('access:password.again')}
            type="password"
            autoComplete="new-password"
            value={passwords.again}
            onChange={(again) => setPasswords({ ...passwords, again })}
            error={shows('password-differs') ? t('access:password.differs') : undefined}
          />
          <label className={styles.option}>
            <input
              type="checkbox"
              checked={draft.administrator.alsoOfficer}
              onChange={(event) =>
                change({ administrator: { ...draft.administrator, alsoOfficer: event.target.checked } })
              }
            />
            <span>{t('administrator.alsoOfficer')}</span>
          </label>
        </>
      )}
      {step === 'review' && (
        <dl className={styles.review}>
          <div>
            <dt>{t('office.name')}</dt>
            <dd>{draft.office.name}</dd>
          </div>
          <div>
            <dt>{t('office.zone')}</dt>
            <dd>
              {draft.office.timeZone} · {t('review.confirmed')}
              {draft.office.timeSource !== '' && ` · ${draft.office.timeSource}`}
            </dd>
          </div>
          {list.map((pack) => {
            const chosen = draft.packs[pack.pack];
            return (
              chosen && (
                <div key={pack.pack}>
                  <dt>{label(pack.title)}</dt>
                  <dd>
                    {t('plans.edition', { edition: pack.edition })}
                    {pack.seasons.map(
                      (one) =>
                        ` · ${t('review.season', { label: label(one.label), ...(chosen.seasons[one.id] ?? { from: '', to: '' }) })}`,
                    )}
                    {pack.settings.map((setting) => {
                      const option = setting.options.find(
                        (one) => one.id === (chosen.choices[setting.id] ?? setting.default),
                      );
                      return (
                        <span key={setting.id} className={styles.block}>
                          {label(setting.label)}: {option && label(option.label)}
                        </span>
                      );
                    })}
                  </dd>
                </div>
              )
            );
          })}
          <div>
            <dt>{t('steps.administrator')}</dt>
            <dd>
              {draft.administrator.name} ({draft.administrator.login})
            </dd>
          </div>
        </dl>
      )}
      <div className={styles.foot}>
        <Button kind="main" large type="submit" isDisabled={busy}>
          {step === 'review' ? (busy ? t('review.busy') : t('review.submit')) : t('next')}
        </Button>
        {index > 0 && (
          <Button large onPress={() => go(STEPS[index - 1] ?? 'office')} isDisabled={busy}>
            {t('back')}
          </Button>
        )}
        {failure && <p className={styles.hint}>{t('review.failed')}</p>}
        <FailureLine failure={failure} />
      </div>
    </form>
  );
}

function Done({ signedIn }: { readonly signedIn: boolean }) {
  const { t } = useTranslation('setup');
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <section className={styles.card}>
      <h1 ref={title} tabIndex={-1}>
        ✓ {t('done.title')}
      </h1>
      {signedIn ? (
        <>
          <p>{t('done.text')}</p>
          <ol className={styles.next}>
            <li>
              <Link to="/admin/$" params={{ _splat: 'accounts' }}>
                {t('done.accounts')}
              </Link>
            </li>
            <li>
              <Link to="/admin/$" params={{ _splat: 'walls' }}>
                {t('done.wall')}
              </Link>
            </li>
            <li>
              <Link to="/desk/$" params={{ _splat: 'directory' }}>
                {t('done.directory')}
              </Link>
            </li>
            <li>
              <Link to="/desk">{t('done.desk')}</Link>
            </li>
          </ol>
        </>
      ) : (
        <p>
          {t('done.signInFailed')} <Link to="/sign-in">{t('toSignIn')}</Link>
        </p>
      )}
    </section>
  );
}
