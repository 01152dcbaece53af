import { describe, expect, it } from 'vitest';
import { MissingBeginning } from '../kernel/known-event.ts';
import type { StoredEvent } from '../kernel/event.ts';
import { DAY } from '../kernel/instant.ts';
import type { JsonObject } from '../kernel/json.ts';
import { emptyBoard, foldBoard, reduceBoard } from './reduce.ts';
import { withoutEnded } from './without-ended.ts';

let position = 0;
const event = (stream: string, revision: number, type: string, at: number, data: JsonObject): StoredEvent => {
  position += 1;
  const id = `e${position}`;
  return {
    id,
    type,
    stream,
    revision,
    schemaVersion: 1,
    position: String(position).padStart(20, '0'),
    occurredAt: at,
    recordedAt: at,
    actor: 'chen',
    correlationId: id,
    causationId: id,
    commandKey: '',
    data,
  };
};
const reported = {
  number: '1',
  title: 't',
  place: '',
  pins: [],
  source: 'phone',
  facts: { received: 0 },
  alreadyTold: [],
};
const closed = { settlement: [], openOrders: [] };

describe('the room as a screen starts with it', () => {
  const log = [
    event('incident-old', 0, 'incident.reported', 0, reported),
    event('incident-old', 1, 'incident.closed', 10, closed),
    event('incident-open', 0, 'incident.reported', 20, reported),
    event('incident-new', 0, 'incident.reported', DAY, reported),
    event('incident-new', 1, 'incident.closed', DAY + 100, closed),
  ];
  const whole = foldBoard(emptyBoard(), log);

  it('holds what is open and what ended within the last day of the log', () => {
    expect(Object.keys(withoutEnded(whole).incidents)).toEqual(['open', 'new'].map((id) => `${id}`));
    expect(Object.keys(whole.incidents)).toHaveLength(3);
  });
  it('cannot fold the reopening of what it lacks, and says that by its own error', () => {
    const reopened = event('incident-old', 2, 'incident.reopened', DAY + 200, { reason: 'again' });
    expect(() => reduceBoard(withoutEnded(whole), reopened)).toThrow(MissingBeginning);
    expect(reduceBoard(whole, reopened).incidents['old']?.status).toBe('open');
  });
});
