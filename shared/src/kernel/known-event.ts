import type { StoredEvent } from './event.ts';

/** An event whose data nobody has looked at yet. */
export type UnreadEvent = Omit<StoredEvent, 'data'> & { readonly data: unknown };

/** The current schema version of each event type of a category. */
export type Versions<Data extends object> = { readonly [Type in keyof Data & string]: number };

/** An event of a category: its type says what its data is. */
export type KnownEvent<Data extends object> = {
  [Type in keyof Data & string]: UnreadEvent & { readonly type: Type; readonly data: Data[Type] };
}[keyof Data & string];

/** An event that this version of the software cannot read. Folding on would be guessing, so nothing is folded after it. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly schemaVersion: number;
    readonly stream: string;
  };
  constructor(event: UnreadEvent, what: 'type' | 'version' | 'stream') {
    super(
      `Unknown ${what}: ${event.type} v${event.schemaVersion} in ${event.stream} at ${event.position} (${event.id})`,
    );
    this.event = { id: event.id, type: event.type, schemaVersion: event.schemaVersion, stream: event.stream };
  }
}

/** Whether the category has this type in this version. Events are written by deciders only, so type and version settle the data. */
export function isKnown<Data extends object>(
  event: UnreadEvent,
  versions: Versions<Data>,
): event is UnreadEvent & KnownEvent<Data> {
  const table: Readonly<Record<string, number>> = versions;
  return Object.hasOwn(table, event.type) && table[event.type] === event.schemaVersion;
}

/** The event as one of the category. Throws `UnknownEvent` for a type or version that the category does not have. */
export function known<Data extends object>(event: UnreadEvent, versions: Versions<Data>): KnownEvent<Data> {
  if (isKnown(event, versions)) return event;
  throw new UnknownEvent(event, Object.hasOwn(versions, event.type) ? 'version' : 'type');
}

/** An event of a stream whose beginning this state lacks: a screen that left out what ended long ago starts afresh. */
export class MissingBeginning extends Error {
  override readonly name = 'MissingBeginning';
  constructor(event: { readonly stream: string; readonly type: string }) {
    super(`${event.stream} begins with ${event.type}`);
  }
}
