import { z } from 'zod';

/** Bumped whenever a message below or an event shape changes so that an old screen would misread it. */
export const PROTOCOL_VERSION = 1;

/** What a screen is allowed to see. A wall never receives what is personal; no audience receives another's sessions. */
export const AUDIENCES = ['wall', 'desk', 'audit'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Client -> server, once per connection. The audience is chosen by the server from the session; this only says what the screen believes. */
export const hello = z.strictObject({ protocol: z.number().int(), epoch: z.string(), position: z.string().max(40) });
export type Hello = z.infer<typeof hello>;

const event = z.looseObject({
  position: z.string(),
  stream: z.string(),
  revision: z.number(),
  id: z.string(),
  type: z.string(),
});

/** Server -> client. `from` is the `to` of the frame before; a screen that sees a hole says hello again. */
export const eventsFrame = z.strictObject({ from: z.string(), to: z.string(), events: z.array(event) });
/** Every 3 s. `serverTime` is trusted time. */
export const beat = z.strictObject({ position: z.string(), serverTime: z.number(), trusted: z.boolean() });
export const goodbye = z.strictObject({
  reason: z.enum([
    'client-too-old',
    'server-too-old',
    'epoch-changed',
    'position-unknown',
    'signed-out',
    'revoked',
    'slow',
  ]),
});
export type EventsFrame = z.infer<typeof eventsFrame>;
export type Beat = z.infer<typeof beat>;
export type Goodbye = z.infer<typeof goodbye>;

export const BEAT_INTERVAL_MS = 3_000;
/** Nothing heard for this long: the screen says so. */
export const SILENCE_LIMIT_MS = 8_000;
