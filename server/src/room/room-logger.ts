/** Where the room writes what concerns its operation; pino has this shape. */
export type RoomLogger = {
  readonly info: (details: object, message: string) => void;
  readonly warn: (details: object, message: string) => void;
  readonly error: (details: object, message: string) => void;
};

export const silentLogger: RoomLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };
