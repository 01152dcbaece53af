import type { Instant } from '../kernel/instant.ts';
import type { PlanChain, PlanHop } from '../plan/schema.ts';
import { best, isPast, type Line, type Met, together } from './met.ts';
import type { ChainStep } from './obligation.ts';
import type { Scene } from './scene.ts';

/**
 * When every hop of the chain was made: at the latest stated one. Hops made earlier, under another grade, count for the same recipient.
 * A decision with "no" completes its hop; with "yes" it is complete when each recipient was told. A provisional chain is never complete.
 */
export function chainMet(
  chain: PlanChain,
  scene: Scene,
  line: Line,
  provisionalCounts = chain.provisional,
): Met | undefined {
  if (provisionalCounts) return undefined;
  const parts: Met[] = [];
  for (const hop of chain.hops) {
    const met = hopMet(hop, scene, line);
    if (!met) return undefined;
    parts.push(met);
  }
  return together(parts);
}

/** The office was told when it received the call; everybody else by a relay or a report that reached them. */
export function toldMet(role: string, scene: Scene, line: Line, since?: Instant): Met | undefined {
  const told = best(scene.tally.told.get(role), scene.at, line, since);
  if (role !== scene.adopted.plan.office) return told;
  const received = scene.tally.receivedAt(scene.at);
  if (!received || typeof received.value !== 'number') return told;
  // The receipt was on record from the first statement that puts it before the line; a later correction of its instant does not make it late.
  const recordedAt = (scene.tally.facts.get('received') ?? [])
    .filter(
      (mark) => typeof mark.value === 'number' && !isPast(mark.value, line) && mark.recordedAt <= received.recordedAt,
    )
    .reduce((earliest, mark) => Math.min(earliest, mark.recordedAt), received.recordedAt);
  return { at: received.value, refs: [{ event: received.event, occurredAt: received.value, recordedAt }] };
}

function hopMet(hop: PlanHop, scene: Scene, line: Line): Met | undefined {
  const parts: Met[] = [];
  if (hop.decide) {
    const choice = decisionAt(hop, scene);
    if (!choice) return undefined;
    const decided = {
      at: choice.from,
      refs: [{ event: choice.event, occurredAt: choice.from, recordedAt: choice.recordedAt }],
    };
    if (choice.choice === 'no') return decided;
    parts.push(decided);
  }
  for (const role of hop.to) {
    const told = toldMet(role, scene, line);
    if (!told) return undefined;
    parts.push(told);
  }
  return together(parts);
}

function decisionAt(hop: PlanHop, scene: Scene) {
  return scene.tally.decisions.get(hop.id)?.findLast((mark) => !mark.gone && mark.from <= scene.at);
}

/** The chain as a checklist: which steps are done, which one is next, who is still missing. */
export function chainSteps(chain: PlanChain, scene: Scene, at: Instant = scene.at): readonly ChainStep[] {
  const here = { ...scene, at };
  let next = true;
  return chain.hops.map((hop) => {
    const choice = hop.decide ? decisionAt(hop, here) : undefined;
    const missing = choice?.choice === 'no' ? [] : hop.to.filter((role) => !toldMet(role, here, null));
    const met = hopMet(hop, here, null);
    const state = met ? (choice?.choice === 'no' ? 'declined' : 'done') : next ? 'current' : 'waiting';
    if (!met) next = false;
    return {
      hop: hop.id,
      label: hop.label,
      from: hop.from,
      to: hop.to,
      missing,
      state,
      evidence: met?.refs ?? [],
      cite: hop.cite,
      ...(met ? { doneAt: met.at } : {}),
      ...(hop.soft ? { soft: hop.soft } : {}),
      ...(hop.decide
        ? {
            decision: {
              by: hop.decide.by,
              question: hop.decide.question,
              ...(hop.decide.weighing ? { weighing: hop.decide.weighing } : {}),
              ...(choice ? { choice: choice.choice } : {}),
            },
          }
        : {}),
    };
  });
}
