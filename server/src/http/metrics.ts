import { AUDIENCES, type Audience } from '@duty-room/shared/protocol/live';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** Figures for a monitor: no name, no title, no number of anybody. One registry for each server. */
export function createMetrics(current: {
  readonly screens: (audience: Audience) => number;
  readonly openIncidents: () => number;
}) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'duty_room_' });
  const registers = [registry];
  const requests = new Histogram({
    name: 'duty_room_http_seconds',
    help: 'Time to answer a request',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const commands = new Counter({
    name: 'duty_room_commands_total',
    help: 'Commands by outcome',
    labelNames: ['name', 'outcome'],
    registers,
  });
  const signIns = new Counter({
    name: 'duty_room_sign_ins_total',
    help: 'Attempts to sign in by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const screens = new Gauge({
    name: 'duty_room_screens',
    help: 'Open sockets by audience',
    labelNames: ['audience'],
    registers,
    collect() {
      for (const audience of AUDIENCES) this.set({ audience }, current.screens(audience));
    },
  });
  const incidents = new Gauge({
    name: 'duty_room_open_incidents',
    help: 'Incidents being handled',
    registers,
    collect() {
      this.set(current.openIncidents());
    },
  });
  return {
    registry,
    screens,
    incidents,
    command: (name: string, outcome: string) => commands.inc({ name, outcome }),
    signIn: (outcome: string) => signIns.inc({ outcome }),
    request: (route: string, method: string, status: number, seconds: number) =>
      requests.observe({ route, method, status: String(status) }, seconds),
  };
}
