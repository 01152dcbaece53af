import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '@duty-room/server/config';

const at = (path: string) => new URL(`../../${path}`, import.meta.url);
const text = readFileSync(at('docker-compose.yml'), 'utf8');
const file: unknown = parse(text, { merge: true });

const service = z.looseObject({
  profiles: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
});
const { services, volumes } = z
  .looseObject({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
  .parse(file);

/** As compose fills in `${NAME:-default}` where nothing is set. */
const byDefault = (value: string) => value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');

describe('docker-compose.yml', () => {
  const schema: object = JSON.parse(readFileSync(at('tests/ground/compose-spec.json'), 'utf8'));
  // Its formats (`ports`, Go durations) are compose's own words and no standard ones.
  const validate = new Ajv({ strict: false, allErrors: true, validateSchema: false, validateFormats: false }).compile(
    schema,
  );

  it('is what the compose specification describes', () => {
    validate(file);
    expect(validate.errors).toBeNull();
  });

  it('would be refused with a misspelt word', () => {
    expect(validate(parse(text.replaceAll('depends_on:', 'depend_on:'), { merge: true }))).toBe(false);
  });

  it('starts one room on SQLite unless the cluster is asked for', () => {
    const started = Object.entries(services).filter(([, { profiles }]) => profiles.length === 0);
    expect(started.map(([name]) => name)).toEqual(['room']);
    expect(services['room']?.environment['EVENT_STORE']).toBe('sqlite');
  });

  it('starts three KurrentDB nodes that know each other and a room that knows all three', () => {
    const nodes = Object.entries(services).filter(([name]) => name.startsWith('kurrentdb-'));
    const addresses = nodes.map(([, { environment }]) => environment['KURRENTDB_REPLICATION_IP']!);
    expect(new Set(addresses).size).toBe(3);
    for (const [, { environment, profiles }] of nodes) {
      expect(profiles).toEqual(['cluster']);
      const others = addresses.filter((address) => address !== environment['KURRENTDB_REPLICATION_IP']);
      expect(environment['KURRENTDB_GOSSIP_SEED']).toBe(others.map((address) => `${address}:2113`).join(','));
    }
    for (const [name] of nodes)
      expect(services['room-on-cluster']?.environment['EVENT_STORE']).toContain(`${name}:2113`);
  });

  it.each(['room', 'room-on-cluster'])('gives %s settings that the server accepts', (name) => {
    const environment = Object.fromEntries(
      Object.entries(services[name]!.environment).map(([key, value]) => [key, byDefault(value)]),
    );
    expect(readConfig({ HOST: '0.0.0.0', PORT: '8080', DATA_DIR: '/data', ...environment }, [])).toMatchObject({
      ok: true,
    });
  });

  it('publishes plain http to this machine only', () => {
    const published = Object.values(services).flatMap(({ ports }) => ports.map(byDefault));
    expect(published.length).toBeGreaterThan(0);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('builds from a Dockerfile that is there and keeps data in volumes that it declares', () => {
    for (const { build, volumes: used } of Object.values(services)) {
      expect(build === undefined || existsSync(fileURLToPath(at(build.dockerfile)))).toBe(true);
      for (const volume of used) expect(volumes).toHaveProperty(volume.split(':')[0]!);
    }
  });
});
