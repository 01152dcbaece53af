import { Browser, setUpRequest } from '../support/office.ts';

/** Sets an office up over HTTP, with one account that may do everything the measuring needs. */
export async function setUpOffice(address: string, token: string): Promise<Browser> {
  const person = new Browser(address);
  const wanted = setUpRequest(token);
  await must(
    person.post('/api/set-up', {
      ...wanted,
      plans: [{ pack: 'heating', seasons: { heating: { from: '2000-01-01', to: '2100-01-01' } } }],
      administrator: { ...wanted.administrator, roles: ['administrator', 'officer'] },
    }),
  );
  return person;
}

/** Enrols a wall; the browser that is returned holds its cookie. */
export async function enrolWall(administrator: Browser): Promise<Browser> {
  const wall = new Browser(administrator.server);
  const wanted = await must(wall.post('/api/devices/request'));
  await must(administrator.post('/api/devices/enrol', { code: wanted.json.code, name: 'Bench' }));
  await must(wall.post('/api/devices/claim', { secret: wanted.json.secret }));
  return wall;
}

export async function must(asked: ReturnType<Browser['ask']>): ReturnType<Browser['ask']> {
  const answer = await asked;
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}
