import { readFileSync } from 'node:fs';
import { emptyBoard, foldBoard } from '@duty-room/shared/board/reduce';
import type { BoardState } from '@duty-room/shared/board/state';
import type { StoredEvent } from '@duty-room/shared/kernel/event';
import { HOUR, MINUTE, SECOND, type Instant } from '@duty-room/shared/kernel/instant';
import type { JsonObject } from '@duty-room/shared/kernel/json';
import { loadPlan } from '@duty-room/shared/plan/load';
import { EVENT_VERSIONS } from '@duty-room/shared/protocol/event-types';

/** The instant at which every scene is looked at: 14 December 2026, 02:14:36 in the office. */
export const NOW: Instant = Date.UTC(2026, 11, 13, 18, 14, 36);

const PACKS = ['heating', 'communications', 'national'];

function packSource(pack: string): JsonObject {
  const loaded = loadPlan(readFileSync(new URL(`../../shared/plans/${pack}.yaml`, import.meta.url), 'utf8'), pack);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded.source;
}

/** A log written by hand: enough to put a room into the state that a picture needs. */
export class Night {
  readonly events: StoredEvent[] = [];
  readonly #revisions = new Map<string, number>();

  add(stream: string, type: string, at: Instant, data: JsonObject, more: Partial<StoredEvent> = {}): string {
    const revision = (this.#revisions.get(stream) ?? -1) + 1;
    this.#revisions.set(stream, revision);
    const id = `event-${this.events.length}`;
    this.events.push({
      position: String(this.events.length + 1).padStart(12, '0'),
      stream,
      revision,
      id,
      type,
      schemaVersion: (EVENT_VERSIONS as Record<string, number>)[type] ?? 1,
      occurredAt: at,
      recordedAt: at,
      actor: 'chen',
      correlationId: id,
      causationId: id,
      commandKey: `key-${this.events.length}`,
      data,
      ...more,
    });
    return id;
  }

  board(): BoardState {
    return foldBoard(emptyBoard(), this.events);
  }
}

type People = { readonly leader: string; readonly officers: readonly string[] };
const PEOPLE: People = { leader: '刘主任', officers: ['陈立', '孙梅'] };

/** An office with three plans in force and, unless said otherwise, people on duty since 20:00. */
export function office(name = '河东区供热应急值班室', people: People | null = PEOPLE): Night {
  const night = new Night();
  const start = NOW - 30 * 24 * HOUR;
  night.add('room', 'office.set-up', start, { name, timeZone: 'Asia/Shanghai', timeSource: 'ntp' });
  night.add('room', 'room.started', start, { run: 'run-1', cleanStop: true, timeTrusted: true, version: '0.1.0' });
  for (const pack of PACKS) {
    night.add(`plan-${pack}`, 'plan.adopted', start, {
      plan: packSource(pack),
      hash: 'f'.repeat(64),
      choices: {},
      seasons: pack === 'heating' ? { heating: { from: '2026-11-15', to: '2027-03-15' } } : {},
      softLimits: {},
      timeZone: 'Asia/Shanghai',
    });
  }
  const accounts = [
    ['liu', people?.leader ?? '刘主任', 'leader'],
    ...(people?.officers ?? PEOPLE.officers).map((officer, index) => [`officer-${index}`, officer, 'officer']),
    ['wang', '王副主任', 'command'],
  ];
  for (const [account = '', named = '', role = ''] of accounts) {
    night.add(`account-${account}`, 'account.created', start, {
      account,
      login: account,
      name: named,
      roles: [role],
      ...(account === 'wang' && { person: 'p-wang' }),
    });
  }
  for (const [person, named] of [
    ['p-wang', '王副主任'],
    ['p-zhao', '赵主任'],
  ]) {
    night.add('directory', 'directory.person-entered', start, { person: person ?? '', name: named ?? '' });
  }
  night.add('directory', 'directory.role-filled', start, { role: 'commission-leader', persons: ['p-wang'] });
  night.add('directory', 'directory.role-filled', start, { role: 'emergency-committee', persons: ['p-zhao'] });
  const evening = Date.UTC(2026, 11, 13, 12, 0, 0);
  night.add('shift-1', 'shift.started', evening, {});
  if (people) {
    night.add('shift-1', 'shift.signed-on', evening, { account: 'liu', post: 'leader' });
    people.officers.forEach((_, index) =>
      night.add('shift-1', 'shift.signed-on', evening, { account: `officer-${index}`, post: 'officer' }),
    );
  }
  return night;
}

type Report = {
  readonly id: string;
  readonly title: string;
  readonly plan?: string;
  readonly class?: string;
  readonly receivedAgo: number;
  readonly facts?: Readonly<Record<string, number | string | boolean>>;
  readonly grade?: string;
  readonly gradedAgo?: number;
};

let numbers = 140;

export function report(night: Night, incident: Report): string {
  const stream = `incident-${incident.id}`;
  const received = NOW - incident.receivedAgo;
  const plan = incident.plan ?? 'heating';
  const adoption =
    night.events.find((event) => event.type === 'plan.adopted' && event.stream === `plan-${plan}`)?.id ?? '';
  numbers += 1;
  night.add(stream, 'incident.reported', received, {
    number: `2026-0${numbers}`,
    title: incident.title,
    place: '河东区',
    pins: [{ plan, adoption, class: incident.class ?? 'accident' }],
    source: 'phone',
    facts: { received, ...incident.facts },
    alreadyTold: [],
  });
  if (incident.grade !== undefined) {
    night.add(stream, 'incident.graded', NOW - (incident.gradedAgo ?? incident.receivedAgo - 6 * MINUTE), {
      plan,
      grade: incident.grade,
    });
  }
  return stream;
}

export function normalNight(): Night {
  const night = office();
  report(night, {
    id: 'cable',
    title: '长江路光缆中断',
    plan: 'communications',
    class: 'comms-failure',
    receivedAgo: 64 * MINUTE + 12 * SECOND,
    facts: {},
  });
  const pipe = report(night, {
    id: 'pipe',
    title: '幸福里换热站主管爆裂',
    receivedAgo: 17 * MINUTE + 48 * SECOND,
    facts: {
      heatStoppedAt: NOW - 31 * MINUTE,
      expectedRestoreAt: NOW + 12.6 * HOUR,
      households: 1240,
      heatingUnit: '河东热力二所',
      discovered: NOW - 25 * MINUTE,
    },
    grade: 'important',
    gradedAgo: 12 * MINUTE,
  });
  night.add(
    pipe,
    'incident.relayed',
    NOW - 9 * MINUTE,
    { to: 'commission-leader', hop: 'to-leader', reached: true },
    { medium: 'phone' },
  );
  night.add(pipe, 'incident.crew-ordered', NOW - 4 * MINUTE, {
    order: 'order-1',
    crew: '抢修一队',
    task: '',
    limit: 20 * MINUTE,
  });
  report(night, {
    id: 'boiler',
    title: '北苑锅炉房二号炉',
    receivedAgo: 9.5 * HOUR,
    facts: {
      heatStoppedAt: NOW - 9.7 * HOUR,
      expectedRestoreAt: NOW + 3 * HOUR,
      households: 620,
      discovered: NOW - 9.6 * HOUR,
    },
    grade: 'general',
  });
  report(night, {
    id: 'crowd',
    title: '欠费停暖居民聚集',
    class: 'event',
    receivedAgo: 17 * MINUTE,
    facts: { cause: 'arrears', heat: 'stopped', gathering: 'in-compound' },
  });
  return night;
}

export function quietNight(): Night {
  const night = office();
  const stream = report(night, { id: 'old', title: '金桥小区东换热站停热', receivedAgo: 6.3 * 24 * HOUR, facts: {} });
  night.add(stream, 'incident.closed', NOW - 6.2 * 24 * HOUR, { settlement: [] });
  return night;
}

export function freshOffice(): Night {
  return office('河东区供热应急值班室', null);
}

/** 15 incidents and about 60 duties at once, many of them past their line. */
export function flood(): Night {
  const night = office();
  const places = [
    '幸福里',
    '北苑',
    '长江路',
    '金桥',
    '朝阳',
    '西园',
    '东风',
    '和平',
    '新华',
    '建设',
    '解放',
    '人民',
    '光明',
    '中山',
    '文化',
  ];
  places.forEach((place, index) => {
    report(night, {
      id: `flood-${index}`,
      title: `${place}${index % 3 === 0 ? '换热站主管爆裂' : index % 3 === 1 ? '锅炉房停炉' : '小区居民聚集'}`,
      class: index % 3 === 2 ? 'event' : 'accident',
      receivedAgo: (4 + index * 2.4) * MINUTE,
      facts: {
        heatStoppedAt: NOW - (20 + index * 40) * MINUTE,
        households: 300 + index * 170,
        ...(index % 3 === 2 ? { cause: 'arrears', heat: 'stopped' } : { expectedRestoreAt: NOW + (4 + index) * HOUR }),
      },
      ...(index % 4 === 3
        ? {}
        : {
            grade: index % 3 === 2 ? 'important' : (['general', 'important', 'major'][index % 3] ?? 'general'),
            gradedAgo: (2 + index) * MINUTE,
          }),
    });
  });
  return night;
}

const LONG =
  '河东区长江路与和平大街交汇处东南角幸福里小区三期换热站至北苑锅炉房二号炉之间一次管网主管道爆裂导致大面积停热需紧急抢修并转移老人儿童';
const LONG_EN =
  'Burst of the primary main between the Xingfuli phase-3 heat exchange station and boiler no. 2 of Beiyuan';

export function longNames(): Night {
  const night = office(
    '河东区冬季供热与通信保障及重大突发事件综合应急指挥值班室（区市政管委供热管理办公室东部片区第二值班点）',
    {
      leader: '欧阳上官慕容主任',
      officers: ['阿卜杜拉·买买提·吐尔逊', '司马相如', '诸葛孔明'],
    },
  );
  report(night, {
    id: 'long-1',
    title: LONG,
    receivedAgo: 17 * MINUTE,
    facts: {
      heatStoppedAt: NOW - 31 * MINUTE,
      expectedRestoreAt: NOW + 13 * HOUR,
      households: 1_240_000,
      heatingUnit: LONG,
    },
    grade: 'major',
    gradedAgo: 11 * MINUTE,
  });
  report(night, {
    id: 'long-2',
    title: LONG_EN,
    receivedAgo: 12 * MINUTE,
    facts: { heatStoppedAt: NOW - 11.5 * HOUR, expectedRestoreAt: 'cannot-heat', households: 620 },
  });
  report(night, {
    id: 'long-3',
    title: '短',
    class: 'event',
    receivedAgo: 2 * HOUR,
    facts: { cause: 'arrears', heat: 'stopped' },
  });
  return night;
}

export function steppedClock(): Night {
  const night = normalNight();
  night.add('room', 'room.clock-stepped', NOW - MINUTE, {
    wall: NOW + 119 * MINUTE,
    trusted: NOW - MINUTE,
    stepMs: 2 * HOUR,
  });
  return night;
}

/** Duties without a hard line, and one whose start nobody knows. */
export function softNight(): Night {
  const night = office();
  report(night, {
    id: 'soft',
    title: '欠费停暖居民聚集',
    class: 'event',
    receivedAgo: 17 * MINUTE,
    facts: { cause: 'dispute', heat: 'substandard', gathering: 'individuals' },
    grade: 'general',
  });
  night.add(
    'incident-soft',
    'incident.relayed',
    NOW - 9 * MINUTE,
    { to: 'commission-leader', reached: true },
    { medium: 'phone' },
  );
  report(night, {
    id: 'unknown',
    title: '金桥小区停热',
    receivedAgo: 3 * MINUTE,
    facts: { heat: 'stopped', households: 40 },
  });
  return night;
}

/** A deep room: eight metres to the farthest reader. */
export function deepRoom(): Night {
  const night = normalNight();
  night.add('room', 'office.wall-set', NOW - MINUTE, {
    distanceMetres: 8,
    panelInches: 65,
    nightFrom: '19:00',
    nightTo: '07:00',
  });
  return night;
}

export const SCENES = {
  deep: deepRoom,
  soft: softNight,
  normal: normalNight,
  calm: quietNight,
  fresh: freshOffice,
  flood,
  long: longNames,
  clock: steppedClock,
} as const;
export type SceneName = keyof typeof SCENES;
