import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Issued, issueCertificate, UnusableAuthority } from './files.ts';

const USAGE = `用法  usage: npm run certificate -- --host NAME [--host NAME-OR-ADDRESS ...] [--out FOLDER]`;
const DNS_NAME = /^(\*\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

function refuse(line: string): never {
  console.error(line);
  process.exit(2);
}

function readArguments(): { hosts: string[]; folder: string } {
  let values: { host?: string[]; out?: string };
  try {
    ({ values } = parseArgs({
      options: { host: { type: 'string', multiple: true }, out: { type: 'string' } },
    }));
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
  const hosts = values.host ?? [];
  if (hosts.length === 0) return refuse(USAGE);
  for (const host of hosts) {
    const numeric = /^[\d.]+$/.test(host) && isIP(host) === 0;
    if (numeric || (isIP(host) === 0 && !DNS_NAME.test(host)))
      return refuse(`--host ${host}: 应为主机名或 IP 地址  must be a host name or an IP address`);
  }
  return { hosts, folder: resolve(values.out ?? join(process.env['DATA_DIR'] || 'data', 'certificate')) };
}

function explain(issued: Issued, hosts: readonly string[]): string {
  const until = new Date(issued.validUntil).toISOString().slice(0, 10);
  const authority = issued.newAuthority
    ? [
        `机构（新建）：${issued.authorityFile}`,
        '  请在每台终端（大屏、值班台、手机）安装为“受信任的根证书颁发机构”，并核对指纹。私钥留在本机，不要外传。',
        `Authority (new): ${issued.authorityFile}`,
        '  Install it on every screen and phone as a trusted root authority and compare the fingerprint. Its key stays on this machine.',
      ]
    : [
        `机构（沿用）：${issued.authorityFile}，已安装过的终端无需改动。`,
        `Authority (kept): ${issued.authorityFile}; machines that trust it need nothing new.`,
      ];
  return [
    ...authority,
    `  SHA-256 ${issued.fingerprint}`,
    '',
    `服务器证书：${hosts.join('、')}，有效期至 ${until}。启动时设置：`,
    `Server certificate for ${hosts.join(', ')}, valid until ${until}. Start the server with:`,
    `  HOST=0.0.0.0`,
    `  TLS_CERT=${issued.certFile}`,
    `  TLS_KEY=${issued.keyFile}`,
  ].join('\n');
}

const { hosts, folder } = readArguments();
try {
  console.log(explain(await issueCertificate(folder, hosts, Date.now()), hosts));
} catch (error) {
  if (error instanceof UnusableAuthority) console.error(`${error.zh}\n${error.en}`);
  else console.error(`${folder}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
