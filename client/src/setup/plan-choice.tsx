import type { PackView } from '@duty-room/shared/protocol/http';
import { useLabel } from '../i18n/hooks.ts';
import { useTranslation } from '../i18n/translation.ts';
import styles from './setup.module.css';

export type PackChoice = {
  readonly choices: Record<string, string>;
  readonly seasons: Record<string, { from: string; to: string }>;
};

type Props = {
  readonly pack: PackView;
  readonly value: PackChoice;
  readonly onChange: (value: PackChoice) => void;
  /** Season ids whose days are missing or turned round. */
  readonly wrongSeasons: readonly string[];
};

/** What the office decides about a plan: the days of its season, and each setting with why there is a choice. */
export function PlanChoice({ pack, value, onChange, wrongSeasons }: Props) {
  const { t } = useTranslation('setup');
  const label = useLabel();
  return (
    <div className={styles.choices}>
      {pack.seasons.map((season) => {
        const days = value.seasons[season.id] ?? { from: '', to: '' };
        const set = (change: Partial<typeof days>): void =>
          onChange({ ...value, seasons: { ...value.seasons, [season.id]: { ...days, ...change } } });
        return (
          <fieldset key={season.id} className={styles.group}>
            <legend>{t('plans.season', { label: label(season.label) })}</legend>
            <div className={styles.days}>
              <label>
                {t('plans.from')}
                <input
                  type="date"
                  value={days.from}
                  aria-invalid={wrongSeasons.includes(season.id) || undefined}
                  onChange={(event) => set({ from: event.target.value })}
                />
              </label>
              <label>
                {t('plans.to')}
                <input
                  type="date"
                  value={days.to}
                  aria-invalid={wrongSeasons.includes(season.id) || undefined}
                  onChange={(event) => set({ to: event.target.value })}
                />
              </label>
            </div>
            <p className={styles.hint}>
              {t('plans.seasonHint')} · {season.cite.map((one) => label(one.at)).join(' · ')}
            </p>
            {wrongSeasons.includes(season.id) && (
              <p role="alert" className={styles.error}>
                {t('plans.seasonMissing')}
              </p>
            )}
          </fieldset>
        );
      })}
      {pack.settings.map((setting) => {
        const chosen = value.choices[setting.id] ?? setting.default;
        return (
          <fieldset key={setting.id} className={styles.group}>
            <legend>{label(setting.label)}</legend>
            {setting.options.map((option) => (
              <label key={option.id} className={styles.option}>
                <input
                  type="radio"
                  name={`${pack.pack}/${setting.id}`}
                  checked={chosen === option.id}
                  onChange={() => onChange({ ...value, choices: { ...value.choices, [setting.id]: option.id } })}
                />
                <span>
                  {label(option.label)} {option.id === setting.default && <small>{t('plans.default')}</small>}
                </span>
              </label>
            ))}
            <p className={styles.hint}>
              {t('plans.why1', { why: label(setting.why) })} {setting.cite.map((one) => label(one.at)).join(' · ')}
            </p>
          </fieldset>
        );
      })}
    </div>
  );
}
