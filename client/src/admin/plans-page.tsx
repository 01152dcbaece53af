import { useState, type FormEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { BoardState } from '@duty-room/shared/board/state';
import { packList, type PackView } from '@duty-room/shared/protocol/http';
import { useLabel } from '../i18n/hooks.ts';
import { useTranslation } from '../i18n/translation.ts';
import { createApi, unwrap, type Failure } from '../live/api.ts';
import { useRoom } from '../live/room-context.tsx';
import { PlanChoice, type PackChoice } from '../setup/plan-choice.tsx';
import { isSeason } from '../setup/set-up-draft.ts';
import { Button } from '../ui/button.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { errorText } from '../ui/failure-text.ts';
import { Select } from '../ui/choice.tsx';
import styles from './admin.module.css';

const { host } = createApi(null);

/** The plans in force with what the office chose, and adopting another or the same with other choices. */
export function PlansPage({ board }: { readonly board: BoardState }) {
  const { t } = useTranslation('admin');
  const { t: words } = useTranslation();
  const label = useLabel();
  const [pack, setPack] = useState<string | null>(null);
  const packs = useQuery({ queryKey: ['packs'], queryFn: async () => unwrap(await host.get('/packs', packList)) });
  const current = Object.values(board.currentPlans).flatMap((id) => board.plans[id] ?? []);
  const chosen = packs.data?.packs.find((one) => one.pack === pack);
  return (
    <div className={styles.page}>
      <section className={styles.card}>
        <h2>{t('plans.inForce')}</h2>
        {current.length === 0 && <p>{t('plans.none')}</p>}
        {current.map(({ plan, adoption, choices, seasons, hash }) => (
          <div key={adoption} className={styles.row}>
            <b>{label(plan.title)}</b> {t('plans.edition', { edition: plan.edition })}{' '}
            <span className={`fig ${styles.hint}`}>{hash.slice(0, 12)}</span>{' '}
            <Link to="/desk/$" params={{ _splat: `plans/${adoption}` }}>
              {t('plans.read')}
            </Link>
            {Object.entries(seasons).map(([id, days]) => (
              <p key={id} className={styles.hint}>
                {t('plans.seasonIs', { label: plan.armed?.during === id ? label(plan.armed.label) : id, ...days })}
              </p>
            ))}
            {Object.entries(plan.settings).map(([id, setting]) => {
              const option = setting.options.find((one) => one.id === (choices[id] ?? setting.default));
              return (
                <p key={id} className={styles.hint}>
                  {label(setting.label)}: {option && label(option.label)}
                </p>
              );
            })}
          </div>
        ))}
      </section>
      <section className={`${styles.card} ${styles.narrow}`}>
        <h2>{t('plans.adopt')}</h2>
        <p className={styles.hint}>{t('plans.note')}</p>
        {packs.isError && (
          <p role="alert">
            {errorText(words, packs.error)} <Button onPress={() => void packs.refetch()}>{words('act.retry')}</Button>
          </p>
        )}
        <Select
          label={t('plans.pack')}
          placeholder={t('plans.choose')}
          options={(packs.data?.packs ?? []).map((one) => ({
            id: one.pack,
            text: `${label(one.title)} ${t('plans.edition', { edition: one.edition })}`,
          }))}
          value={pack}
          onChange={setPack}
        />
        {chosen && <AdoptForm key={chosen.pack} pack={chosen} board={board} />}
      </section>
    </div>
  );
}

function AdoptForm({ pack, board }: { readonly pack: PackView; readonly board: BoardState }) {
  const { t } = useTranslation('admin');
  const label = useLabel();
  const { api } = useRoom();
  // What is in force now is where the new choice begins.
  const before = Object.values(board.currentPlans)
    .flatMap((id) => board.plans[id] ?? [])
    .find((one) => one.plan.plan === pack.pack);
  const [value, setValue] = useState<PackChoice>({
    choices: { ...before?.choices },
    seasons: Object.fromEntries(Object.entries(before?.seasons ?? {}).map(([id, days]) => [id, { ...days }])),
  });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const wrong = pack.seasons.filter((one) => !isSeason(value.seasons[one.id])).map((one) => one.id);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setDone(false);
    if (busy || wrong.length > 0) return;
    setBusy(true);
    const answer = await api.command('plan.adopt', { pack: pack.pack, choices: value.choices, seasons: value.seasons });
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    setDone(answer.ok);
  };
  return (
    <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
      <PlanChoice pack={pack} value={value} onChange={setValue} wrongSeasons={tried ? wrong : []} />
      <div className={styles.bar}>
        <Button kind="main" type="submit" isDisabled={busy}>
          {before ? t('plans.readopt') : t('plans.submit')}
        </Button>
        <output>{isDone && t('plans.done', { title: label(pack.title), edition: pack.edition })}</output>
      </div>
      <FailureLine failure={failure} />
    </form>
  );
}
