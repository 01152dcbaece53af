import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY, type Instant } from '@duty-room/shared/kernel/instant';
import { fingerprint, makeAuthority, makeServerCertificate, type Pair } from './authority.ts';

export type Issued = {
  readonly authorityFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  /** False where an authority was found and used again: machines that trust it need nothing new. */
  readonly newAuthority: boolean;
  readonly fingerprint: string;
  readonly validUntil: Instant;
};

/** What stands in the folder cannot be used; `zh` and `en` say what to do. */
export class UnusableAuthority extends Error {
  override readonly name = 'UnusableAuthority';
  readonly zh: string;
  readonly en: string;
  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
    this.en = en;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes beside and renames: a server that starts meanwhile reads the old file or the new one, whole. */
async function put(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.new`;
  await writeFile(draft, text, { mode });
  await chmod(draft, mode);
  await rename(draft, path);
}

async function keptAuthority(certFile: string, keyFile: string, now: Instant): Promise<Pair | undefined> {
  const [cert, key] = await Promise.all([readIfThere(certFile), readIfThere(keyFile)]);
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    const missing = cert === undefined ? certFile : keyFile;
    throw new UnusableAuthority(
      `缺少 ${missing}：请恢复该文件，或删除另一半以新建机构`,
      `${missing} is missing: restore it, or delete its other half to make a new authority`,
    );
  }
  let valid = false;
  let until = 0;
  try {
    const certificate = new X509Certificate(cert);
    valid = certificate.ca && certificate.checkPrivateKey(createPrivateKey(key));
    until = Date.parse(certificate.validTo);
  } catch {
    // Not PEM at all; said below.
  }
  if (!valid) {
    throw new UnusableAuthority(
      `${certFile} 与 ${keyFile} 不是一对机构证书与私钥`,
      `${certFile} and ${keyFile} are not an authority and its key`,
    );
  }
  if (until <= now + DAY) {
    throw new UnusableAuthority(
      `${certFile} 已到期：请删除机构的两个文件并重新签发，再在各终端安装新机构`,
      `${certFile} has expired: delete both files of the authority, issue again and install the new one on every machine`,
    );
  }
  return { cert, key };
}

/**
 * Keeps an authority in `folder` and issues a server certificate for `hosts` and for the own machine.
 * Key files are readable by their owner only. Throws UnusableAuthority where what is kept there does not fit.
 */
export async function issueCertificate(folder: string, hosts: readonly string[], now: Instant): Promise<Issued> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = (name: string) => join(folder, name);
  const authorityFile = file('authority.crt');
  const kept = await keptAuthority(authorityFile, file('authority.key'), now);
  const authority = kept ?? (await makeAuthority(`Duty room ${hosts[0] ?? ''}`.trim(), now));
  if (kept) {
    await chmod(file('authority.key'), 0o600);
  } else {
    await put(file('authority.key'), authority.key, 0o600);
    await put(authorityFile, authority.cert, 0o644);
  }
  const names = [...new Set([...hosts, 'localhost', '127.0.0.1', '::1'])];
  const server = await makeServerCertificate(authority, names, now);
  await put(file('server.key'), server.key, 0o600);
  await put(file('server.crt'), server.cert, 0o644);
  return {
    authorityFile,
    certFile: file('server.crt'),
    keyFile: file('server.key'),
    newAuthority: !kept,
    fingerprint: fingerprint(authority.cert),
    validUntil: Date.parse(new X509Certificate(server.cert).validTo),
  };
}
