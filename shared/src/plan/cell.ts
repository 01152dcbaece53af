import { assertNever } from '../kernel/assert-never.ts';
import type { Condition } from './condition.ts';
import type { Names } from './names.ts';

/** One field of the table class x grade. `grade` is null while ungraded, or where the class has no grades. */
export type Cell = { readonly class: string; readonly grade: string | null; readonly grades: readonly string[] };

/** Every class with every grade of its scale, and ungraded. */
export function cellsOf(names: Names): readonly Cell[] {
  return [...names.classes].flatMap(([id, scale]): readonly Cell[] => {
    const grades = (scale === undefined ? undefined : names.scales.get(scale)) ?? [];
    return [null, ...grades].map((grade) => ({ class: id, grade, grades }));
  });
}

/** Whether a condition holds for every incident of the cell (true), for none (false), or depends on more than class and grade. */
export function holdsIn(condition: Condition, cell: Cell): boolean | undefined {
  if ('all' in condition) {
    const parts = condition.all.map((inner) => holdsIn(inner, cell));
    return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
  }
  if ('any' in condition) {
    const parts = condition.any.map((inner) => holdsIn(inner, cell));
    return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false;
  }
  if ('not' in condition) {
    const inner = holdsIn(condition.not, cell);
    return inner === undefined ? undefined : !inner;
  }
  if ('class' in condition) return condition.class.includes(cell.class);
  if ('grade' in condition) return cell.grade !== null && condition.grade.includes(cell.grade);
  if ('gradeAtLeast' in condition) {
    const least = cell.grades.indexOf(condition.gradeAtLeast);
    return cell.grade !== null && least >= 0 && cell.grades.indexOf(cell.grade) >= least;
  }
  if ('ungraded' in condition) return cell.grade === null;
  if ('setting' in condition || 'decided' in condition || 'mechanism' in condition) return undefined;
  if ('answered' in condition || 'fact' in condition) return undefined;
  return assertNever(condition, 'condition');
}
