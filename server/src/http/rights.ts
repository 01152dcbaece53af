import { type Caller, commandRights, type Grant, routeRights } from '@duty-room/shared/access/rights';
import { isCommandName } from '@duty-room/shared/protocol/catalogue';

export type RegisteredRoute = { readonly method: string; readonly url: string };

const COMMAND = /^POST \/api\/commands\/([\w.-]+)$/;
const OF_A_DRILL = /^\/api\/drills\/:drill\/(commands|board|events|incidents|personal|directory|time)\b/;

/** The key of a route in the table of rights: a drill's room is the room, the documents' files are the documents. */
function tableKey({ method, url }: RegisteredRoute): string {
  const verb = method === 'HEAD' ? 'GET' : method;
  if (url.startsWith('/api/docs/')) return `${verb} /api/docs/*`;
  return `${verb} ${url.replace(OF_A_DRILL, '/api/$1')}`;
}

/** Who may use a route; undefined where the table lacks it, and then the server must not start. */
export function grantsOf(route: RegisteredRoute): readonly Grant[] | undefined {
  const key = tableKey(route);
  const command = COMMAND.exec(key)?.[1];
  if (command !== undefined) return isCommandName(command) ? commandRights[command] : undefined;
  return Object.hasOwn(routeRights, key) ? routeRights[key] : undefined;
}

/** Signing in would help, or it would not. */
export function deniedFor(roles: readonly Caller[]): { readonly code: 'not-signed-in' | 'not-allowed' } {
  return { code: roles.includes('nobody') ? 'not-signed-in' : 'not-allowed' };
}
