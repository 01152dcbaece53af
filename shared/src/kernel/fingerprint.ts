import { canonical } from './canonical.ts';
import type { CommandMeta } from './decider.ts';
import type { Json } from './json.ts';
import { openPart } from './sealed-part.ts';

/**
 * What makes two commands the same one: name, data and the statement's own instant, medium and author, as canonical JSON.
 * What is personal stays out: a digest of it in the log would outlive the key that its destruction relies on.
 * The room stores a digest of this text as `causationId` of the command's events; `handled` then holds it by command key.
 */
export function fingerprint(command: {
  readonly name: string;
  readonly data: object;
  readonly meta: CommandMeta;
}): string {
  const { occurredAt, onBehalfOf, medium } = command.meta;
  const data = openPart(command.data);
  const said: Json = JSON.parse(JSON.stringify({ name: command.name, data, occurredAt, onBehalfOf, medium }));
  return canonical(said);
}
