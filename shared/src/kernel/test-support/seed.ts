declare const process: { readonly env: Readonly<Record<string, string | undefined>> };

/** The seed of a random test: set SEED to repeat a failure. It stands in the test's name, so that every run prints it. */
export function testSeed(): number {
  const asked = process.env['SEED'];
  return asked === undefined ? Math.floor(Math.random() * 1_000_000) : Number(asked);
}
