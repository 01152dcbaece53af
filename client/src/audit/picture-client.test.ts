import { describe, expect, it } from 'vitest';
import { boardText } from '@duty-room/shared/board/hash';
import { call, minute, openRoom } from '@duty-room/shared/board/test-support/room';
import { boardView } from '@duty-room/shared/board/view';
import { Replay } from '@duty-room/shared/timeline/replay';
import { createPictureClient } from './picture-client.ts';

describe('the picture of a wall at an instant', () => {
  it('shows what the wall showed, forwards and backwards', () => {
    const room = openRoom();
    call(room);
    room.pass(10);
    call(room, { title: 'Second' });
    room.pass(30);
    const replay = new Replay(room.log);
    const picture = createPictureClient(null, replay.knownAt(minute(1)), minute(1));
    const stop = picture.client.view.subscribe(() => undefined);
    for (const at of [1, 12, 35, 14, 2].map(minute)) {
      const board = replay.knownAt(at);
      picture.show(board, at);
      const shown = picture.client.view.get();
      expect(shown && boardText({ ...shown, at })).toBe(boardText(boardView(board, at)));
    }
    stop();
  });

  it('moves every figure on it to that instant', () => {
    const room = openRoom();
    const picture = createPictureClient(null, room.board, minute(0));
    const ticks: number[] = [];
    picture.client.ticker.subscribe((now) => ticks.push(now));
    picture.show(room.board, minute(5));
    expect(ticks).toEqual([minute(0), minute(5)]);
    expect(picture.client.time.now()).toBe(minute(5));
  });
});
