import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EVENT_VERSIONS } from '@duty-room/shared/protocol/event-types';
import { boardSnapshot, eventsPage, sessionView } from '@duty-room/shared/protocol/http';
import { AUDIENCES, beat, eventsFrame, goodbye, hello, PROTOCOL_VERSION } from '@duty-room/shared/protocol/live';

describe('the protocol between server and screens', () => {
  it('has a new version whenever a message or an event changes its shape', () => {
    const schemas = { beat, boardSnapshot, eventsFrame, eventsPage, goodbye, hello, sessionView };
    const written = Object.entries(schemas).map(([name, schema]) => [
      name,
      z.toJSONSchema(schema, { unrepresentable: 'any' }),
    ]);
    const events = Object.entries(EVENT_VERSIONS).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const hash = createHash('sha256')
      .update(JSON.stringify([AUDIENCES, written, events]))
      .digest('hex')
      .slice(0, 16);
    // Where this fails, a screen that is still open would misread what the server sends: once released, raise PROTOCOL_VERSION,
    // and write the new hash here. (What only adds a new command or route does not come here.)
    expect({ version: PROTOCOL_VERSION, hash }).toEqual({ version: 1, hash: '0435b42175865c7c' });
  });
});
