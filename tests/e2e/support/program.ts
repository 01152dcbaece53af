import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));

/** The server as a program of its own, that can be killed. */
export type Program = {
  readonly address: () => string;
  /** Of the one-time link; empty once the office is set up. */
  readonly token: () => string;
  /** Starts it, again on the same port and folder. */
  readonly start: () => Promise<void>;
  /** As if the power had gone. */
  readonly kill: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function openProgram(): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'duty-room-e2e-'));
  let child: ChildProcess | undefined;
  let address = '';
  let token = '';
  const kill = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (running?.exitCode === null && running.kill('SIGKILL')) await once(running, 'exit');
  };
  const start = async (): Promise<void> => {
    const running = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env['PATH'],
        PORT: address === '' ? '0' : new URL(address).port,
        DATA_DIR: folder,
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = running;
    // The first time it prints the one-time link as well, in the line after its address.
    const whole = address === '' ? /is open: (\S+)\s[^]*#([\w-]{43})\n/ : /is open: (\S+)\n/;
    let said = '';
    const [, opened = '', link = ''] = await new Promise<RegExpExecArray>((resolve, reject) => {
      running.stdout.on('data', (part) => {
        said += part;
        const match = whole.exec(said);
        if (match) resolve(match);
      });
      running.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
    });
    address = opened;
    token = link;
  };
  await start();
  return {
    address: () => address,
    token: () => token,
    start,
    kill,
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
