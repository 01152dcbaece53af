import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOffice, report, type StaffedOffice, type Loose } from '../support/office.ts';

describe('the HTTP interface', () => {
  let office: StaffedOffice;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.close());

  it('lets a page load nothing from elsewhere and run nothing inline', async () => {
    const { headers } = await office.browser().get('/health/live');
    const policy = headers.get('content-security-policy')!;
    expect(policy).not.toMatch(/unsafe|\*|https:/);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('keeps its cookies from scripts and from other sites', async () => {
    const response = await fetch(`${office.server.address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: office.server.address },
      body: JSON.stringify({ login: 'officer', password: 'a long enough word' }),
    });
    const cookies = response.headers.getSetCookie();
    expect(cookies.length).toBe(2);
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/);
  });

  it('writes its document from the schemas that check the requests, and pages to read it without inline code', async () => {
    const browser = office.browser();
    const { json } = await browser.get('/api/openapi.json');
    const body = json.paths['/api/commands/incident.report'].post.requestBody.content['application/json'].schema;
    expect(body.required).toContain('key');
    expect(body.properties.data.properties.title.maxLength).toBe(120);
    expect(JSON.stringify(json)).not.toMatch(/\$ref|\$defs/);
    const page = await browser.get('/api/docs/');
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=/);
    const scripts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    for (const script of scripts)
      expect((await browser.get(new URL(script, `${office.server.address}/api/docs/`).pathname)).status).toBe(200);
  });

  it('answers a snapshot compressed, and the same one to all who come back at once', async () => {
    await report(office);
    const { officer } = office.people;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => officer.get('/api/board', { 'accept-encoding': 'gzip' })),
    );
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers[0]!.headers.get('content-encoding')).toBe('gzip');
    expect(answers[0]!.headers.get('cache-control')).toBe('no-store');
    const { json } = answers[0]!;
    expect(json).toMatchObject({ audience: 'desk', protocol: 1, trusted: true, epoch: office.server.room.epoch });
    expect(Object.values<Loose>(json.state.incidents)[0].title).toBe('光明小区停热');
    expect(json.position).toBe(office.server.room.board().position);
    await officer.command('shift.start', {});
    expect((await officer.get('/api/board')).json.position > json.position).toBe(true);
  });

  it('gives the log in pages that fold to the snapshot, and finds incidents', async () => {
    const { officer, auditor } = office.people;
    const incident = await report(office);
    const { reduceBoard, emptyBoard } = await import('@duty-room/shared/board/reduce');
    let state = emptyBoard();
    let after = '';
    for (;;) {
      const { json } = await officer.get(`/api/events?after=${after}&limit=3`);
      for (const event of json.events) state = reduceBoard(state, event);
      after = json.next;
      if (json.next === json.head) break;
    }
    const snapshot = (await officer.get('/api/board')).json;
    expect({ ...JSON.parse(JSON.stringify(state)), position: snapshot.position }).toEqual(snapshot.state);

    const found = (await auditor.get(`/api/incidents?q=${encodeURIComponent('光明 停热')}&status=open&plan=heating`))
      .json;
    expect(found.rows.map((row: Loose) => row.id)).toContain(incident);
    expect((await auditor.get('/api/incidents?q=nothing')).json).toEqual({ rows: [], total: 0 });
    expect((await auditor.get('/api/incidents?page=0')).status).toBe(400);
    expect((await auditor.get(`/api/incidents/${incident}`)).json.id).toBe(incident);
    expect((await auditor.get('/api/incidents/none')).json.code).toBe('not-found');
  });

  it('keeps what a report says out of the open log and opens it to the desk', async () => {
    const { officer } = office.people;
    const incident = await report(office, { name: '李四' });
    const said = '抢修人员两名受轻伤';
    const sent = await officer.command('incident.send-report', {
      incident,
      kind: 'handling',
      to: ['commission-leader'],
      fields: { progress: said },
    });
    expect(sent.status).toBe(200);
    const { texts } = (await officer.get(`/api/personal?stream=incident-${incident}`)).json;
    expect(texts[sent.json.event]).toEqual({ fields: { progress: said } });
    const log = JSON.stringify((await office.people.auditor.get('/api/events?limit=5000')).json);
    expect(log).toContain('"fields":["progress"]');
    expect(log).not.toContain(said);
  });

  it('opens what is personal to the desk only, and puts on record that a number was looked at', async () => {
    const { officer } = office.people;
    const incident = await report(office, { name: '李四', number: '13800000000', text: '老人独居' });
    const { texts } = (await officer.get(`/api/personal?stream=incident-${incident}`)).json;
    expect(Object.values(texts)).toEqual([{ name: '李四', number: '13800000000', text: '老人独居' }]);
    const entered = await officer.command('directory.enter-person', {
      name: '赵六',
      personal: { numbers: ['010-1234567'] },
    });
    expect(entered.status).toBe(200);
    const person = Object.values(office.server.room.board().directory.persons).find((one) => one.name === '赵六')!.id;
    expect((await officer.post(`/api/directory/${person}/numbers`)).json).toEqual({ numbers: ['010-1234567'] });
    const events = (await office.people.auditor.get('/api/events?limit=5000')).json.events;
    expect(events.at(-1)).toMatchObject({
      type: 'room.numbers-viewed',
      actor: office.accounts.officer,
      data: { of: person },
    });
  });
});
