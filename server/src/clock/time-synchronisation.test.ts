import { describe, expect, it } from 'vitest';
import { createTimeSynchronisation } from './time-synchronisation.ts';

/** Programs by name with what they print; every other one is not there. */
const programs = (outputs: Readonly<Record<string, string>>) => async (program: string) => {
  const output = outputs[program];
  if (output === undefined) throw new Error(`spawn ${program} ENOENT`);
  return output;
};
const tracking = (leap: string) =>
  `CB00710F,ntp1,2,1768478400.123,0.000012,-0.00001,0.00003,-5.1,0.001,0.02,0.01,0.002,64.2,${leap}\n`;
const w32tm = (leap: string) =>
  [
    `Leap 指示符: ${leap}(无警告)`,
    '层次: 3',
    '精度: -23',
    '根延迟: 0.02s',
    '根分散: 7.7s',
    '引用 ID: 0x0A000001',
    '上次成功同步时间: 2026/1/15 12:00:00',
    '源: dc1',
  ].join('\r\n');

describe('time synchronisation of the machine', () => {
  it('is what the kernel says', async () => {
    expect(await createTimeSynchronisation('linux', programs({ timedatectl: 'yes\n' }))()).toEqual({
      state: 'yes',
      proof: null,
    });
    expect((await createTimeSynchronisation('linux', programs({ timedatectl: 'no\n' }))()).state).toBe('no');
  });

  it('is what chrony measured last, where the kernel does not know', async () => {
    const read = createTimeSynchronisation('linux', programs({ timedatectl: 'no', chronyc: tracking('Normal') }));
    expect(await read()).toEqual({ state: 'yes', proof: 'chrony 1768478400.123' });
    const lost = createTimeSynchronisation('linux', programs({ chronyc: tracking('Not synchronised') }));
    expect((await lost()).state).toBe('no');
  });

  it('is read on Windows in whatever language it speaks', async () => {
    expect(await createTimeSynchronisation('win32', programs({ w32tm: w32tm('0') }))()).toEqual({
      state: 'yes',
      proof: 'w32tm 上次成功同步时间: 2026/1/15 12:00:00',
    });
    expect((await createTimeSynchronisation('win32', programs({ w32tm: w32tm('3') }))()).state).toBe('no');
  });

  it('is unknown where nothing answers, and nothing throws', async () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      expect(await createTimeSynchronisation(platform, programs({}))()).toEqual({ state: 'unknown', proof: null });
      const nonsense = createTimeSynchronisation(platform, programs({ timedatectl: '?', chronyc: '?', w32tm: '?' }));
      expect((await nonsense()).state).toBe('unknown');
    }
  });
});
