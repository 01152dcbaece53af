import type { Obligation, ObligationState } from '@duty-room/shared/obligation/obligation';

/** How a duty looks, everywhere: one shape, one word (`state.*`), one colour class. */
export type Look = {
  readonly shape: '◆' | '▲' | '●' | '○' | '✓' | '–' | '?';
  readonly tone: 'over' | 'soon' | 'run' | 'soft' | 'done' | 'gone';
};

const LOOKS: { readonly [S in ObligationState]: Look } = {
  overdue: { shape: '◆', tone: 'over' },
  atRisk: { shape: '▲', tone: 'soon' },
  open: { shape: '●', tone: 'run' },
  met: { shape: '✓', tone: 'done' },
  metLate: { shape: '✓', tone: 'done' },
  metStatedLate: { shape: '✓', tone: 'done' },
  waived: { shape: '–', tone: 'gone' },
  superseded: { shape: '–', tone: 'gone' },
  startUnknown: { shape: '?', tone: 'run' },
  notJudged: { shape: '–', tone: 'gone' },
  void: { shape: '–', tone: 'gone' },
};

export type StatusWord = ObligationState | 'soft';

/** A soft duty runs as a circle without a line until it is met. */
export function statusWord(duty: Pick<Obligation, 'state' | 'soft'>): StatusWord {
  return duty.soft && duty.state === 'open' ? 'soft' : duty.state;
}

export function lookOf(word: StatusWord): Look {
  return word === 'soft' ? { shape: '○', tone: 'soft' } : LOOKS[word];
}
