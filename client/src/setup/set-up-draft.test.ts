import { setUp, type PackView } from '@duty-room/shared/protocol/http';
import { describe, expect, it } from 'vitest';
import { firstOpenStep, newSetUp, setUpDraft, setUpRequest, wrongOn, type SetUpDraft } from './set-up-draft.ts';

const words = (text: string): { zh: string; en: string } => ({ zh: text, en: text });
const packs: readonly PackView[] = [
  {
    pack: 'water',
    edition: '1',
    title: words('水'),
    document: words('水'),
    seasons: [{ id: 'summer', label: words('夏'), cite: [] }],
    settings: [],
    roles: [],
    classes: [],
  },
];
const passwords = { password: 'correct horse battery', again: 'correct horse battery' };
const filled: SetUpDraft = {
  ...newSetUp('Asia/Shanghai'),
  office: { name: ' 水务值班室 ', timeZone: 'Asia/Shanghai', timeSource: '' },
  timeConfirmed: true,
  packs: { water: { choices: {}, seasons: { summer: { from: '2026-06-01', to: '2026-09-30' } } } },
  administrator: { name: '王', login: '王 '.trim() + '-1', alsoOfficer: true },
};

describe('the first set-up', () => {
  it('asks page by page and names what is missing', () => {
    const empty = newSetUp('');
    const none = { password: '', again: '' };
    expect(wrongOn('office', empty, packs, none)).toEqual(['name-missing', 'zone-missing']);
    expect(wrongOn('time', empty, packs, none)).toEqual(['time-not-confirmed']);
    expect(wrongOn('plans', empty, packs, none)).toEqual(['no-plan']);
    expect(wrongOn('administrator', empty, packs, none)).toEqual([
      'admin-name-missing',
      'login-wrong',
      'password-short',
    ]);
    expect(firstOpenStep(empty, packs, none)).toBe('office');
    expect(firstOpenStep(filled, packs, passwords)).toBe('review');
  });

  it('wants both days of a season, in order', () => {
    const turned = { water: { choices: {}, seasons: { summer: { from: '2026-09-30', to: '2026-06-01' } } } };
    expect(wrongOn('plans', { ...filled, packs: turned }, packs, passwords)).toEqual(['season:water/summer']);
    expect(wrongOn('plans', { ...filled, packs: { water: { choices: {}, seasons: {} } } }, packs, passwords)).toEqual([
      'season:water/summer',
    ]);
  });

  it('makes the request that the server accepts', () => {
    const request = setUpRequest('t'.repeat(20), filled, packs, passwords);
    expect(setUp.parse(request)).toMatchObject({
      office: { name: '水务值班室' },
      plans: [{ pack: 'water', seasons: { summer: { from: '2026-06-01', to: '2026-09-30' } } }],
      administrator: { roles: ['administrator', 'officer'] },
    });
  });

  it('keeps no password between visits', () => {
    expect(JSON.stringify(setUpDraft.parse(filled))).not.toContain('password');
    expect(setUpDraft.safeParse({ ...filled, password: 'x' }).success).toBe(false);
  });
});
