import { execFile } from 'node:child_process';

/** Whether the machine says that its wall clock follows a time source. */
export type Synchronisation = {
  readonly state: 'yes' | 'no' | 'unknown';
  /**
   * Changes with each measurement of the time source, where the machine tells; then only a new text proves that the
   * source was asked again. Null where a clock set by hand turns the answer to "no" by itself.
   */
  readonly proof: string | null;
};

export type ReadSynchronisation = () => Promise<Synchronisation>;
export type RunProgram = (program: string, args: readonly string[]) => Promise<string>;

export const SYNCHRONISATION_UNKNOWN: Synchronisation = { state: 'unknown', proof: null };
const PROGRAM_LIMIT_MS = 3_000;

/**
 * Asks the machine cheaply whether its clock is synchronised: the kernel's flag by `timedatectl`, then `chronyc`; on Windows `w32tm`.
 * Never rejects: what cannot be asked is `unknown`.
 */
export function createTimeSynchronisation(
  platform: NodeJS.Platform = process.platform,
  run: RunProgram = runProgram,
): ReadSynchronisation {
  const asking = async (): Promise<Synchronisation> => {
    if (platform === 'win32') return fromW32tm(await run('w32tm', ['/query', '/status']));
    if (platform !== 'linux') return SYNCHRONISATION_UNKNOWN;
    const kernel = fromTimedatectl(
      await run('timedatectl', ['show', '--property=NTPSynchronized', '--value']).catch(() => ''),
    );
    // chronyd without `rtcsync` leaves the kernel's flag alone.
    if (kernel.state === 'yes') return kernel;
    const chrony = fromChronyc(await run('chronyc', ['-c', 'tracking']).catch(() => ''));
    return chrony.state === 'unknown' ? kernel : chrony;
  };
  return () => asking().catch(() => SYNCHRONISATION_UNKNOWN);
}

/** The kernel takes its flag back as soon as anybody sets the clock, so "yes" needs no further proof. */
function fromTimedatectl(output: string): Synchronisation {
  const word = output.trim();
  if (word === 'yes' || word === 'no') return { state: word, proof: null };
  return SYNCHRONISATION_UNKNOWN;
}

/** `chronyc -c tracking`: reference id, name, stratum, reference time, …, leap status last. */
function fromChronyc(output: string): Synchronisation {
  const fields = output.trim().split(',');
  const [referenceTime, leap] = [fields[3], fields.at(-1)];
  if (fields.length < 10 || referenceTime === undefined || leap === undefined) return SYNCHRONISATION_UNKNOWN;
  return { state: leap === 'Not synchronised' ? 'no' : 'yes', proof: `chrony ${referenceTime}` };
}

/** `w32tm /query /status` speaks the system's language; line order and the leap indicator's digit do not change. */
function fromW32tm(output: string): Synchronisation {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== '');
  const leap = /(\d)\s*\(/.exec(lines[0] ?? '')?.[1];
  const lastSynchronised = lines[6];
  if (leap === undefined || lastSynchronised === undefined) return SYNCHRONISATION_UNKNOWN;
  return { state: leap === '3' ? 'no' : 'yes', proof: `w32tm ${lastSynchronised.trim()}` };
}

function runProgram(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { timeout: PROGRAM_LIMIT_MS, windowsHide: true }, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout);
    });
  });
}
