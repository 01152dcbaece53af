import { sealedPart } from '@duty-room/shared/kernel/sealed-part';
import type { AccountsState } from '@duty-room/shared/account/events';
import { decideOnBoard, type RoomDraft } from '@duty-room/shared/board/decide';
import { canonical } from '@duty-room/shared/kernel/canonical';
import { fingerprint } from '@duty-room/shared/kernel/fingerprint';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { accept, refuse, type Outcome } from '@duty-room/shared/kernel/refusal';
import { statedAt } from '@duty-room/shared/kernel/stated-at';
import type { LoadedPack } from '@duty-room/shared/office/adopt';
import { issueLine } from '@duty-room/shared/plan/load';
import type { CommandAccepted } from '@duty-room/shared/protocol/catalogue';
import type { Vault } from '../vault/port.ts';
import { derivedId, digest } from './ids.ts';
import { laneOf } from './lanes.ts';
import type { Locks } from './locks.ts';
import type { Packs } from './packs.ts';
import type { Plan, Prepared, Recorder } from './recorder.ts';
import type { RoomCommand, Who } from './room.ts';
import type { HandledCommand, RoomLog } from './room-log.ts';
import { storeRefusal } from './store-refusal.ts';

export type Commands = { readonly execute: (command: RoomCommand, who: Who) => Promise<Outcome<CommandAccepted>> };

/** Executes commands: each key once, those on one stream one after another, each decided upon what the log holds. */
export function createCommands(options: {
  readonly log: RoomLog;
  readonly recorder: Recorder;
  readonly locks: Locks;
  readonly vault: Vault;
  readonly packs: Packs;
  readonly people: () => AccountsState;
  readonly now: () => Instant;
  readonly wallClock: () => Instant;
}): Commands {
  const { log, recorder, locks, vault, packs, people, now, wallClock } = options;
  const underWay = new Map<
    string,
    { readonly digest: string; readonly actor: string; readonly answer: Promise<Outcome<CommandAccepted>> }
  >();

  const execute = async (command: RoomCommand, who: Who): Promise<Outcome<CommandAccepted>> => {
    const { key } = command.meta;
    const said = digest(fingerprint(command));
    const same = (other: { readonly digest: string; readonly actor: string }) =>
      other.digest === said && other.actor === who.account;
    const handled = log.handled(key);
    if (handled !== undefined) return same(handled) ? accept(answerOf(handled)) : refuse('key-reused');
    const twin = underWay.get(key);
    if (twin !== undefined) return same(twin) ? twin.answer : refuse('key-reused');
    const answer = locks.run(laneOf(command), () => perform(command, who, said));
    underWay.set(key, { digest: said, actor: who.account, answer });
    try {
      return await answer;
    } finally {
      underWay.delete(key);
    }
  };

  const perform = async (command: RoomCommand, who: Who, said: string): Promise<Outcome<CommandAccepted>> => {
    const { key } = command.meta;
    if (log.failure() !== null) return refuse('unavailable');
    const pack = command.name === 'plan.adopt' ? await readPack(command.data.pack) : accept(undefined);
    if (!pack.ok) return pack;
    let answered: Outcome<CommandAccepted> | undefined;

    const decide = async (): Promise<Outcome<Plan | null>> => {
      // Another server may have done it meanwhile.
      const handled = log.handled(key);
      if (handled !== undefined) {
        answered =
          handled.digest === said && handled.actor === who.account ? accept(answerOf(handled)) : refuse('key-reused');
        return accept(null);
      }
      const at = now();
      const stated = statedAt(command.meta, at);
      if (!stated.ok) return stated;
      const decision = decideOnBoard(log.board(), command, {
        now: at,
        actor: who.account,
        roles: who.roles,
        newId: (part) => derivedId('of command', key, part),
        people: people(),
        wallClock: wallClock(),
        pack: pack.value,
      });
      if (!decision.ok) return decision;
      const { stream, events } = decision.value;
      // The revision belongs to what was decided upon; sealing takes a moment, in which others may write.
      const expected = log.revision(stream);
      const prepared = events.map((draft, index) => prepare(draft, index, command, who, said, stated.value));
      return accept({ stream, expected, events: await Promise.all(prepared) });
    };

    const appended = await recorder.append(decide);
    if (!appended.ok) return appended;
    if (answered !== undefined) return answered;
    if (appended.value === null) return refuse('nothing-to-do');
    return accept({ ...appended.value, event: derivedId('event', key, '0') });
  };

  const prepare = async (
    draft: RoomDraft,
    index: number,
    command: RoomCommand,
    who: Who,
    said: string,
    stated: Instant,
  ): Promise<Prepared> => {
    const { key, onBehalfOf, medium } = command.meta;
    const plain = draft.subject === undefined ? undefined : sealedPart(command.data);
    return {
      id: derivedId('event', key, String(index)),
      type: draft.type,
      data: draft.data,
      occurredAt: draft.occurredAt ?? stated,
      actor: who.account,
      causationId: said,
      commandKey: key,
      onBehalfOf,
      medium,
      ...(draft.subject !== undefined &&
        plain !== undefined && {
          personal: { subject: draft.subject, sealed: await vault.seal(draft.subject, plain) },
        }),
    };
  };

  const readPack = async (name: string): Promise<Outcome<LoadedPack | undefined>> => {
    const load = await packs.load(name);
    if (load === undefined) return accept(undefined);
    if (!load.ok) {
      const problems = load.issues.map((issue) => ({ zh: issueLine(issue, 'zh'), en: issueLine(issue, 'en') }));
      return refuse('bad-input', { problems });
    }
    return accept({ plan: load.plan, source: load.source, hash: digest(canonical(load.source)) });
  };

  return {
    async execute(command, who) {
      try {
        return await execute(command, who);
      } catch (error) {
        const refusal = storeRefusal(error);
        if (refusal !== undefined) return refusal;
        throw error;
      }
    },
  };
}

function answerOf({ stream, revision, position, event }: HandledCommand): CommandAccepted {
  return { stream, revision, position, event };
}
