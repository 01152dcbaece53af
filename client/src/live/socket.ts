import { io } from 'socket.io-client';
import type { Connection, ConnectionHandlers } from './feed.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** One websocket to a room; reconnecting is the feed's business, because the feed knows where to go on. */
export function connectSocket(drill: string | null, handlers: ConnectionHandlers): Connection {
  const socket = io(drill === null ? '/' : `/drill-${drill}`, {
    path: '/live',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    timeout: CONNECT_TIMEOUT_MS,
  });
  socket.on('connect', () => handlers.onOpen());
  socket.on('events', (frame: unknown) => handlers.onEvents(frame));
  socket.on('beat', (message: unknown) => handlers.onBeat(message));
  socket.on('goodbye', (message: unknown) => handlers.onGoodbye(message));
  socket.on('connect_error', () => handlers.onClosed());
  socket.on('disconnect', () => handlers.onClosed());
  return {
    hello: (message) => void socket.emit('hello', message),
    close: () => {
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
}
