import { useRef, useState } from 'react';
import type { CommandInput, CommandName } from '@duty-room/shared/protocol/catalogue';
import { newKey, type CommandOptions, type Failure } from '../live/api.ts';
import { useRoom } from '../live/room-context.tsx';

/** Sends one command and keeps what was refused. The same answer pressed again is the same command. */
export function useAnswer(): {
  readonly busy: boolean;
  readonly failure: Failure | null;
  clear(): void;
  send<Name extends CommandName>(name: Name, data: CommandInput<Name>, options?: CommandOptions): Promise<boolean>;
} {
  const { api } = useRoom();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const last = useRef<{ readonly content: string; readonly key: string } | null>(null);
  return {
    busy,
    failure,
    clear: () => setFailure(null),
    async send(name, data, options = {}) {
      const content = JSON.stringify([name, data]);
      const key = last.current?.content === content ? last.current.key : newKey();
      last.current = { content, key };
      setBusy(true);
      setFailure(null);
      const answer = await api.command(name, data, { ...options, key });
      setBusy(false);
      if (answer.ok) {
        last.current = null;
        return true;
      }
      setFailure(answer);
      return false;
    },
  };
}
