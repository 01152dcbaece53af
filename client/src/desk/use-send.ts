import { useCallback, useRef, useState } from 'react';
import type { CommandAccepted } from '@duty-room/shared/protocol/catalogue';
import { newKey, type Answer, type Failure } from '../live/api.ts';
import { useRoom } from '../live/room-context.tsx';
import type { CommandCall } from './acts/act.ts';
import { useDesk } from './desk-context.tsx';

export type Sending = {
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly clear: () => void;
  /** Sends one command after the other and stops at the first no. The same content again is the same command. */
  readonly send: (calls: readonly CommandCall[]) => Promise<Answer<CommandAccepted> | null>;
};

/** Sends commands of a form and keeps what was refused beside its button. */
export function useSend(): Sending {
  const { api } = useRoom();
  const { sessionEnded } = useDesk();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const keys = useRef(new Map<string, string>());
  const send = useCallback(
    async (calls: readonly CommandCall[]): Promise<Answer<CommandAccepted> | null> => {
      setBusy(true);
      setFailure(null);
      let answer: Answer<CommandAccepted> | null = null;
      for (const { name, data, meta } of calls) {
        const content = JSON.stringify([name, data, meta]);
        const key = keys.current.get(content) ?? newKey();
        keys.current.set(content, key);
        answer = await api.command(name, data, { ...meta, key });
        if (!answer.ok) break;
        keys.current.delete(content);
      }
      setBusy(false);
      if (answer && !answer.ok) {
        setFailure(answer);
        if (answer.status === 401) sessionEnded();
      }
      return answer;
    },
    [api, sessionEnded],
  );
  return { busy, failure, clear: useCallback(() => setFailure(null), []), send };
}
