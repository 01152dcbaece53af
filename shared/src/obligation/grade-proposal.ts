import type { PlanCriterion } from '../plan/schema.ts';
import { classOf, gradeIndex, holds, type Scene } from './scene.ts';

/** The grade that the facts ask for: the highest whose criterion holds, with that criterion quoted. A named person confirms it. */
export type GradeProposal = { readonly grade: string; readonly criterion: PlanCriterion; readonly index: number };

export function proposeGrade(scene: Scene): GradeProposal | undefined {
  let proposal: GradeProposal | undefined;
  (classOf(scene)?.criteria ?? []).forEach((criterion, index) => {
    if (!holds(criterion.when, scene)) return;
    if (!proposal || gradeIndex(scene, criterion.propose) > gradeIndex(scene, proposal.grade))
      proposal = { grade: criterion.propose, criterion, index };
  });
  return proposal;
}
