// Reads the settings, starts the server, and ends cleanly when told to. Started by main.ts.
import { readConfig } from './config.ts';
import { createLogger, startServer } from './start-server.ts';

const STOP_WITHIN_MS = 10_000;

const config = readConfig(process.env, process.argv.slice(2));
if (!config.ok) {
  console.error(config.message);
  process.exit(2);
}

// Whatever the server writes is for its own user alone, also in a folder that the office made open to all.
process.umask(0o077);

const logger = createLogger(config.value.logLevel);
process.on('uncaughtException', (err) => {
  // What the process holds in memory can no longer be trusted; the log on the disk can.
  logger.fatal({ err }, 'a bug ended the server');
  process.exit(1);
});

try {
  const server = await startServer(config.value, { logger });
  console.log(`值班室已启动  The duty room is open: ${server.address}`);
  if (server.setUpToken !== undefined)
    console.log(
      `首次设置（一次性链接）  Set it up (this link works once): ${server.address}/set-up#${server.setUpToken}`,
    );

  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  logger.debug({ err: error }, 'the server could not start');
  console.error(`无法启动  The server could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
