import { describe, expect, it } from 'vitest';
import { openRoom, type Room } from '../board/test-support/room.ts';

const enter = (room: Room, name: string, numbers?: string[]): string =>
  room.do('directory.enter-person', { name, ...(numbers && { personal: { numbers } }) }).data['person'] as string;

describe('the contact directory', () => {
  it('enters a person with a sealed number and says publicly only that there is one', () => {
    const room = openRoom();
    const answer = room.send('directory.enter-person', {
      name: 'Zhao',
      post: 'dispatcher',
      personal: { numbers: ['138 0001 1111'] },
    });
    if (!answer.ok) throw new Error(answer.code);
    const person = answer.events[0]!.data['person'] as string;
    expect(answer.subjects).toEqual([`person-${person}`]);
    expect(JSON.stringify(answer.events[0]!.data)).not.toContain('138');
    expect(room.board.directory.persons[person]).toEqual({
      id: person,
      name: 'Zhao',
      post: 'dispatcher',
      hasNumber: true,
    });
  });
  it('changes a person and keeps the numbers that nobody spoke of', () => {
    const room = openRoom();
    const person = enter(room, 'Zhao', ['13800011111']);
    room.do('directory.enter-person', { person, name: 'Zhao Min' });
    expect(room.board.directory.persons[person]).toEqual({ id: person, name: 'Zhao Min', hasNumber: true });
    room.refuses('nothing-to-do', 'directory.enter-person', { person, name: 'Zhao Min' });
    room.do('directory.enter-person', { person, name: 'Zhao Min', personal: { numbers: [] } });
    expect(room.board.directory.persons[person]?.hasNumber).toBe(false);
    room.refuses('not-found', 'directory.enter-person', { person: 'ghost', name: 'Zhao' });
  });
  it('fills a role in the order of the calls, with people it knows', () => {
    const room = openRoom();
    const [zhao, qian] = [enter(room, 'Zhao'), enter(room, 'Qian')];
    room.do('directory.fill-role', { role: 'leader', persons: [qian, zhao, qian] });
    expect(room.board.directory.roles['leader']).toEqual([qian, zhao]);
    room.refuses('nothing-to-do', 'directory.fill-role', { role: 'leader', persons: [qian, zhao] });
    room.do('directory.fill-role', { role: 'leader', persons: [zhao, qian] });
    expect(room.refuses('unknown-term', 'directory.fill-role', { role: 'mayor', persons: [zhao] })).toEqual({
      term: 'mayor',
    });
    expect(room.refuses('not-found', 'directory.fill-role', { role: 'city', persons: [zhao, 'ghost'] })).toEqual({
      what: ['ghost'],
    });
    room.do('directory.fill-role', { role: 'leader', persons: [] });
    room.refuses('nothing-to-do', 'directory.fill-role', { role: 'city', persons: [] });
  });
  it('removes a person from every role, once; entering them again brings them back without a number', () => {
    const room = openRoom();
    const zhao = enter(room, 'Zhao', ['13800011111']);
    room.do('directory.fill-role', { role: 'leader', persons: [zhao] });
    room.do('directory.remove-person', { person: zhao });
    expect(room.board.directory.roles['leader']).toEqual([]);
    expect(room.board.directory.persons[zhao]).toMatchObject({ removed: true, hasNumber: false });
    room.refuses('already-done', 'directory.remove-person', { person: zhao });
    room.refuses('not-found', 'directory.remove-person', { person: 'ghost' });
    room.refuses('not-found', 'directory.fill-role', { role: 'leader', persons: [zhao] });
    room.do('directory.enter-person', { person: zhao, name: 'Zhao' });
    expect(room.board.directory.persons[zhao]).toEqual({ id: zhao, name: 'Zhao', hasNumber: false });
  });
  it('is a conflict for whoever looked at an older one', () => {
    const room = openRoom();
    enter(room, 'Zhao');
    room.refuses('conflict', 'directory.enter-person', { name: 'Qian' }, { expectedRevision: -1 });
  });
});
