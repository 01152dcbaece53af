import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NewEvent } from '@duty-room/shared/kernel/event';
import { HOUR, MINUTE, type Instant } from '@duty-room/shared/kernel/instant';
import type { JsonObject } from '@duty-room/shared/kernel/json';
import { loadPlan } from '@duty-room/shared/plan/load';
import { EVENT_VERSIONS } from '@duty-room/shared/protocol/event-types';

export type Written = { readonly stream: string; readonly event: NewEvent };

const PACK = fileURLToPath(new URL('../../shared/plans/heating.yaml', import.meta.url));
const ADOPTION = 'bench-adoption';

/** A room's log made up for measuring: an office, a plan, and incidents of the wanted kind, in the order of recording. */
export function* writeNights(options: {
  readonly from: Instant;
  readonly incidents: number;
  /** Crews ordered per incident, each a duty of its own. */
  readonly orders: number;
  readonly closed: boolean;
}): Iterable<Written> {
  let count = 0;
  const entry = (stream: string, type: keyof typeof EVENT_VERSIONS, at: Instant, data: JsonObject): Written => {
    count += 1;
    const id = count === 2 ? ADOPTION : `bench-${count}`;
    const common = { actor: 'bench', correlationId: id, causationId: id, commandKey: '' };
    return {
      stream,
      event: { id, type, schemaVersion: EVENT_VERSIONS[type], occurredAt: at, recordedAt: at, ...common, data },
    };
  };
  const pack = loadPlan(readFileSync(PACK, 'utf8'), PACK);
  if (!pack.ok) throw new Error('the plan pack does not load');
  const { from } = options;
  yield entry('room', 'office.set-up', from, { name: 'Bench', timeZone: 'Asia/Shanghai', timeSource: '' });
  yield entry(`plan-${pack.plan.plan}`, 'plan.adopted', from, {
    plan: pack.source,
    hash: '',
    choices: {},
    seasons: { heating: { from: '2000-01-01', to: '2100-01-01' } },
    softLimits: {},
    timeZone: 'Asia/Shanghai',
  });
  for (let number = 0; number < options.incidents; number += 1) {
    const at = from + number * MINUTE;
    const stream = `incident-${number}`;
    yield entry(stream, 'incident.reported', at, {
      number: `2026-${number}`,
      title: `Burst main ${number}`,
      place: 'North 3',
      pins: [{ plan: pack.plan.plan, adoption: ADOPTION, class: 'accident' }],
      source: 'phone',
      by: 'heating-unit',
      facts: { received: at, heatStoppedAt: at - 20 * MINUTE, households: 600 + number, discovered: at - 5 * MINUTE },
      alreadyTold: [],
    });
    yield entry(stream, 'incident.graded', at, { plan: pack.plan.plan, grade: 'important' });
    yield entry(stream, 'incident.relayed', at, { to: 'commission-leader', reached: true });
    for (let order = 0; order < options.orders; order += 1)
      yield entry(stream, 'incident.crew-ordered', at, {
        order: `o${order}`,
        crew: 'unit-crew',
        task: 'repair',
        limit: 48 * HOUR,
      });
    if (options.closed) yield entry(stream, 'incident.closed', at, { settlement: [] });
  }
}
