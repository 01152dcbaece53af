import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { createRoomClient, type RoomClient } from './room-client.ts';

const RoomContext = createContext<RoomClient | null>(null);

/** Connects the faces below it to one room; another `drill` is another connection. */
export function RoomProvider({ drill, children }: { drill: string | null; children: ReactNode }) {
  const [client, setClient] = useState<RoomClient | null>(null);
  useEffect(() => {
    const made = createRoomClient(drill);
    made.start();
    setClient(made);
    return () => made.stop();
  }, [drill]);
  return client && client.api.drill === drill ? <RoomContext value={client}>{children}</RoomContext> : null;
}

/** For tests and pictures: faces on a client that was made elsewhere. */
export function GivenRoom({ client, children }: { client: RoomClient; children: ReactNode }) {
  return <RoomContext value={client}>{children}</RoomContext>;
}

/** The room of this screen. */
export function useRoom(): RoomClient {
  const client = useContext(RoomContext);
  if (!client) throw new Error('useRoom outside of a RoomProvider');
  return client;
}
