import { canonical } from '@duty-room/shared/kernel/canonical';
import type { Json } from '@duty-room/shared/kernel/json';
import type { NewEvent } from '@duty-room/shared/kernel/event';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEvent, encodeEvent, positionFrom } from './envelope.ts';
import { StoreUnavailable } from './port.ts';

const text = fc.string({ unit: 'binary', minLength: 1 });
const instant = fc.integer({ min: 0, max: 8_640_000_000_000_000 });
const json: fc.Arbitrary<Record<string, Json>> = fc.dictionary(
  fc.string(),
  fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string())),
);
const anyEvent: fc.Arbitrary<NewEvent> = fc
  .record(
    {
      id: text,
      type: text,
      schemaVersion: fc.nat(),
      occurredAt: instant,
      recordedAt: instant,
      actor: text,
      onBehalfOf: text,
      medium: fc.constantFrom('phone' as const, 'fax' as const),
      correlationId: text,
      causationId: text,
      commandKey: text,
      data: json,
      personal: fc.record({ subject: text, sealed: text }),
    },
    {
      requiredKeys: [
        'id',
        'type',
        'schemaVersion',
        'occurredAt',
        'recordedAt',
        'actor',
        'correlationId',
        'causationId',
        'commandKey',
        'data',
      ],
    },
  )
  .map((event) => ({ ...event, data: { ...event.data } }));

describe('the stored form of an event', () => {
  it('is its canonical JSON, whatever it holds', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const { personal, ...rest } = event;
        const whole: Json = { ...rest, ...(personal !== undefined && { personal: { ...personal } }) };
        expect(encodeEvent(event)).toBe(canonical(whole));
      }),
    );
  });

  it('gives the event back', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const position = positionFrom(7);
        expect(decodeEvent(position, 's', 3, encodeEvent(event))).toEqual({
          ...event,
          position,
          stream: 's',
          revision: 3,
        });
      }),
    );
  });

  it('is refused where a field of the envelope is missing', () => {
    fc.assert(
      fc.property(
        anyEvent,
        fc.constantFrom('id', 'type', 'actor', 'recordedAt', 'data', 'commandKey'),
        (event, field) => {
          const broken: unknown = JSON.parse(encodeEvent(event), (key, value: unknown) =>
            key === field ? undefined : value,
          );
          expect(() => decodeEvent(positionFrom(1), 's', 0, JSON.stringify(broken))).toThrow(StoreUnavailable);
        },
      ),
    );
  });
});

describe('a position', () => {
  it('compares as a string as its number does', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
        expect(positionFrom(a) < positionFrom(b)).toBe(a < b);
      }),
    );
  });
});
