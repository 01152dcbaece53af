import type { StoredEvent } from './event.ts';

/**
 * The commands that a stream has handled: key -> what its events carry as `causationId`, the digest of the command's fingerprint.
 * A projection that leaves the key out adds nothing.
 */
export function withHandled(
  handled: Readonly<Record<string, string>>,
  event: Pick<StoredEvent, 'commandKey' | 'causationId'>,
): Readonly<Record<string, string>> {
  if (event.commandKey === '' || handled[event.commandKey] === event.causationId) return handled;
  return { ...handled, [event.commandKey]: event.causationId };
}
