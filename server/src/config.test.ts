import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PORT, isLoopback, readConfig } from './config.ts';

const given = (env: Record<string, string | undefined>, argv: string[] = []) => {
  const result = readConfig(env, argv);
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

const refused = (env: Record<string, string | undefined>, argv: string[] = [], read?: (path: string) => string) => {
  const result = readConfig(env, argv, read);
  if (result.ok) throw new Error('was accepted');
  return result.message;
};

describe('the settings of a duty room', () => {
  it('without any setting stay on the own machine, on SQLite under ./data', () => {
    expect(given({})).toEqual({
      host: '127.0.0.1',
      port: DEFAULT_PORT,
      tls: undefined,
      dataDir: resolve('data'),
      eventStore: { kind: 'sqlite' },
      logLevel: 'info',
      trustProxy: false,
      demo: false,
    });
  });

  it('read every name that they document', () => {
    const config = given({
      PORT: '0',
      HOST: 'localhost',
      DATA_DIR: '/srv/room',
      EVENT_STORE: 'memory',
      LOG_LEVEL: 'warn',
      TRUST_PROXY: '2',
    });
    expect(config).toMatchObject({ port: 0, host: 'localhost', logLevel: 'warn', trustProxy: 2 });
    expect(config.dataDir).toBe(resolve('/srv/room'));
    expect(config.eventStore).toEqual({ kind: 'memory' });
  });

  it('take an empty value for one that is not set', () => {
    expect(given({ PORT: '', HOST: ' ', TLS_CERT: '', EVENT_STORE: '' })).toEqual(given({}));
  });

  it('ignore what belongs to others', () => {
    expect(given({ PATH: '/bin', HOSTNAME: 'x' })).toEqual(given({}));
  });

  it.each([
    'kurrentdb://node1:2113,node2:2113?tls=true',
    'kurrentdb+discover://cluster.office:2113',
    'esdb://127.0.0.1:2113?tls=false',
  ])('know %s as a KurrentDB', (url) => {
    expect(given({ EVENT_STORE: url }).eventStore).toEqual({ kind: 'kurrentdb', url });
  });

  it.each([
    ['10.0.0.7', ['10.0.0.7']],
    ['10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
    ['loopback', ['loopback']],
    ['false', false],
  ])('trust the proxies named by %s', (text, expected) => {
    expect(given({ TRUST_PROXY: text }).trustProxy).toEqual(expected);
  });

  it('keep the demonstration away from the real log', () => {
    expect(given({}, ['--demo'])).toMatchObject({ demo: true, dataDir: resolve('data/demo') });
    // Also where the environment names the real one: the demonstration asks nobody who they are.
    expect(given({ DATA_DIR: 'elsewhere' }, ['--demo']).dataDir).toBe(resolve('elsewhere/demo'));
    expect(refused({ EVENT_STORE: 'kurrentdb://node1:2113' }, ['--demo'])).toMatch(/^EVENT_STORE: .*does not open/);
  });
});

describe('a wrong setting', () => {
  it.each([
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '8080.5'],
    ['HOST', 'two words'],
    ['HOST', '300.1.1.1'],
    ['HOST', 'http://room'],
    ['EVENT_STORE', 'postgres://x'],
    ['EVENT_STORE', 'kurrentdb://'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '0'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['ALLOW_INSECURE_LAN', 'true'],
  ])('%s=%s is one line that names it, in Chinese and English', (name, value) => {
    const message = refused({ [name]: value });
    expect(message).not.toContain('\n');
    expect(message.startsWith(`${name}=${value}: `)).toBe(true);
    expect(message).toMatch(/[\u4e00-\u9fff].*must be/);
  });

  it('does not hide another one', () => {
    expect(refused({ PORT: 'x', LOG_LEVEL: 'y' }).split('\n')).toHaveLength(2);
  });

  it('is shown without the password that it carries', () => {
    for (const text of ['kurrentdb://admin:ch@nge@node1:2113', 'http://admin:chan ge/it@node1', 'admin:ch@nge@node1'])
      expect(refused({ EVENT_STORE: text })).not.toMatch(/admin|nge|it@/);
    const message = refused({ EVENT_STORE: 'kurrent://admin:changeit@' });
    expect(message).toContain('kurrent://***@');
    expect(message).not.toContain('changeit');
  });

  it('on the command line is named too', () => {
    expect(refused({}, ['--demo', '--prot=1'])).toMatch(/^--prot=1: .*unknown argument/);
  });
});

describe('a duty room on the LAN', () => {
  it.each(['0.0.0.0', '::', '192.168.1.10', 'room.office'])('is refused on %s without TLS', (HOST) => {
    expect(refused({ HOST })).toMatch(/TLS.*ALLOW_INSECURE_LAN=yes/);
  });

  it('may be allowed explicitly', () => {
    expect(given({ HOST: '0.0.0.0', ALLOW_INSECURE_LAN: 'yes' }).host).toBe('0.0.0.0');
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('is not what %s is', (host) => {
    expect(isLoopback(host)).toBe(true);
    expect(given({ HOST: host }).host).toBe(host);
  });

  it('does not mistake a name for the loopback', () => {
    expect(isLoopback('127.office.example')).toBe(false);
    expect(isLoopback('localhost.example')).toBe(false);
  });
});

describe('the certificate of a duty room', () => {
  it('needs its key', () => {
    expect(refused({ TLS_CERT: 'a.crt' })).toMatch(/must be set together/);
    expect(refused({ TLS_KEY: 'a.key' })).toMatch(/must be set together/);
  });

  it('that cannot be read is named with its path', () => {
    const message = refused({ TLS_CERT: '/nowhere/a.crt', TLS_KEY: '/nowhere/a.key' });
    expect(message.split('\n')).toEqual([
      expect.stringMatching(/^TLS_CERT=\/nowhere\/a\.crt: .*ENOENT/),
      expect.stringMatching(/^TLS_KEY=\/nowhere\/a\.key: .*ENOENT/),
    ]);
  });

  it('must be one', () => {
    expect(refused({ TLS_CERT: 'a', TLS_KEY: 'b' }, [], () => 'hello')).toMatch(/not a PEM certificate/);
  });
});
