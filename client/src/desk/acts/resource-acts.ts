import { ORDER_STAGES, type OrderStage } from '@duty-room/shared/plan/anchor';
import { MINUTE } from '@duty-room/shared/kernel/instant';
import { readLength } from '../time-text.ts';
import { act, given, textOf, type Act } from './act.ts';
import { common, pinned, type ActContext } from './context.ts';

/** A mechanism (机制) of the pinned plans, and whether it runs. */
export type MechanismState = {
  readonly plan: string;
  readonly id: string;
  readonly label: string;
  readonly levels: readonly { readonly id: string; readonly label: string }[];
  readonly startedAt: number | undefined;
  readonly level: string | undefined;
  readonly endedAt: number | undefined;
};

export function mechanismsOf(context: Pick<ActContext, 'state' | 'incident' | 'words'>): readonly MechanismState[] {
  const { incident, words } = context;
  return pinned(context).flatMap(({ plan }) =>
    plan.plan.mechanisms.map((one) => {
      const mine = incident.acts.filter(
        (done) =>
          incident.withdrawn[done.id] === undefined &&
          (done.type === 'incident.mechanism-started' || done.type === 'incident.mechanism-ended') &&
          done.data.mechanism === one.id &&
          done.data.plan === plan.plan.plan,
      );
      const last = mine.at(-1);
      const started = mine.findLast((done) => done.type === 'incident.mechanism-started');
      return {
        plan: plan.plan.plan,
        id: one.id,
        label: words.label(one.label),
        levels: one.levels.map((level) => ({ id: level.id, label: words.label(level.label) })),
        startedAt: started?.occurredAt,
        level: started?.type === 'incident.mechanism-started' ? started.data.level : undefined,
        endedAt: last?.type === 'incident.mechanism-ended' ? last.occurredAt : undefined,
      };
    }),
  );
}

export function startMechanismAct(context: ActContext, mechanism: MechanismState): Act {
  const { words, incident } = context;
  const fields = common(context);
  return act(
    {
      id: `start-${mechanism.plan}-${mechanism.id}`,
      title: words.say('act.startMechanism', { mechanism: mechanism.label }),
      fields: [
        ...(mechanism.levels.length > 0
          ? [
              {
                kind: 'choice' as const,
                id: 'level',
                label: words.say('field.level'),
                options: mechanism.levels,
                required: true,
              },
            ]
          : []),
        fields.at,
        { ...fields.reason, kind: 'text', max: 500, required: false },
      ],
      initial: { level: mechanism.levels[0]?.id ?? '', at: fields.now, reason: '' },
      submit: words.say('act.startSubmit'),
    },
    (values, meta) => ({
      name: 'incident.start-mechanism',
      meta,
      data: {
        incident: incident.id,
        plan: mechanism.plan,
        mechanism: mechanism.id,
        ...given(values, 'level'),
        ...given(values, 'reason'),
      },
    }),
  );
}

export function endMechanismAct(context: ActContext, mechanism: MechanismState): Act {
  const { words, incident } = context;
  const fields = common(context);
  return act(
    {
      id: `end-${mechanism.plan}-${mechanism.id}`,
      title: words.say('act.endMechanism', { mechanism: mechanism.label }),
      fields: [fields.at, { ...fields.reason, kind: 'text', max: 500, required: false }],
      initial: { at: fields.now, reason: '' },
      submit: words.say('act.endSubmit'),
    },
    (values, meta) => ({
      name: 'incident.end-mechanism',
      meta,
      data: { incident: incident.id, plan: mechanism.plan, mechanism: mechanism.id, ...given(values, 'reason') },
    }),
  );
}

/** An order to a crew and how far it has come. */
export type OrderState = {
  readonly order: string;
  readonly crew: string;
  readonly task: string;
  readonly stage: OrderStage;
  readonly at: number;
};

/** A crew's name where the order names one of a plan's crews. */
export function crewName(context: Pick<ActContext, 'state' | 'incident' | 'words'>, id: string): string {
  for (const { plan } of pinned(context)) {
    const crew = plan.plan.crews.find((one) => one.id === id);
    if (crew) return context.words.label(crew.label);
  }
  return id;
}

export function ordersOf(context: Pick<ActContext, 'incident'>): readonly OrderState[] {
  const { acts, withdrawn } = context.incident;
  const orders = new Map<string, OrderState>();
  for (const one of acts) {
    if (withdrawn[one.id] !== undefined) continue;
    if (one.type === 'incident.crew-ordered') {
      const { order, crew, task } = one.data;
      orders.set(order, { order, crew, task, stage: 'ordered', at: one.occurredAt });
    } else if (one.type === 'incident.crew-reported') {
      const known = orders.get(one.data.order);
      if (known && ORDER_STAGES.indexOf(one.data.stage) > ORDER_STAGES.indexOf(known.stage))
        orders.set(known.order, { ...known, stage: one.data.stage, at: one.occurredAt });
    }
  }
  return [...orders.values()];
}

/** Send a crew out: one of the plan's, or another by name; with a limit where the one who orders sets one. */
export function orderCrewAct(context: ActContext): Act {
  const { words, incident } = context;
  const fields = common(context);
  const crews = pinned(context).flatMap(({ plan }) =>
    plan.plan.crews.map((one) => ({ id: one.id, label: words.label(one.label) })),
  );
  const list = [
    ...(crews.length > 0
      ? [{ kind: 'choice' as const, id: 'crew', label: words.say('field.crew'), options: crews, required: false }]
      : []),
    {
      kind: 'text' as const,
      id: 'other',
      label: words.say(crews.length > 0 ? 'field.otherCrew' : 'field.crew'),
      max: 60,
      required: crews.length === 0,
    },
    { kind: 'text' as const, id: 'task', label: words.say('field.task'), max: 200, required: true },
    {
      kind: 'text' as const,
      id: 'limit',
      label: words.say('field.limit'),
      max: 20,
      required: false,
      hint: words.say('field.limitHint'),
    },
    fields.medium,
    fields.at,
  ];
  const made = act(
    {
      id: 'order-crew',
      title: words.say('act.orderCrew'),
      fields: list,
      initial: { crew: crews[0]?.id ?? '', other: '', task: '', limit: '', medium: 'phone', at: fields.now },
      submit: words.say('act.orderSubmit'),
    },
    (values, meta) => {
      const length = readLength(textOf(values, 'limit'));
      return {
        name: 'incident.order-crew',
        meta,
        data: {
          incident: incident.id,
          crew: textOf(values, 'other') || textOf(values, 'crew'),
          task: textOf(values, 'task'),
          ...(length === undefined ? {} : { limit: `PT${Math.max(1, Math.round(length / MINUTE))}M` }),
        },
      };
    },
  );
  return {
    ...made,
    build: (values, clock) => {
      const built = made.build(values, clock);
      const limit = textOf(values, 'limit');
      const problems = [
        ...(built.ok ? [] : built.problems),
        ...(limit !== '' && readLength(limit) === undefined ? [{ field: 'limit', why: 'unreadable' as const }] : []),
        ...(textOf(values, 'other') === '' && textOf(values, 'crew') === ''
          ? [{ field: 'other', why: 'missing' as const }]
          : []),
      ];
      return built.ok && problems.length === 0 ? built : { ok: false, problems };
    },
  };
}

/** A crew reports its next stage. */
export function reportCrewAct(context: ActContext, order: OrderState): Act {
  const { words, incident } = context;
  const fields = common(context);
  const ahead = ORDER_STAGES.slice(ORDER_STAGES.indexOf(order.stage) + 1);
  return act(
    {
      id: `crew-${order.order}`,
      title: words.say('act.crew', { crew: crewName(context, order.crew) }),
      fields: [
        {
          kind: 'choice',
          id: 'stage',
          label: words.say('field.stage'),
          options: ahead.map((id) => ({ id, label: words.say(`stage.${id}`) })),
          required: true,
        },
        fields.medium,
        fields.at,
      ],
      initial: { stage: ahead[0] ?? '', medium: 'phone', at: fields.now },
      submit: words.say('act.crewSubmit'),
    },
    (values, meta) => {
      const stage = textOf(values, 'stage');
      return {
        name: 'incident.report-crew',
        meta,
        data: {
          incident: incident.id,
          order: order.order,
          stage: stage === 'acknowledged' || stage === 'departed' || stage === 'arrived' ? stage : 'done',
        },
      };
    },
  );
}
