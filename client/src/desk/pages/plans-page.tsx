import type { AdoptedPlan } from '@duty-room/shared/plan/adopted-plan';
import type { Citation } from '@duty-room/shared/plan/label';
import type { PlanClass, PlanRule } from '@duty-room/shared/plan/schema';
import { useDesk } from '../desk-context.tsx';
import { PageLink } from '../pages.tsx';
import { useWords } from '../use-words.ts';
import styles from './pages.module.css';

/** The adopted plans, to be read: classes, grades, chains and rules, each with where it stands in the text. */
export function PlansPage({ adoption }: { readonly adoption: string }) {
  const { state } = useDesk();
  const words = useWords();
  const current = Object.values(state.currentPlans).flatMap((id) => state.plans[id] ?? []);
  const chosen = state.plans[adoption] ?? current[0];
  if (!chosen)
    return (
      <div className={styles.page}>
        <h1>{words.say('plans.title')}</h1>
        <div className={styles.empty}>
          <b>{words.say('plans.none')}</b>
          <p>{words.say('plans.noneNext')}</p>
        </div>
      </div>
    );
  const earlier = Object.values(state.plans).filter(
    (one) => one.plan.plan === chosen.plan.plan && state.currentPlans[one.plan.plan] !== one.adoption,
  );
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{words.say('plans.title')}</h1>
        <nav className={styles.toc} aria-label={words.say('plans.pick')}>
          {current.map((one) => (
            <PageLink key={one.adoption} page="plans" rest={one.adoption} current={one.adoption === chosen.adoption}>
              {words.label(one.plan.title)}
            </PageLink>
          ))}
        </nav>
      </div>
      <Plan adopted={chosen} />
      {earlier.length > 0 && (
        <section className={styles.card}>
          <h2>{words.say('plans.superseded')}</h2>
          {earlier.map((one) => (
            <PageLink key={one.adoption} page="plans" rest={one.adoption}>
              {words.label(one.plan.title)} {words.say('plans.edition', { edition: one.plan.edition })}{' '}
              <span className="fig">{one.hash.slice(0, 12)}</span>
            </PageLink>
          ))}
        </section>
      )}
    </div>
  );
}

function Plan({ adopted }: { readonly adopted: AdoptedPlan }) {
  const words = useWords();
  const { plan } = adopted;
  const role = (id: string): string => {
    const found = plan.roles.find((one) => one.id === id);
    return found ? words.label(found.label) : id;
  };
  return (
    <>
      <section className={styles.card}>
        <h2>
          {words.label(plan.title)} · {words.say('plans.edition', { edition: plan.edition })}
        </h2>
        <p className={styles.hint}>
          {words.say('plans.document')}: {words.label(plan.document)} · {words.say('plans.office')}: {role(plan.office)}{' '}
          · {words.say('plans.adopted', { hash: adopted.hash.slice(0, 12) })}
          {Object.values(adopted.seasons).map(
            (season) => ` · ${words.say('plans.season', { from: season.from, to: season.to })}`,
          )}
        </p>
      </section>
      {Object.keys(plan.settings).length > 0 && (
        <section className={styles.card}>
          <h2>{words.say('plans.settings')}</h2>
          {Object.entries(plan.settings).map(([id, setting]) => {
            const chosen = adopted.choices[id] ?? setting.default;
            return (
              <div key={id} className={styles.rule}>
                <b>{words.label(setting.label)}</b>
                <p>
                  {setting.options.map((option) => (
                    <span key={option.id}>
                      {option.id === chosen ? '● ' : '○ '}
                      {words.label(option.label)}
                      {option.id === chosen &&
                        ` (${words.say(adopted.choices[id] === undefined ? 'plans.default' : 'plans.chosen')})`}
                      {'　'}
                    </span>
                  ))}
                </p>
                <p>
                  {words.say('plans.why')}: {words.label(setting.why)}
                </p>
                <Cites cite={setting.cite} />
              </div>
            );
          })}
        </section>
      )}
      <section className={styles.card}>
        <h2>{words.say('plans.classes')}</h2>
        {plan.classes.map((one) => (
          <Class key={one.id} one={one} adopted={adopted} />
        ))}
      </section>
      {plan.chains.length > 0 && (
        <section className={styles.card}>
          <h2>{words.say('plans.chains')}</h2>
          {plan.chains.map((chain) => (
            <div key={chain.id} className={styles.rule}>
              <b>{words.label(chain.label)}</b>
              <ol className={styles.chain}>
                {chain.hops.map((hop) => (
                  <li key={hop.id}>
                    {words.label(hop.decide?.question ?? hop.label)}{' '}
                    <small className={styles.hint}>
                      {words.say('plans.from', {
                        role: role(hop.from),
                        to: hop.to.map(role).join(words.say('list.comma')),
                      })}
                      {hop.soft && ` · ${words.label(hop.soft)}`}
                      {hop.decide && ` · ${words.say('plans.ifNeeded', { role: role(hop.decide.by) })}`}
                      {' · '}
                      {hop.cite.map((cite) => words.label(cite.at)).join(' · ')}
                    </small>
                  </li>
                ))}
              </ol>
              <Cites cite={chain.cite} />
            </div>
          ))}
        </section>
      )}
      <section className={styles.card}>
        <h2>{words.say('plans.rules')}</h2>
        {plan.rules.map((rule) => (
          <div key={rule.id} className={styles.rule}>
            <b>{words.label(rule.label)}</b>
            <p>
              {limitOf(rule)}
              {rule.actor !== undefined && ` · ${role(rule.actor)}`}
              {rule.recipients.length > 0 && ` → ${rule.recipients.map(role).join(words.say('list.comma'))}`}
              {rule.medium !== undefined && ` · ${words.medium(rule.medium)}`}
              {rule.beforeClosing && ` · ${words.say('plans.beforeClosing')}`}
            </p>
            {rule.otherwise && <p>{words.label(rule.otherwise)}</p>}
            {rule.reading && (
              <p>
                {words.say('plans.reading')}: {words.label(rule.reading)}
              </p>
            )}
            <Cites cite={rule.cite} />
          </div>
        ))}
      </section>
      {plan.mechanisms.length > 0 && (
        <section className={styles.card}>
          <h2>{words.say('plans.mechanisms')}</h2>
          {plan.mechanisms.map((one) => (
            <div key={one.id} className={styles.rule}>
              <b>{words.label(one.label)}</b>
              {one.levels.length > 0 && (
                <small className={styles.hint}>
                  {' '}
                  {one.levels.map((level) => words.label(level.label)).join(' / ')}
                </small>
              )}
              <p>{words.label(one.text)}</p>
              <Cites cite={one.cite} />
            </div>
          ))}
        </section>
      )}
      {plan.reports.length > 0 && (
        <section className={styles.card}>
          <h2>{words.say('plans.reports')}</h2>
          {plan.reports.map((one) => (
            <div key={one.id} className={styles.rule}>
              <b>{words.label(one.label)}</b>
              <p>
                {one.fields
                  .map((field) => words.label(field.label) + (field.required ? ' *' : ''))
                  .join(words.say('list.comma'))}
              </p>
              {one.cite && <Cites cite={one.cite} />}
            </div>
          ))}
        </section>
      )}
    </>
  );

  function limitOf(rule: PlanRule): string {
    const parts: string[] = [];
    if (rule.limit !== undefined) parts.push(words.say('plans.limit', { limit: words.span(rule.limit) }));
    if (rule.soft) parts.push(words.say('plans.softWord', { word: words.label(rule.soft) }));
    if (rule.asked) parts.push(words.say('plans.asked'));
    if (rule.ifNeeded) parts.push(words.say('plans.ifNeeded', { role: role(rule.ifNeeded.by) }));
    if (rule.warn && typeof rule.warn.left === 'number')
      parts.push(words.say('plans.warn', { span: words.span(rule.warn.left) }));
    return parts.join(' · ');
  }
}

function Class({ one, adopted }: { readonly one: PlanClass; readonly adopted: AdoptedPlan }) {
  const words = useWords();
  const { plan } = adopted;
  const scale = plan.scales.find((candidate) => candidate.id === one.scale);
  const grade = (id: string): string => {
    const found = scale?.grades.find((candidate) => candidate.id === id);
    return found ? words.label(found.label) : id;
  };
  return (
    <div className={styles.rule}>
      <b>{words.label(one.label)}</b>{' '}
      <small className={styles.hint}>
        {scale
          ? scale.grades.map((candidate) => words.label(candidate.label)).join(' < ')
          : words.say('plans.noGrades')}
      </small>
      {one.criteria.length > 0 && (
        <ul className={styles.chain}>
          {one.criteria.map((criterion, index) => (
            <li key={`${criterion.propose}/${index}`}>
              <b>{grade(criterion.propose)}</b> {words.label(criterion.text)}{' '}
              <small className={styles.hint}>
                {criterion.cite.map((cite) => words.label(cite.at)).join(' · ')}
                {criterion.conflictsWith &&
                  ` · ${words.say('plans.conflicts')} ${criterion.conflictsWith.map((cite) => words.label(cite.at)).join(' · ')}`}
              </small>
            </li>
          ))}
        </ul>
      )}
      {one.intake.length > 0 && (
        <p>
          {words.say('plans.intake')}:{' '}
          {one.intake
            .map((id) => {
              const fact = plan.facts[id];
              return fact ? words.label(fact.label) : words.time(id);
            })
            .join(words.say('list.comma'))}
        </p>
      )}
      <Cites cite={one.cite} />
    </div>
  );
}

function Cites({ cite }: { readonly cite: readonly Citation[] }) {
  const words = useWords();
  return (
    <p>
      {cite.map((one) => (
        <span key={`${one.at.zh}/${one.line}`}>
          {words.label(one.at)} {one.quote !== undefined && <q lang="zh-CN">{one.quote}</q>}
          {'　'}
        </span>
      ))}
    </p>
  );
}
