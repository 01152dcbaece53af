import type { Obligation } from '@duty-room/shared/obligation/obligation';
import { useDesk } from './desk-context.tsx';
import styles from './cite-line.module.css';
import { useWords } from './use-words.ts';

/** Where a duty stands in the plan's text: its words, section and paragraph, edition, and the reading that was settled. */
export function CiteLine({ duty }: { readonly duty: Obligation }) {
  const { state } = useDesk();
  const words = useWords();
  const incident = state.incidents[duty.incident];
  const pin = incident?.pins.find((one) => one.plan === duty.plan);
  const plan = pin ? state.plans[pin.adoption]?.plan : undefined;
  const quote = duty.cite.find((one) => one.quote !== undefined)?.quote;
  return (
    <div className={styles.cite}>
      {quote !== undefined && <q lang="zh-CN">{quote}</q>}
      <span>
        {plan && `${words.label(plan.title)} `}
        {duty.cite.map((one) => words.label(one.at)).join(' · ')}
        {plan && ` · ${words.say('relay.edition', { edition: plan.edition })}`}
        {duty.reading && ` · ${words.label(duty.reading)}`}
      </span>
    </div>
  );
}
