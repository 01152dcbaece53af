import { own } from '@duty-room/shared/kernel/own';
import { accept, type Outcome } from '@duty-room/shared/kernel/refusal';
import { type DetectedPassing, isOnRecord } from '../clock/ticker.ts';
import type { ClockConfirmation, ClockStep, TrustedTime } from '../clock/trusted-time.ts';
import type { Chores } from './chores.ts';
import { derivedId } from './ids.ts';
import type { Locks } from './locks.ts';
import type { Appended, Prepared, Recorder } from './recorder.ts';
import type { RecordDraft } from './room.ts';
import type { RoomLog } from './room-log.ts';

/** The stream of the office, its starts and stops, and its clock. */
export const ROOM = 'room';

/** What goes on record without a command: what the room sees of itself and of time, and what access decides. */
export type OwnRecord = {
  /** Appends to a stream upon whatever it holds; null where there was nothing to append. */
  readonly append: (stream: string, prepare: () => Outcome<readonly Prepared[]>) => Promise<Outcome<Appended | null>>;
  readonly prepare: (id: string, draft: RecordDraft, actor: string) => Prepared;
  /** An event of the stream `room`, tried until it is on record, and there once. `what` names it within this run. */
  readonly once: (what: string, draft: RecordDraft) => Promise<void>;
  readonly step: (step: Omit<ClockStep, 'at'>) => Promise<void>;
  readonly confirmation: (confirmation: ClockConfirmation) => Promise<void>;
  /** What the ticker saw pass, once each and in its order, tried until it is on record. */
  readonly passings: (incident: string, passings: readonly DetectedPassing[]) => void;
};

export function createOwnRecord(options: {
  readonly run: string;
  readonly log: RoomLog;
  readonly recorder: Recorder;
  readonly locks: Locks;
  readonly chores: Chores;
  readonly now: TrustedTime['now'];
}): OwnRecord {
  const { run, log, recorder, locks, chores, now } = options;
  let clockEvents = 0;
  const unrecorded = new Map<string, DetectedPassing[]>();

  const append: OwnRecord['append'] = (stream, prepareAll) =>
    locks.run(stream, () =>
      recorder.append(async () => {
        const expected = log.revision(stream);
        const events = prepareAll();
        return events.ok ? accept({ stream, expected, events: events.value }) : events;
      }),
    );

  const prepare: OwnRecord['prepare'] = (id, draft, actor) => ({
    id,
    type: draft.type,
    data: draft.data,
    occurredAt: draft.occurredAt ?? now(),
    actor,
    causationId: id,
    commandKey: '',
  });

  const once: OwnRecord['once'] = (what, draft) => {
    const event = prepare(derivedId(run, what), draft, 'system:room');
    return chores.add(what, () => append(ROOM, () => accept([event])));
  };

  return {
    append,
    prepare,
    once,
    step({ wall, trusted, stepMs }) {
      clockEvents += 1;
      return once(`clock event ${clockEvents}`, { type: 'room.clock-stepped', data: { wall, trusted, stepMs } });
    },
    confirmation(data) {
      clockEvents += 1;
      return once(`clock event ${clockEvents}`, { type: 'room.clock-confirmed', data });
    },
    passings(incident, passings) {
      const waiting = unrecorded.get(incident);
      if (waiting !== undefined) {
        // One try is under way or waits for its turn; the next takes these along, in their order.
        waiting.push(...passings);
        return;
      }
      unrecorded.set(incident, [...passings]);
      void chores.add(`passings of incident ${incident}`, () => recordPassings(incident));
    },
  };

  async function recordPassings(incident: string): Promise<Outcome<unknown>> {
    const waiting = unrecorded.get(incident) ?? [];
    try {
      while (waiting.length > 0) {
        const taken = [...waiting];
        const outcome = await append(`clock-incident-${incident}`, () => accept(notOnRecord(incident, taken)));
        if (!outcome.ok) return outcome;
        waiting.splice(0, taken.length);
      }
    } catch (error) {
      unrecorded.delete(incident);
      throw error;
    }
    unrecorded.delete(incident);
    return accept(null);
  }

  function notOnRecord(incident: string, passings: readonly DetectedPassing[]): readonly Prepared[] {
    const lines = own(log.board().passed, incident) ?? [];
    return passings.flatMap((passing): readonly Prepared[] => {
      const id = passingId(incident, passing);
      return isOnRecord(passing, id, lines) ? [] : [preparePassing(id, incident, passing)];
    });
  }

  function preparePassing(id: string, incident: string, passing: DetectedPassing): Prepared {
    const { kind, key, rule, dueAt, passedAt, detectedAt, cause } = passing;
    const lagMs = Math.max(0, detectedAt - passedAt);
    const data = { key, incident, rule, dueAt, passedAt, detectedAt, lagMs, cause };
    const type = kind === 'overdue' ? 'clock.overdue' : 'clock.at-risk';
    const event = prepare(id, { type, data, occurredAt: passedAt }, 'system:ticker');
    return cause === 'time' ? event : { ...event, causationId: cause };
  }
}

/** The same for every server and every start. */
function passingId(incident: string, { key, dueAt, kind, cause }: DetectedPassing): string {
  return derivedId('passing', incident, key, String(dueAt), kind, cause);
}
