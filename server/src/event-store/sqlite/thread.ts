import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '../port.ts';
import type { Fault } from './messages.ts';

type Told = { readonly is: 'ready' } | { readonly is: 'refused'; readonly fault: Fault } | { readonly is: string };

export type Thread<To, Ready> = {
  /** What the thread said when it was ready. */
  readonly ready: Ready;
  readonly post: (message: To) => void;
  /** Sends a last message and resolves when the thread has ended. */
  readonly stop: (last: To) => Promise<void>;
};

export type ThreadOptions<From> = {
  readonly script: URL;
  readonly data: unknown;
  readonly onMessage: (message: Exclude<From, { readonly is: 'ready' | 'refused' }>) => void;
  /** The thread ended without being stopped. */
  readonly onLost: (error: StoreUnavailable) => void;
};

/** Starts a worker thread; resolves when it says that it is ready, rejects with `StoreUnavailable` where it refuses or dies. */
export function startThread<To, From extends Told>({
  script,
  data,
  onMessage,
  onLost,
}: ThreadOptions<From>): Promise<Thread<To, Extract<From, { readonly is: 'ready' }>>> {
  type Ready = Extract<From, { readonly is: 'ready' }>;
  const isReady = (message: From): message is From & Ready => message.is === 'ready';
  const isRefused = (message: Told): message is { is: 'refused'; fault: Fault } => message.is === 'refused';
  const isOther = (message: From): message is Exclude<From, { readonly is: 'ready' | 'refused' }> =>
    !isReady(message) && !isRefused(message);

  return new Promise((resolve, reject) => {
    // Its own flags only: what the program was started with (an input type, a loader) is not meant for it.
    const worker = new Worker(script, { workerData: data, execArgv: [] });
    const gone = Promise.withResolvers<void>();
    let stopping = false;
    let cause: unknown;
    worker.on('message', (message: From) => {
      if (isOther(message)) return onMessage(message);
      if (isRefused(message)) {
        stopping = true;
        return reject(new StoreUnavailable(message.fault.reason, message.fault.message));
      }
      if (!isReady(message)) return;
      resolve({
        ready: message,
        post: (next) => worker.postMessage(next),
        stop(last) {
          stopping = true;
          worker.postMessage(last);
          return gone.promise;
        },
      });
    });
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', (code) => {
      gone.resolve();
      if (stopping) return;
      const message = cause instanceof Error ? cause.message : `exit code ${code}`;
      const lost = new StoreUnavailable('failed', `A thread of the log has ended: ${message}`, { cause });
      reject(lost);
      onLost(lost);
    });
  });
}

export type Keeper<To, Ready> = {
  /** The running thread, if it runs. */
  readonly now: () => Thread<To, Ready> | undefined;
  /** The running thread, started again where it was lost. */
  readonly get: () => Promise<Thread<To, Ready>>;
  readonly forget: () => void;
};

/** Keeps one thread running: started on first need, and again after a loss. */
export function keepThread<To, Ready>(start: () => Promise<Thread<To, Ready>>): Keeper<To, Ready> {
  let running: Thread<To, Ready> | undefined;
  let starting: Promise<Thread<To, Ready>> | undefined;
  return {
    now: () => running,
    async get() {
      if (running !== undefined) return running;
      starting ??= start().finally(() => {
        starting = undefined;
      });
      running = await starting;
      return running;
    },
    forget() {
      running = undefined;
    },
  };
}
