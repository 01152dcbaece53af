import { describe, expect, it } from 'vitest';
import { emptyBoard } from '@duty-room/shared/board/reduce';
import type { BoardState } from '@duty-room/shared/board/state';
import type { BoardView, DutyRow } from '@duty-room/shared/board/view';
import type { IncidentState } from '@duty-room/shared/incident/state';
import { figuresOf } from './figures.ts';
import { rolesOf, waitingFor } from './waiting.ts';

const words = (text: string): { zh: string; en: string } => ({ zh: text, en: text });

function incident(change: Partial<IncidentState> = {}): IncidentState {
  return {
    id: 'one',
    number: '1',
    title: 'one',
    place: '',
    status: 'open',
    pins: [{ plan: 'ward', adoption: 'a1', class: 'fault' }],
    revision: 3,
    acts: [],
    withdrawn: {},
    receivedAt: 1_000,
    handled: {},
    ...change,
  } as IncidentState;
}

/** Somebody of the command group whose account stands for a person of the directory. */
function room(roles: Record<string, readonly string[]>, one = incident()): BoardState {
  const empty = emptyBoard();
  return {
    ...empty,
    directory: { ...empty.directory, persons: { w: { id: 'w', name: 'Wang', hasNumber: false } }, roles },
    people: {
      ...empty.people,
      accounts: {
        wang: {
          id: 'wang',
          login: 'wang',
          name: 'Wang',
          roles: ['command'],
          person: 'w',
          disabled: false,
          hasPin: false,
          revision: 0,
        },
      },
    },
    plans: { a1: { adoption: 'a1', plan: { office: 'office' } } as never },
    incidents: { one },
  };
}

function row(change: object): DutyRow {
  const obligation = { key: 'k', incident: 'one', plan: 'ward', rule: 'r', state: 'open', dueAt: 9_000 };
  return {
    tone: 'open',
    recipients: [],
    ...change,
    obligation: { ...obligation, ...('obligation' in change ? (change.obligation as object) : {}) },
  } as unknown as DutyRow;
}
const deciding = row({
  step: {
    index: 1,
    of: 2,
    current: {
      hop: 'up',
      label: words('up'),
      decision: { by: 'leader', question: words('?') },
      missing: [],
      to: [],
      cite: [],
    },
  },
});
const view = (duties: readonly DutyRow[], state: BoardState): BoardView =>
  ({
    duties,
    done: [],
    incidents: Object.values(state.incidents).map((one) => ({ incident: one })),
  }) as unknown as BoardView;

describe('what waits for a person of the command group', () => {
  it('is the decision of a role that they fill', () => {
    const state = room({ leader: ['w'] });
    expect(rolesOf(state, 'wang')).toEqual(new Set(['leader']));
    expect(waitingFor(state, view([deciding], state), 'wang')).toMatchObject([
      { kind: 'decide', role: 'leader', unfilled: false },
    ]);
  });

  it('is not what another person was asked', () => {
    const state = room({ leader: ['x'] });
    const filled = {
      ...state,
      directory: { ...state.directory, persons: { x: { id: 'x', name: 'X', hasNumber: false } } },
    };
    expect(waitingFor(filled, view([deciding], filled), 'wang')).toEqual([]);
  });

  it('is also what nobody is named for, and says so', () => {
    const state = room({});
    expect(waitingFor(state, view([deciding], state), 'wang')).toMatchObject([{ unfilled: true }]);
  });

  it('is nothing that was decided, and nothing that the duty office itself answers', () => {
    const state = room({ leader: ['w'] });
    const decided = row({
      step: { current: { hop: 'up', decision: { by: 'leader', question: words('?'), choice: 'yes' } } },
    });
    const office = row({ obligation: { ifNeeded: { by: 'office', question: words('?') } } });
    expect(waitingFor(state, view([decided, office], state), 'wang')).toEqual([]);
  });

  it('is a report that was sent to their role, until it was received; a withdrawn receipt opens it again', () => {
    const sent = {
      id: 'e1',
      type: 'incident.report-sent',
      data: { report: 'r1', kind: 'initial', sequence: 1, to: ['leader', 'city'] },
    };
    const received = { id: 'e2', type: 'incident.report-received', data: { report: 'r1', by: 'leader', receipt: 'x' } };
    const at = (acts: readonly object[], withdrawn = {}): BoardState =>
      room({ leader: ['w'] }, incident({ acts: acts as never, withdrawn }));
    const asked = (state: BoardState): readonly string[] =>
      waitingFor(state, view([], state), 'wang').map((item) => item.kind);
    expect(asked(at([sent]))).toEqual(['receipt']);
    expect(asked(at([sent, received]))).toEqual([]);
    expect(asked(at([sent, received], { e2: 'e3' }))).toEqual(['receipt']);
  });

  it('comes with the least time left first', () => {
    const state = room({ leader: ['w'] });
    const later = row({ ...deciding, obligation: { key: 'later', dueAt: 20_000 } });
    const never = row({ obligation: { key: 'never', dueAt: null, ifNeeded: { by: 'leader', question: words('?') } } });
    const keys = waitingFor(state, view([never, later, deciding], state), 'wang').map((item) => item.dueAt);
    expect(keys).toEqual([9_000, 20_000, null]);
  });
});

describe('the figures', () => {
  it('count a closed incident by its settlement, and what was stated late apart', () => {
    const duty = (state: string, dueAt: number | null = 5): object => ({ key: state, state, dueAt });
    const closed = incident({
      status: 'closed',
      endedAt: 100_000_000,
      settlement: ['met', 'met', 'metLate', 'metStatedLate', 'waived']
        .map((state) => duty(state))
        .concat(duty('met', null)) as never,
    });
    const figures = figuresOf(room({}, closed), 100_000_001);
    expect(figures).toMatchObject({ met: 2, metLate: 1, metStatedLate: 1, waived: 1, endedInDay: 1, receivedInDay: 0 });
  });
});
