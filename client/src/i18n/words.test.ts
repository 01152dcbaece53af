import { describe, expect, it } from 'vitest';
import { OBLIGATION_STATES } from '@duty-room/shared/obligation/obligation';
import { LOADERS, type Namespace } from './resources.ts';

function keys(value: object, path = ''): readonly string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null ? keys(inner, `${path}${key}.`) : [`${path}${key}`],
  );
}
function texts(value: object): readonly string[] {
  return Object.values(value).flatMap((inner: unknown) =>
    typeof inner === 'object' && inner !== null ? texts(inner) : [String(inner)],
  );
}
const blanks = (text: string): string =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)]
    .map((match) => match[1])
    .toSorted()
    .join();

describe('the words of the screens', () => {
  const namespaces = Object.keys(LOADERS.zh) as Namespace[];

  it.each(namespaces)('say everything in both languages: %s', async (namespace) => {
    const [zh, en] = await Promise.all([LOADERS.zh[namespace](), LOADERS.en[namespace]()]);
    expect(keys(en)).toEqual(keys(zh));
    expect(texts(en).map(blanks)).toEqual(texts(zh).map(blanks));
    for (const text of [...texts(zh), ...texts(en)]) expect(text.trim(), text).not.toBe('');
  });

  it('keep Chinese out of the English texts', async () => {
    const english = await Promise.all(namespaces.map(async (namespace) => texts(await LOADERS.en[namespace]())));
    expect(english.flat().filter((text) => text !== '中文' && /\p{Script=Han}/u.test(text))).toEqual([]);
  });

  it('have a word for every state of a duty', async () => {
    const words = keys(await LOADERS.zh.common());
    for (const state of OBLIGATION_STATES) expect(words).toContain(`state.${state}`);
  });
});
