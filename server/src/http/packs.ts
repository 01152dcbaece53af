import type { Plan } from '@duty-room/shared/plan/schema';
import type { PackView } from '@duty-room/shared/protocol/http';

/** What set-up and the administrator choose from: a plan pack without its rules. */
export function packView(pack: string, plan: Plan): PackView {
  return {
    pack,
    edition: plan.edition,
    title: plan.title,
    document: plan.document,
    seasons: plan.armed ? [{ id: plan.armed.during, label: plan.armed.label, cite: plan.armed.cite }] : [],
    settings: Object.entries(plan.settings).map(([id, { label, options, default: chosen, why, cite }]) => ({
      id,
      label,
      options: options.map((option) => ({ id: option.id, label: option.label })),
      default: chosen,
      why,
      cite,
    })),
    roles: plan.roles.map(({ id, label }) => ({ id, label })),
    classes: plan.classes.map(({ id, label }) => ({ id, label })),
  };
}
