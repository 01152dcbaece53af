// `npm run bench [-- --json] [--strict] [--folder DIR]`: what this machine makes of the product, and the bars that it does not meet.
// Measure on a quiet machine. Exit code 0 also where bars are missed; with --strict they make it 1.
import { mkdir } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Figures, type Missed, missedBars } from './bars.ts';
import { benchFold } from './fold.ts';
import { benchStart } from './start.ts';
import { benchStore, storeBenchLines } from './store.ts';
import { benchTick } from './tick.ts';
import { benchWall } from './wall.ts';

/** Where a server keeps its data by default: a temporary folder may lie in memory, where syncing costs nothing. */
const DATA = fileURLToPath(new URL('../../data', import.meta.url));

const { values: options } = parseArgs({
  options: { json: { type: 'boolean' }, strict: { type: 'boolean' }, folder: { type: 'string', default: DATA } },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
await mkdir(options.folder, { recursive: true });

const say = (lines: readonly string[]): void => {
  if (!options.json) for (const line of lines) console.log(line);
};
const machine = { cpu: cpus()[0]?.model ?? '', cores: availableParallelism(), node: process.version };
say([`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`]);

const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
const store = await benchStore(options.folder);
say(storeBenchLines(store));
const fold = benchFold();
say([`fold: ${fold.perSecond.toFixed(0)} events/s (${fold.events} events)`]);
const tick = await benchTick();
say([`tick with ${tick.openDuties} open duties: p50 ${ms(tick.p50)}, p99 ${ms(tick.p99)}, max ${ms(tick.max)}`]);
const start = await benchStart(options.folder);
say([
  `cold start with ${start.events} events: ready after ${ms(start.coldMs)}`,
  `restart after kill -9 with that log: ready after ${ms(start.restart.median)} (median), ${ms(start.restart.max)} (max)`,
  `restart after kill -9 with a small log: ready after ${ms(start.small.median)} (median), ${ms(start.small.max)} (max)`,
]);
const wall = await benchWall(options.folder);
say([
  `desk to painted wall: median ${ms(wall.painted.median)}, p95 ${ms(wall.painted.p95)}` +
    ` (answered after ${ms(wall.acknowledged.median)}); clocks compared to ${ms(wall.clockError)}`,
  `bare Socket.IO emit: received median ${ms(wall.bare.received.median)}, painted median ${ms(wall.bare.painted.median)}`,
]);

const figures: Figures = { store, fold, tick, start, wall };
const missed = missedBars(figures);
const line = ({ bar, wanted, limit, measured, unit }: Missed): string =>
  `  ${bar}: ${measured.toFixed(2)} ${unit}, wanted ${wanted} ${limit} ${unit}`;
if (options.json) console.log(JSON.stringify({ machine, ...figures, missed }));
else say(missed.length === 0 ? ['missed: none'] : ['missed:', ...missed.map(line)]);
process.exitCode = options.strict && missed.length > 0 ? 1 : 0;
