import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));

/** The program as an office runs it, in a process of its own. */
export type ServerProcess = {
  readonly child: ChildProcess;
  readonly address: string;
  /** For the one-time link; undefined where the office is set up. */
  readonly setUpToken: string | undefined;
  /** From the start of the process until `/health/ready` said so (ms). */
  readonly readyAfterMs: number;
  /** What it complained about so far. */
  readonly complaints: () => string;
  /** As a power cut does, as far as a process can tell. Resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** As an operator does. Resolves with the exit code. */
  readonly stop: () => Promise<number | null>;
};

export type Ended = { readonly code: number | null; readonly output: string; readonly complaints: string };

export type ServerOptions = {
  readonly dataDir: string;
  /** In place of the server's program: another build of it. */
  readonly program?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Calls as soon as the process exists, so that it can be killed while it starts. */
  readonly onSpawn?: (child: ChildProcess) => void;
};

/** The server ended before it was ready. */
export class DidNotStart extends Error {
  override readonly name = 'DidNotStart';
  readonly ended: Ended;
  constructor(ended: Ended) {
    super(`The server did not start (exit ${ended.code}): ${ended.complaints || ended.output}`);
    this.ended = ended;
  }
}

/** Starts the real server on a port of its own; resolves when it takes commands. Rejects with `DidNotStart`. */
export async function startServerProcess(options: ServerOptions): Promise<ServerProcess> {
  const { dataDir, program = MAIN } = options;
  const started = performance.now();
  // Nothing of this process's own settings reaches it.
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', LOG_LEVEL: 'warn', DATA_DIR: dataDir, ...options.env },
  });
  options.onSpawn?.(child);
  const exited = once(child, 'exit');
  // Whoever started it may break off; it is not left behind.
  const take = () => child.kill('SIGKILL');
  process.once('exit', take);
  void exited.then(() => process.off('exit', take));
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    complaints += part;
  });

  let output = '';
  const opened = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    output += `${line}\n`;
    if (/The duty room is open: /.test(line)) opened.resolve();
  });
  await Promise.race([opened.promise, exited]);
  const address = /The duty room is open: (\S+)/.exec(output)?.[1];
  if (address === undefined || !(await isReady(address))) {
    await exited;
    throw new DidNotStart({ code: child.exitCode, output, complaints });
  }
  const readyAfterMs = performance.now() - started;
  // Both lines were written before it answered; they are read by the end of this turn.
  await setImmediate();
  return {
    child,
    address,
    setUpToken: /set-up#(\S+)/.exec(output)?.[1],
    readyAfterMs,
    complaints: () => complaints,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}

/** Asks until it is ready; false where nobody answers any more. */
async function isReady(address: string): Promise<boolean> {
  for (;;) {
    try {
      const { status } = await fetch(`${address}/health/ready`);
      if (status === 200) return true;
    } catch {
      return false;
    }
  }
}
