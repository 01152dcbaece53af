import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '@duty-room/shared/kernel/instant';
import { readConfig } from '../config.ts';
import { fingerprint } from './authority.ts';
import { issueCertificate, UnusableAuthority } from './files.ts';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duty-room-certificate-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** One request to a server that uses the pair, by a client that trusts `ca` and believes to speak to `servername`. */
async function fetchOver(cert: string, key: string, ca: string, name: string): Promise<string> {
  const server = createServer({ cert, key }, (_request, response) => response.end('值班室'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    return await new Promise((resolve, reject) => {
      const request = get(
        {
          host: name,
          port,
          ca,
          agent: false,
          lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => (text += part));
          response.on('end', () => resolve(text));
        },
      );
      request.on('error', reject);
    });
  } finally {
    server.close();
  }
}

describe('the certificate command', () => {
  it('makes a pair by which a client that trusts the authority reaches the server, by name and by address', async () => {
    const made = spawnSync(process.execPath, [CLI, '--host', 'room.office', '--host', '127.0.0.9', '--out', folder], {
      encoding: 'utf8',
    });
    expect(made.stderr).toBe('');
    expect(made.status).toBe(0);
    const [cert, key, ca] = await Promise.all(
      ['server.crt', 'server.key', 'authority.crt'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    expect(await fetchOver(cert!, key!, ca!, 'room.office')).toBe('值班室');
    expect(await fetchOver(cert!, key!, ca!, '127.0.0.1')).toBe('值班室');
    await expect(fetchOver(cert!, key!, ca!, 'other.office')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    const names = new X509Certificate(cert!).subjectAltName;
    expect(names).toContain('DNS:room.office');
    expect(names).toContain('IP Address:127.0.0.9');

    expect(made.stdout).toContain(`TLS_CERT=${join(folder, 'server.crt')}`);
    expect(made.stdout).toContain(fingerprint(ca!));
    expect(fingerprint(ca!)).toBe(new X509Certificate(ca!).fingerprint256);
    expect(made.stdout).toMatch(/请在每台终端/);
    expect(made.stdout).toMatch(/Install it on every screen/);
    expect(
      readConfig({ HOST: '0.0.0.0', TLS_CERT: join(folder, 'server.crt'), TLS_KEY: join(folder, 'server.key') }, []),
    ).toMatchObject({ ok: true });
  });

  it('lets nobody but the owner read a key', async () => {
    await issueCertificate(folder, ['room.office'], Date.now());
    for (const name of ['authority.key', 'server.key'])
      expect((await stat(join(folder, name))).mode & 0o077, name).toBe(0);
  });

  it('keeps its authority, so that machines that trust it need nothing new', async () => {
    const first = await issueCertificate(folder, ['a.office'], Date.now());
    const authority = await readFile(first.authorityFile, 'utf8');
    const second = await issueCertificate(folder, ['b.office'], Date.now());
    expect([first.newAuthority, second.newAuthority]).toEqual([true, false]);
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(await readFile(second.authorityFile, 'utf8')).toBe(authority);
    const [cert, key] = await Promise.all([readFile(second.certFile, 'utf8'), readFile(second.keyFile, 'utf8')]);
    expect(await fetchOver(cert, key, authority, 'b.office')).toBe('值班室');
  });

  it('is not believed by a client that does not trust the authority', async () => {
    const issued = await issueCertificate(folder, ['room.office'], Date.now());
    const other = await issueCertificate(join(folder, 'other'), ['room.office'], Date.now());
    const [cert, key, ca] = await Promise.all(
      [issued.certFile, issued.keyFile, other.authorityFile].map((path) => readFile(path, 'utf8')),
    );
    await expect(fetchOver(cert!, key!, ca!, 'room.office')).rejects.toThrow(/certificate/i);
  });

  it('never lets a server certificate outlive its authority', async () => {
    const start = Date.now();
    const { authorityFile } = await issueCertificate(folder, ['a'], start);
    const until = Date.parse(new X509Certificate(await readFile(authorityFile, 'utf8')).validTo);
    expect((await issueCertificate(folder, ['a'], until - 10 * DAY)).validUntil).toBe(until);
    await expect(issueCertificate(folder, ['a'], until)).rejects.toThrow(/has expired/);
  });

  it('refuses half an authority instead of making another one over it', async () => {
    const { authorityFile } = await issueCertificate(folder, ['a'], Date.now());
    await unlink(join(folder, 'authority.key'));
    await expect(issueCertificate(folder, ['a'], Date.now())).rejects.toThrow(UnusableAuthority);
    const before = await readFile(authorityFile, 'utf8');
    const again = spawnSync(process.execPath, [CLI, '--host', 'a', '--out', folder], { encoding: 'utf8' });
    expect(again.status).toBe(1);
    expect(again.stderr).toMatch(/缺少.*authority\.key.*\n.*authority\.key is missing/);
    expect(await readFile(authorityFile, 'utf8')).toBe(before);
  });

  it('refuses an authority whose key is another one', async () => {
    await issueCertificate(folder, ['a'], Date.now());
    const other = await issueCertificate(join(folder, 'other'), ['a'], Date.now());
    await writeFile(join(folder, 'authority.key'), await readFile(join(folder, 'other/authority.key')));
    expect(other.newAuthority).toBe(true);
    await expect(issueCertificate(folder, ['a'], Date.now())).rejects.toThrow(/not an authority and its key/);
  });

  it.each([[[]], [['--host', 'two words']], [['--host', '300.1.1.1']], [['--name', 'x']]])(
    'answers %j with a usage line and exit 2',
    (args) => {
      const result = spawnSync(process.execPath, [CLI, ...args, '--out', folder], { encoding: 'utf8' });
      expect(result.status).toBe(2);
      expect(result.stderr).toMatch(/usage|must be a host name/);
    },
  );
});
