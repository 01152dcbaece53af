import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

/** Everything the server is told from outside. Paths are absolute, certificates are read and known to fit their key. */
export type Config = {
  /** Address to listen on. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** PEM texts; undefined means plain http. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly dataDir: string;
  readonly eventStore: EventStoreChoice;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** As Fastify's `trustProxy`: nobody, a number of hops, or the proxies' addresses. */
  readonly trustProxy: false | number | readonly string[];
  readonly demo: boolean;
};

export type EventStoreChoice =
  | { readonly kind: 'sqlite' }
  | { readonly kind: 'memory' }
  | { readonly kind: 'kurrentdb'; readonly url: string };

/** `message` holds one line per mistake, in Chinese and English, for the terminal; the caller exits with 2. */
export type ConfigResult =
  | { readonly ok: true; readonly value: Config }
  | { readonly ok: false; readonly message: string };

export const DEFAULT_PORT = 8080;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const KURRENT_URL = /^(kurrentdb|kurrent|esdb)(\+discover)?:\/\/([^\s/?@]+@)?[^\s/?@]+([/?]\S*)?$/;
const NAMED_NETWORKS = new Set(['loopback', 'linklocal', 'uniquelocal']);

const bad = (zh: string, en: string) => ({ error: `${zh}  ${en}` });

const settings = z.object({
  PORT: z
    .string()
    .default(String(DEFAULT_PORT))
    .refine(
      (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
      bad('应为 0 至 65535 的整数', 'must be a whole number from 0 to 65535'),
    )
    .transform(Number),
  HOST: z
    .string()
    .default('127.0.0.1')
    .refine(
      (text) => isIP(text) !== 0 || isHostName(text),
      bad('应为 IP 地址或主机名', 'must be an IP address or a host name'),
    ),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  DATA_DIR: z.string().optional(),
  EVENT_STORE: z
    .string()
    .default('sqlite')
    .transform((text, context): EventStoreChoice => {
      if (text === 'sqlite' || text === 'memory') return { kind: text };
      if (KURRENT_URL.test(text)) return { kind: 'kurrentdb', url: text };
      context.addIssue({
        code: 'custom',
        message: '应为 sqlite、memory 或 kurrentdb://… 地址  must be sqlite, memory or a kurrentdb:// address',
      });
      return z.NEVER;
    }),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, bad(`应为 ${LOG_LEVELS.join('、')} 之一`, `must be one of ${LOG_LEVELS.join(', ')}`))
    .default('info'),
  TRUST_PROXY: z
    .string()
    .default('false')
    .transform((text, context): Config['trustProxy'] => {
      if (text === 'false') return false;
      if (/^[1-9]\d?$/.test(text)) return Number(text);
      const addresses = text.split(',').map((part) => part.trim());
      if (addresses.every((part) => NAMED_NETWORKS.has(part) || isNetwork(part))) return addresses;
      context.addIssue({
        code: 'custom',
        message:
          '应为 false、代理层数（1 至 99）或以逗号分隔的代理地址  must be false, a number of hops (1 to 99) or the proxies’ addresses, comma separated',
      });
      return z.NEVER;
    }),
  ALLOW_INSECURE_LAN: z
    .enum(['yes', 'no'], bad('应为 yes 或 no', 'must be yes or no'))
    .default('no')
    .transform((text) => text === 'yes'),
});
type Settings = z.infer<typeof settings>;

/** Whether an address is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function isHostName(text: string): boolean {
  return (
    text.length <= 253 &&
    !/^[\d.]+$/.test(text) &&
    text.split('.').every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label))
  );
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

/** Reads the pair that TLS needs. Adds what is wrong with it to `mistakes`, one line each. */
function readTls(given: Settings, read: (path: string) => string, mistakes: string[]): Config['tls'] {
  const { TLS_CERT, TLS_KEY } = given;
  if (TLS_CERT === undefined && TLS_KEY === undefined) return undefined;
  if (TLS_CERT === undefined || TLS_KEY === undefined) {
    mistakes.push('TLS_CERT 与 TLS_KEY 必须同时设置  TLS_CERT and TLS_KEY must be set together');
    return undefined;
  }
  const open = (name: string, path: string): string | undefined => {
    try {
      return read(path);
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      mistakes.push(`${name}=${path}: 无法读取（${reason}）  cannot be read (${reason})`);
      return undefined;
    }
  };
  const cert = open('TLS_CERT', TLS_CERT);
  const key = open('TLS_KEY', TLS_KEY);
  if (cert === undefined || key === undefined) return undefined;
  try {
    if (new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) return { cert, key };
    mistakes.push('TLS_KEY 不是 TLS_CERT 的私钥  TLS_KEY is not the key of TLS_CERT');
  } catch {
    mistakes.push(
      'TLS_CERT 或 TLS_KEY 不是 PEM 格式的证书与私钥  TLS_CERT or TLS_KEY is not a PEM certificate and key',
    );
  }
  return undefined;
}

/**
 * Reads the environment and the command line. Values that are empty count as not set, as compose files pass them.
 * Plain http is refused beyond the own machine unless ALLOW_INSECURE_LAN=yes: passwords would travel in the clear.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
  read: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): ConfigResult {
  const mistakes: string[] = [];
  const unknown = argv.filter((argument) => argument !== '--demo');
  if (unknown.length > 0)
    mistakes.push(`${unknown.join(' ')}: 未知参数，仅有 --demo  unknown argument, there is only --demo`);

  const present = Object.fromEntries(
    Object.keys(settings.shape)
      .map((name) => [name, env[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = settings.safeParse(present);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0]);
      // A store's address may carry a password; the terminal need not.
      const shown = (present[name] ?? '').replace(/^(\w[\w+]*:\/\/)?.*@/s, '$1***@');
      mistakes.push(`${name}=${shown}: ${issue.message}`);
    }
    return { ok: false, message: mistakes.join('\n') };
  }

  const given = parsed.data;
  const demo = argv.includes('--demo');
  if (demo && given.EVENT_STORE.kind === 'kurrentdb')
    mistakes.push('EVENT_STORE: 演示不使用正式数据库  the demonstration does not open a real log');
  const tls = readTls(given, read, mistakes);
  if (mistakes.length === 0 && tls === undefined && !isLoopback(given.HOST) && !given.ALLOW_INSECURE_LAN) {
    mistakes.push(
      `HOST=${given.HOST}: 本机以外必须使用 TLS，请先运行 npm run certificate（或明确设置 ALLOW_INSECURE_LAN=yes）  ` +
        'beyond this machine TLS is needed: see npm run certificate (or set ALLOW_INSECURE_LAN=yes explicitly)',
    );
  }
  if (mistakes.length > 0) return { ok: false, message: mistakes.join('\n') };
  return {
    ok: true,
    value: {
      host: given.HOST,
      port: given.PORT,
      tls,
      // The demonstration lets in whoever sits at the machine, so it never opens a real log.
      dataDir: resolve(given.DATA_DIR ?? 'data', ...(demo ? ['demo'] : [])),
      eventStore: given.EVENT_STORE,
      logLevel: given.LOG_LEVEL,
      trustProxy: given.TRUST_PROXY,
      demo,
    },
  };
}
