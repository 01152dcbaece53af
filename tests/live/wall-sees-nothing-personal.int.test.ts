import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { once, openOffice, type StaffedOffice, type Loose } from '../support/office.ts';

/** Words that stand nowhere else; each names the field that it was typed into. */
const SENTINELS: string[] = [];
function sentinel(field: string): string {
  const word = `哨兵-${field}-${SENTINELS.length}-0f9e`;
  SENTINELS.push(word);
  return word;
}
const phone = '13955501234';

describe('what a wall receives', () => {
  let office: StaffedOffice;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.close());

  it('holds no name, number or free text of a caller or victim, and no reason that somebody typed', async () => {
    const { officer, leader, administrator } = office.people;
    const { wall } = office;
    const act = async (
      name: string,
      data: Record<string, unknown>,
      meta: Record<string, unknown> = {},
      who = officer,
    ) => {
      const answer = await who.command(name, data, meta);
      expect(answer.status, `${name}: ${answer.text}`).toBe(200);
      return answer.json;
    };
    const personal = (field: string) => ({
      name: sentinel(`${field}.name`),
      number: phone,
      unit: sentinel(`${field}.unit`),
      text: sentinel(`${field}.text`),
    });

    const { epoch, position, protocol } = (await wall.get('/api/board')).json;
    const socket = wall.socket();
    await once(socket, 'connect');
    socket.emit('hello', { protocol, epoch, position });
    await once(socket, 'events');
    const seen: Loose[] = [];
    socket.on('events', (frame) => seen.push(...frame.events));

    await act('shift.start', {});
    await act('shift.sign-on', { account: office.accounts.leader, post: 'leader' });
    await act('shift.log', { topic: sentinel('log.topic'), personal: personal('log') });
    const made = await act('incident.report', {
      title: '公开的标题',
      place: '公开的地点',
      under: [{ plan: 'heating', class: 'accident' }],
      source: sentinel('source'),
      alreadyTold: [sentinel('told')],
      personal: personal('report'),
    });
    const incident = made.stream.replace('incident-', '');
    await act('incident.attach-call', { incident, source: sentinel('call.source'), personal: personal('call') });
    await act('incident.note', { incident, personal: personal('note') });
    await act('incident.relay', { incident, to: 'commission', receipt: sentinel('receipt') });
    await act('incident.order-crew', { incident, crew: '抢修一队', task: sentinel('task') });
    await act('incident.grade', { incident, plan: 'heating', grade: 'general', reason: sentinel('grade.reason') });
    const duplicate = await act('incident.report', {
      title: '重复的报告',
      under: [{ plan: 'heating', class: 'accident' }],
      personal: personal('duplicate'),
    });
    await act('incident.mark-mistaken', {
      incident: duplicate.stream.replace('incident-', ''),
      reason: sentinel('mistaken'),
    });
    const withdrawable = office.server.room
      .board()
      .incidents[incident]!.acts.find((one) => one.type === 'incident.relayed')!;
    await act('incident.withdraw', { incident, target: withdrawable.id, reason: sentinel('withdraw') });
    await act('directory.enter-person', { name: '通讯录公开姓名', personal: { numbers: [phone] } });
    await administrator.post(`/api/accounts/${office.accounts.auditor}/disable`, { reason: sentinel('disable') });
    await leader.post('/api/session/pin', { password: 'a long enough word', pin: '4711' });

    await expect.poll(() => seen.map((event) => event.type)).toContain('directory.person-entered');
    socket.disconnect();
    const reconnected = wall.socket();
    await once(reconnected, 'connect');
    reconnected.emit('hello', { protocol, epoch, position });
    await once(reconnected, 'events');
    reconnected.disconnect();
    // Whatever a wall can think of asking.
    for (const { method, url } of office.server.registered.routes) {
      const path = url.replace(':id', incident).replace(':person', 'p').replace(':drill', 'd').replace('*', 'x');
      if (method === 'GET') await wall.get(path === '/api/personal' ? `${path}?stream=incident-${incident}` : path);
    }

    // It did receive the incident and the people's names; so the search below looks at the right bytes.
    expect(wall.received).toContain('公开的标题');
    expect(wall.received).toContain('通讯录公开姓名');
    const texts = await officer.get(`/api/personal?stream=incident-${incident}`);
    expect(texts.text).toContain(phone);
    expect(texts.text).toContain(SENTINELS.find((word) => word.includes('report.text')));
    for (const word of [...SENTINELS, phone]) expect(wall.received.includes(word), word).toBe(false);
    // Neither as escaped text.
    const escaped = (word: string) =>
      JSON.stringify(word)
        .slice(1, -1)
        .replaceAll(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
    for (const word of SENTINELS) expect(wall.received.includes(escaped(word)), word).toBe(false);
    expect(SENTINELS.length).toBeGreaterThan(20);
  });
});
