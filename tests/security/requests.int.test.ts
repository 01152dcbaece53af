import { type RequestOptions, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { makeAuthority, makeServerCertificate } from '@duty-room/server/certificate/authority';
import { afterEach, describe, expect, it } from 'vitest';
import { type Office, openOffice, openServer, type StaffedOffice } from '../support/office.ts';

/** A request with whatever headers one likes, as no browser sends it. */
function ask(address: string, path: string, options: RequestOptions): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const send = address.startsWith('https:') ? secureRequest : request;
    const sent = send(address + path, { rejectUnauthorized: false, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('a request that changes something', () => {
  const open: Office[] = [];
  const keep = <T extends Office>(office: T): T => {
    open.push(office);
    return office;
  };
  afterEach(async () => {
    for (const office of open.splice(0)) await office.close();
  });

  it('is refused to a page of the same name that came over a line that anybody may have written on', async () => {
    const authority = await makeAuthority('值班室', Date.now());
    const tls = await makeServerCertificate(authority, ['127.0.0.1'], Date.now());
    const { server } = keep(await openServer({ tls }));
    const from = (origin: string) => ask(server.address, '/api/session', { method: 'DELETE', headers: { origin } });
    expect((await from(server.address)).status).toBe(200);
    expect((await from(server.address.replace('https:', 'http:'))).status).toBe(403);
  });

  it('may come through a proxy that speaks securely to browsers, and not from the plain page beside it', async () => {
    const { server } = keep(await openServer({ trustProxy: ['127.0.0.1'] }));
    const from = (origin: string) =>
      ask(server.address, '/api/session', {
        method: 'DELETE',
        headers: { origin, 'x-forwarded-host': 'room.example', 'x-forwarded-proto': 'https' },
      });
    expect((await from('https://room.example')).status).toBe(200);
    expect((await from('http://room.example')).status).toBe(403);
    expect((await from('https://elsewhere.example')).status).toBe(403);
  });

  it('is judged by the name in its own address where the proxy that gives another one is not known', async () => {
    const { server } = keep(await openServer({ trustProxy: ['10.9.9.9'] }));
    const headers = { origin: 'http://elsewhere.example', 'x-forwarded-host': 'elsewhere.example' };
    expect((await ask(server.address, '/api/session', { method: 'DELETE', headers })).status).toBe(403);
    const own = { origin: server.address, 'x-forwarded-host': 'elsewhere.example' };
    expect((await ask(server.address, '/api/session', { method: 'DELETE', headers: own })).status).toBe(200);
  });
});

describe('the demonstration', () => {
  let office: Office | undefined;
  afterEach(() => office?.close());

  it('shows nothing to a page whose name was turned to this machine', async () => {
    office = await openServer({ demo: true });
    const { port, address } = office.server;
    const board = (host: string) => ask(address, '/api/board', { headers: { host } });
    expect((await board(`127.0.0.1:${port}`)).status).toBe(200);
    expect((await board(`localhost:${port}`)).status).toBe(200);
    expect((await board(`turned.example:${port}`)).status).toBe(401);
  });
});

describe('the command group', () => {
  let office: StaffedOffice;
  afterEach(() => office.close());

  it('takes back what it did itself, and nothing that the desk put on record', async () => {
    office = await openOffice();
    const { officer, command } = office.people;
    const made = await officer.command('incident.report', {
      title: '停热',
      under: [{ plan: 'heating', class: 'accident' }],
    });
    const incident = made.json.stream.replace('incident-', '');
    const relayed = await officer.command('incident.relay', { incident, to: 'commission' });
    const graded = await command.command('incident.grade', { incident, plan: 'heating', grade: 'general' });
    expect([relayed.status, graded.status]).toEqual([200, 200]);
    const withdraw = (who: typeof command, target: string) =>
      who.command('incident.withdraw', { incident, target, reason: '误操作' });
    const refused = await withdraw(command, relayed.json.event);
    expect([refused.status, refused.json.code]).toEqual([403, 'not-allowed']);
    expect((await withdraw(command, graded.json.event)).status).toBe(200);
    expect((await withdraw(officer, relayed.json.event)).status).toBe(200);
  });
});
