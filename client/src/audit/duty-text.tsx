import type { Obligation } from '@duty-room/shared/obligation/obligation';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { lookOf, statusWord } from '../ui/status.ts';
import { useAudit } from './audit-context.tsx';
import styles from './audit.module.css';
import type { AuditWords } from './use-audit-words.ts';
import { verdictOf, type Verdict } from './verdict.ts';

/** How a duty stood at the instant looked at: shape, word and time left or past. */
export function StateThen({ duty, at }: { readonly duty: Obligation; readonly at: Instant }) {
  const { words } = useAudit();
  const word = statusWord(duty);
  const { shape, tone } = lookOf(word);
  return (
    <span className={toneClass(tone)}>
      <span aria-hidden="true">{shape}</span> {stateText(duty, at, words)}
    </span>
  );
}

function toneClass(tone: ReturnType<typeof lookOf>['tone']): string | undefined {
  return tone === 'over' ? styles.over : tone === 'soon' ? styles.soon : tone === 'gone' ? styles.gone : undefined;
}

/** The words of a state at an instant; the shape stands beside them. */
export function stateText(duty: Obligation, at: Instant, words: AuditWords): string {
  const { t, exact, instantSeconds } = words;
  const { dueAt, startedAt } = duty;
  switch (duty.state) {
    case 'overdue':
      return t('stood.overdue', { span: exact(at - (dueAt ?? at)) });
    case 'atRisk':
      return dueAt !== null && dueAt >= at ? t('stood.atRisk', { span: exact(dueAt - at) }) : t('common:state.atRisk');
    case 'open':
      if (dueAt !== null) return t('stood.open', { span: exact(dueAt - at) });
      return startedAt === null ? t('common:state.open') : t('stood.soft', { span: exact(at - startedAt) });
    case 'met':
    case 'metLate':
    case 'metStatedLate':
      return t(`stood.${duty.state}`, { at: instantSeconds(duty.metAt ?? at) });
    case 'superseded':
    case 'waived':
    case 'startUnknown':
    case 'notJudged':
    case 'void':
      return t(`common:state.${duty.state}`);
  }
}

/** What came of it later, by all that is on record today. */
export function Later({ duty, at }: { readonly duty: Obligation; readonly at: Instant }) {
  const { today, end, view, words } = useAudit();
  const verdict = verdictOf(today, duty.incident, duty.key, end, view);
  if (verdict === null) return <span className={styles.gone}>{words.t('later.unknown')}</span>;
  const same = verdict.state === duty.state && verdict.at === (duty.metAt ?? duty.supersededAt ?? null);
  if (same && verdict.at !== null && verdict.at <= at)
    return <span className={styles.gone}>{words.t('later.same')}</span>;
  return <VerdictWords verdict={verdict} />;
}

export function VerdictWords({ verdict }: { readonly verdict: Verdict }) {
  const { words } = useAudit();
  const { shape, tone } = lookOf(verdict.state);
  const isLate = verdict.state === 'metLate' || verdict.state === 'overdue';
  return (
    <span className={isLate ? styles.over : tone === 'gone' ? styles.gone : undefined}>
      <span aria-hidden="true">{shape}</span> {verdictText(verdict, words)}
      {verdict.enteredAt !== null && (
        <small>
          {words.t('later.entered', {
            at: words.instantSeconds(verdict.enteredAt),
            span: words.exact(verdict.enteredLate),
          })}
        </small>
      )}
    </span>
  );
}

export function verdictText(verdict: Verdict, words: AuditWords): string {
  const { t, exact, instantSeconds } = words;
  const at = verdict.at === null ? '' : instantSeconds(verdict.at);
  switch (verdict.state) {
    case 'met':
      if (verdict.left !== null) return t('later.met', { at, span: exact(verdict.left) });
      return verdict.took === null ? t('later.done', { at }) : t('later.doneIn', { at, span: exact(verdict.took) });
    case 'metLate':
      return verdict.left === null ? t('later.done', { at }) : t('later.metLate', { at, span: exact(verdict.left) });
    case 'metStatedLate':
      return t('later.metStatedLate', { at });
    case 'waived':
      return t('later.waived', { at });
    case 'superseded':
      return verdict.at === null || verdict.supersededBy === undefined
        ? t('common:state.superseded')
        : t('later.superseded', { at, why: t(`why.${verdict.supersededBy}`) });
    case 'overdue':
      return t(verdict.closed ? 'later.closedOverdue' : 'later.overdue');
    case 'open':
    case 'atRisk':
      return t(verdict.closed ? 'later.closedOpen' : 'later.open');
    case 'startUnknown':
    case 'notJudged':
    case 'void':
      return t(`common:state.${verdict.state}`);
  }
}
