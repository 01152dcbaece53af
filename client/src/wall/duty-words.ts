import type { Translate } from '../i18n/translation.ts';
import type { BoardState } from '@duty-room/shared/board/state';
import { roleLabel, type DutyRow } from '@duty-room/shared/board/view';
import type { Label } from '@duty-room/shared/plan/label';
import { labelText } from '../i18n/i18n.ts';
import { instantText, type Reading } from '../ui/fact-text.ts';
import { spanWords, type Units } from '../ui/countdown-text.ts';

/** What a row of the departure board says, beside its figures. */
export type DutyWords = {
  readonly title: string;
  /** The duty alone, without whom it is for. */
  readonly short: string;
  /** What happens next if nobody acts; never cut off. */
  readonly consequence: string;
  readonly incident: string;
  /** The tail of the sub-line, the most useful first: it is what may be cut off. */
  readonly details: readonly string[];
};

type Context = {
  readonly t: Translate<'wall'>;
  readonly state: BoardState;
  readonly reading: Reading;
  readonly units: Units & { readonly second: string };
};

function roleWord(row: DutyRow, role: string, { state, reading }: Context): string {
  const incident = state.incidents[row.obligation.incident];
  return incident ? labelText(roleLabel(state, incident, row.obligation.plan, role), reading.language) : role;
}

function titleOf(row: DutyRow, context: Context): string {
  const { language } = context.reading;
  const text = (label: Label): string => labelText(label, language);
  const colon = language === 'zh' ? '：' : ': ';
  const duty = text(row.obligation.label);
  const { step } = row;
  if (step) {
    const to = step.current.missing.length > 0 ? step.current.missing : step.current.to;
    const asks = step.current.decision && !step.current.decision.choice;
    const whom = some(
      to.map((role) => roleWord(row, role, context)),
      context,
    );
    return `${duty}${colon}${whom}${asks ? (language === 'zh' ? '？' : '?') : ''}`;
  }
  // A duty that names its recipient in its own words does not name it twice.
  const others = row.recipients.filter((label) => !row.obligation.label.zh.includes(label.zh));
  if (others.length === 0) return duty;
  return `${duty} → ${some(others.map(text), context)}`;
}

/** Two names are said, of more the first and how many others. */
function some(names: readonly string[], { t, reading }: Context): string {
  if (names.length <= 2) return names.join(reading.language === 'zh' ? '、' : ', ');
  return t('row.andOthers', { first: names[0] ?? '', others: names.length - 1 });
}

function consequenceOf(row: DutyRow, context: Context): string {
  const { t, reading } = context;
  const { obligation } = row;
  const decision = row.step?.current.decision;
  if (decision && !decision.choice) return t('row.decide', { who: roleWord(row, decision.by, context) });
  if (row.tone === 'atRisk' && obligation.demandsGrade !== undefined) return t('row.demands');
  if (obligation.otherwise) return labelText(obligation.otherwise, reading.language);
  if (obligation.ifNeeded) return t('row.waitingFor', { who: roleWord(row, obligation.ifNeeded.by, context) });
  if (row.callNext) {
    const who = row.callNext.persons[0]?.name ?? labelText(row.callNext.label, reading.language);
    return t('row.call', { who });
  }
  if (row.tone === 'overdue') return t('row.lateReason');
  return row.actor ? t('row.owner', { who: labelText(row.actor, reading.language) }) : '';
}

function detailsOf(row: DutyRow, context: Context): readonly string[] {
  const { t, reading, units } = context;
  const { obligation, step } = row;
  const details: string[] = [];
  if (obligation.forecastAt !== undefined)
    details.push(
      Number.isFinite(obligation.forecastAt) && obligation.forecastAt < 8.64e15
        ? t('row.forecast', { at: instantText(obligation.forecastAt, reading) })
        : t('row.forecastNever'),
    );
  if (obligation.overdueAtBirth) details.push(t('row.bornLate'));
  if (obligation.startAssumed) details.push(t('row.assumed'));
  if (step) details.push(t('row.step', { index: step.index, of: step.of }));
  if (obligation.soft && obligation.softWord)
    details.push(t('row.softWord', { word: labelText(obligation.softWord, reading.language) }));
  if (obligation.dueAt !== null && obligation.startedAt !== null)
    details.push(t('row.limit', { span: spanWords(obligation.dueAt - obligation.startedAt, units) }));
  const cited = obligation.cite[0];
  const plan = labelText(row.planTitle, reading.language);
  details.push(cited ? `${plan} ${labelText(cited.at, reading.language)}` : plan);
  return details;
}

export function dutyWords(row: DutyRow, context: Context): DutyWords {
  return {
    title: titleOf(row, context),
    short: labelText(row.obligation.label, context.reading.language),
    consequence: consequenceOf(row, context),
    incident: row.incidentTitle,
    details: detailsOf(row, context),
  };
}

/**
 * Whether somebody is at it: an act of that incident was recorded after the line (or its warning point) was passed.
 * Until then the shape blinks.
 */
export function isNoticed(row: DutyRow, state: BoardState): boolean {
  const { obligation, tone } = row;
  const passed = tone === 'overdue' ? obligation.dueAt : obligation.warnAt;
  const last = state.incidents[obligation.incident]?.acts.at(-1);
  return passed === null || (last !== undefined && last.recordedAt > passed);
}
