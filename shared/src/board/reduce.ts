import { EMPTY_ACCOUNTS, evolveAccounts } from '../account/evolve.ts';
import { EMPTY_DIRECTORY, evolveDirectory } from '../directory/evolve.ts';
import { applyToIncident, startIncident, workOn, type IncidentWork } from '../incident/evolve.ts';
import type { StoredEvent } from '../kernel/event.ts';
import { known, UnknownEvent } from '../kernel/known-event.ts';
import { own } from '../kernel/own.ts';
import { CLOCK_EVENTS, PLAN_EVENTS, type ClockEventData, type PlanEventData } from '../office/events.ts';
import { EMPTY_OFFICE, evolveOffice } from '../office/evolve.ts';
import { parsePlan } from '../plan/load.ts';
import { EVENT_VERSIONS } from '../protocol/event-types.ts';
import { evolveShift, nextShift } from '../shift/evolve.ts';
import type { BoardState, PassedLine } from './state.ts';

/** The room before its first event. */
export function emptyBoard(): BoardState {
  return {
    position: '',
    recordedMax: 0,
    office: EMPTY_OFFICE,
    plans: {},
    currentPlans: {},
    planStreams: {},
    directory: EMPTY_DIRECTORY,
    people: EMPTY_ACCOUNTS,
    incidents: {},
    shift: null,
    passed: {},
    clockRevisions: {},
  };
}

/**
 * The room after one more event; the state given is left as it was. An event at or before the state's position is already in it
 * and changes nothing. Throws `UnknownEvent` for a type, schema version or stream that this version cannot read.
 */
export function reduceBoard(state: BoardState, event: StoredEvent): BoardState {
  return new BoardFold(state).add(event).state();
}

/** The room after many events. */
export function foldBoard(state: BoardState, events: Iterable<StoredEvent>): BoardState {
  const fold = new BoardFold(state);
  for (const event of events) fold.add(event);
  return fold.state();
}

/**
 * Folds many events in linear time: what the fold has copied once is its own until `state()` gives it away,
 * so that a start with a long log does not copy every map for every event. Same results as `reduceBoard` event by event.
 */
export class BoardFold {
  #state: { -readonly [Key in keyof BoardState]: BoardState[Key] };
  readonly #mine = new Set<object>();
  readonly #incidents = new Map<string, IncidentWork>();

  constructor(state: BoardState) {
    this.#state = { ...state };
  }

  add(event: StoredEvent): this {
    if (event.position <= this.#state.position) return this;
    this.#apply(event);
    this.#state.position = event.position;
    this.#state.recordedMax = Math.max(this.#state.recordedMax, event.recordedAt);
    return this;
  }

  /** The room as folded so far. It never changes afterwards; the fold may go on. */
  state(): BoardState {
    this.#mine.clear();
    this.#incidents.clear();
    return { ...this.#state };
  }

  #apply(event: StoredEvent): void {
    const { stream } = event;
    switch (categoryOf(event)) {
      case 'incident':
        return this.#incident(event);
      case 'clock':
        return this.#clock(event);
      case 'shift':
        return this.#shift(event);
      case 'plan':
        return this.#plan(event);
      case 'office':
      case 'room':
        if (stream !== 'room') throw new UnknownEvent(event, 'stream');
        this.#state.office = evolveOffice(this.#state.office, event);
        return;
      case 'directory':
        if (stream !== 'directory') throw new UnknownEvent(event, 'stream');
        this.#state.directory = evolveDirectory(this.#state.directory, event);
        return;
      case 'account':
      case 'device':
        this.#state.people = evolveAccounts(this.#state.people, event);
        return;
      default:
        throw new UnknownEvent(event, 'type');
    }
  }

  #incident(event: StoredEvent): void {
    const id = event.stream.slice('incident-'.length);
    let work = this.#incidents.get(id);
    if (work === undefined) {
      const before = own(this.#state.incidents, id);
      work = before === undefined ? startIncident(event) : workOn(before);
      this.#incidents.set(id, work);
      this.#state.incidents = this.#owned(this.#state.incidents, id, work);
    }
    applyToIncident(work, event);
  }

  #clock(stored: StoredEvent): void {
    const event = known<ClockEventData>(stored, CLOCK_EVENTS);
    const { incident } = event.data;
    const line: PassedLine = {
      ...event.data,
      kind: event.type === 'clock.overdue' ? 'overdue' : 'at-risk',
      event: event.id,
    };
    const before = own(this.#state.passed, incident) ?? [];
    this.#state.passed = this.#owned(this.#state.passed, incident, [...before, line]);
    this.#state.clockRevisions = this.#owned(this.#state.clockRevisions, event.stream, event.revision);
  }

  /** Only the shift in force is kept; what is still written into an earlier one stays in the log. */
  #shift(event: StoredEvent): void {
    const current = this.#state.shift;
    const id = event.stream.slice('shift-'.length);
    if (current !== null && current.id !== id && event.type !== 'shift.started') return;
    const shift = evolveShift(current?.id === id ? current : undefined, event);
    this.#state.shift = shift.next === undefined ? shift : nextShift(shift, event);
  }

  #plan(stored: StoredEvent): void {
    const event = known<PlanEventData>(stored, PLAN_EVENTS);
    const { plan: source, hash, choices, seasons, softLimits, timeZone } = event.data;
    const plan = parsePlan(source);
    const adopted = { adoption: event.id, plan, hash, choices, seasons, softLimits, timeZone };
    const handled = own(this.#state.planStreams, plan.plan)?.handled ?? {};
    const stream = {
      revision: event.revision,
      handled: event.commandKey === '' ? handled : { ...handled, [event.commandKey]: event.causationId },
    };
    this.#state.plans = this.#owned(this.#state.plans, event.id, adopted);
    this.#state.currentPlans = this.#owned(this.#state.currentPlans, plan.plan, event.id);
    this.#state.planStreams = this.#owned(this.#state.planStreams, plan.plan, stream);
  }

  /** The map with one more entry: copied at its first change, changed in place as long as nobody else holds it. */
  #owned<T>(map: Readonly<Record<string, T>>, key: string, value: T): Readonly<Record<string, T>> {
    const own: Record<string, T> = this.#mine.has(map) ? map : { ...map };
    this.#mine.add(own);
    own[key] = value;
    return own;
  }
}

/** The word before the point of a known type. The stream must be of the same category. */
function categoryOf(event: StoredEvent): string {
  known(event, EVENT_VERSIONS);
  const category = event.type.slice(0, event.type.indexOf('.'));
  if (category === 'office' || category === 'room' || category === 'directory') return category;
  if (!event.stream.startsWith(`${category}-`)) throw new UnknownEvent(event, 'stream');
  return category;
}
