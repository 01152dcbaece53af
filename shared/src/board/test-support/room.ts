import { expect } from 'vitest';
import type { RightsRole } from '../../kernel/decider.ts';
import type { StoredEvent } from '../../kernel/event.ts';
import { fingerprint } from '../../kernel/fingerprint.ts';
import { MINUTE, type Instant } from '../../kernel/instant.ts';
import type { Refusal, RefusalCode } from '../../kernel/refusal.ts';
import { own } from '../../kernel/own.ts';
import { catalogue, type CommandInput, type CommandName } from '../../protocol/catalogue.ts';
import { EVENT_VERSIONS } from '../../protocol/event-types.ts';
import type { IncidentState } from '../../incident/state.ts';
import { decideOnBoard, type RoomMessage } from '../decide.ts';
import { emptyBoard, reduceBoard } from '../reduce.ts';
import type { BoardState } from '../state.ts';
import { packs } from './plans.ts';

/** Winter evening in Shanghai; minutes of a test are counted from here. */
export const START: Instant = Date.UTC(2026, 11, 14, 12, 0, 0);
export const minute = (minutes: number): Instant => START + minutes * MINUTE;

export type Said = {
  readonly by?: string;
  readonly roles?: readonly RightsRole[];
  readonly at?: Instant;
  readonly onBehalfOf?: string;
  readonly medium?: RoomMessage['meta']['medium'];
  readonly expectedRevision?: number;
  readonly key?: string;
};

export type Answer =
  | Refusal
  | {
      readonly ok: true;
      readonly stream: string;
      readonly events: readonly StoredEvent[];
      readonly subjects: readonly (string | undefined)[];
    };

/**
 * A room without store and server, for given/when/then: a command is parsed by its schema, decided on the board as it is,
 * and what was decided goes over JSON into the log and is folded at once.
 */
export class Room {
  board: BoardState = emptyBoard();
  readonly log: StoredEvent[] = [];
  now = START;
  #keys = 0;

  /** Sends a command as the room would, and folds what it gives. */
  send<Name extends CommandName>(name: Name, data: CommandInput<Name>, said: Said = {}): Answer {
    const key = said.key ?? `key-${String(++this.#keys).padStart(12, '0')}`;
    const meta = {
      key,
      ...(said.at !== undefined && { occurredAt: said.at }),
      ...(said.onBehalfOf !== undefined && { onBehalfOf: said.onBehalfOf }),
      ...(said.medium !== undefined && { medium: said.medium }),
      ...(said.expectedRevision !== undefined && { expectedRevision: said.expectedRevision }),
    };
    const command = { name, data: catalogue[name].parse(data), meta } as RoomMessage;
    const context = {
      now: this.now,
      actor: said.by ?? 'chen',
      roles: said.roles ?? ['officer' as const],
      newId: (part: string) => `${part}-${key}`,
      people: this.board.people,
      wallClock: this.now + 5,
      pack: command.name === 'plan.adopt' ? own(packs, command.data.pack) : undefined,
    };
    const decision = decideOnBoard(this.board, command, context);
    if (!decision.ok) return decision;
    const events = decision.value.events.map((draft, index) =>
      this.record(decision.value.stream, draft.type, draft.data, {
        id: `${key}#${index}`,
        occurredAt: draft.occurredAt ?? this.now,
        actor: context.actor,
        commandKey: key,
        causationId: fingerprint(command),
        ...(said.medium !== undefined && { medium: said.medium }),
        ...(said.onBehalfOf !== undefined && { onBehalfOf: said.onBehalfOf }),
        ...(draft.subject !== undefined && { personal: { subject: draft.subject, sealed: 'sealed' } }),
      }),
    );
    return {
      ok: true,
      stream: decision.value.stream,
      events,
      subjects: decision.value.events.map((draft) => draft.subject),
    };
  }

  /** Sends a command that must be accepted; gives its first event. */
  do<Name extends CommandName>(name: Name, data: CommandInput<Name>, said: Said = {}): StoredEvent {
    const answer = this.send(name, data, said);
    expect(answer, `${name} should be accepted`).toMatchObject({ ok: true });
    if (!answer.ok) throw new Error(answer.code);
    const [event] = answer.events;
    if (event === undefined) throw new Error(`${name} gave no event`);
    return event;
  }

  /** Sends a command that must be refused with this code; the log stays as it was. Gives the details. */
  refuses<Name extends CommandName>(code: RefusalCode, name: Name, data: CommandInput<Name>, said: Said = {}) {
    const before = this.log.length;
    const answer = this.send(name, data, said);
    expect(answer).toMatchObject({ ok: false, code });
    expect(this.log).toHaveLength(before);
    return answer.ok ? undefined : answer.details;
  }

  /** Writes an event as the server itself does. */
  record(stream: string, type: string, data: object, extra: Partial<StoredEvent> = {}): StoredEvent {
    const versions: Readonly<Record<string, number>> = EVENT_VERSIONS;
    const event: StoredEvent = {
      id: `event-${this.log.length}`,
      type,
      schemaVersion: versions[type] ?? 0,
      occurredAt: this.now,
      recordedAt: this.now,
      actor: 'system:test',
      correlationId: '',
      causationId: '',
      commandKey: '',
      position: String(this.log.length + 1).padStart(20, '0'),
      stream,
      revision: this.log.filter((other) => other.stream === stream).length,
      ...extra,
      data: JSON.parse(JSON.stringify(data)),
    };
    this.board = reduceBoard(this.board, event);
    this.log.push(event);
    return event;
  }

  incident(id: string): IncidentState {
    const incident = this.board.incidents[id];
    if (incident === undefined) throw new Error(`No incident ${id}`);
    return incident;
  }

  pass(minutes: number): void {
    this.now += minutes * MINUTE;
  }
}

/** An office that is set up, with both plans, four people and a shift with an officer and a leader. */
export function openRoom(): Room {
  const room = new Room();
  for (const [id, roles] of [
    ['chen', ['officer']],
    ['sun', ['officer']],
    ['liu', ['leader']],
    ['audit', ['auditor']],
  ] as const) {
    room.record(`account-${id}`, 'account.created', { account: id, login: id, name: id.toUpperCase(), roles });
  }
  room.do('office.set-up', { name: 'East', timeZone: 'Asia/Shanghai' });
  room.do('plan.adopt', { pack: 'town', seasons: { winter: { from: '2026-11-15', to: '2027-03-15' } } });
  room.do('plan.adopt', { pack: 'wires' });
  room.do('shift.start', {});
  room.do('shift.sign-on', { account: 'chen', post: 'officer' });
  room.do('shift.sign-on', { account: 'liu', post: 'leader' });
  return room;
}

/** Registers a call under `town`, class `fault`, and gives the incident's id. */
export function call(room: Room, data: Partial<CommandInput<'incident.report'>> = {}, said: Said = {}): string {
  const event = room.do(
    'incident.report',
    { title: 'Burst main', under: [{ plan: 'town', class: 'fault' }], ...data },
    said,
  );
  return event.stream.slice('incident-'.length);
}
