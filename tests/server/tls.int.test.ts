import { request } from 'node:https';
import { makeAuthority, makeServerCertificate } from '@duty-room/server/certificate/authority';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { io } from 'socket.io-client';
import { once, openServer, type Office, setUpRequest, type Loose } from '../support/office.ts';

describe('the server with a certificate', () => {
  let office: Office;
  let ca: string;
  beforeAll(async () => {
    const now = Date.now();
    const authority = await makeAuthority('值班室', now);
    ca = authority.cert;
    const pair = await makeServerCertificate(authority, ['localhost', '127.0.0.1'], now);
    office = await openServer({ tls: pair });
  });
  afterAll(() => office.close());

  const ask = (
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; headers: Record<string, Loose> }> =>
    new Promise((resolve, reject) => {
      const sent = request(
        office.server.address + path,
        { method, ca, headers: { 'content-type': 'application/json' } },
        (response) => {
          response.resume();
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
        },
      );
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });

  it('speaks only securely: strict transport, secure cookies, secure sockets', async () => {
    expect(office.server.address).toMatch(/^https:/);
    const done = await ask('POST', '/api/set-up', setUpRequest(office.server.setUpToken!));
    expect(done.status).toBe(200);
    expect(done.headers['strict-transport-security']).toMatch(/max-age=\d{7,}/);
    for (const cookie of done.headers['set-cookie']) expect(cookie).toMatch(/; Secure/);
    expect(done.headers['content-security-policy']).toContain('wss://127.0.0.1');

    const cookie = done.headers['set-cookie'].map((line: string) => line.split(';')[0]).join('; ');
    const options = { path: '/live', transports: ['websocket'], reconnection: false, ca, extraHeaders: { cookie } };
    const socket = io(office.server.address, options);
    await Promise.race([
      once(socket, 'connect'),
      once<Error>(socket, 'connect_error').then((error) => Promise.reject(error)),
    ]);
    expect(socket.connected).toBe(true);
    socket.disconnect();
  });
});
