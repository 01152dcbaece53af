import { PROTOCOL_VERSION } from '@duty-room/shared/protocol/live';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { z } from 'zod';

/** The interface document, made of the same schemas that check the requests, and pages to read it with at /api/docs. */
export async function openApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '值班室 Duty room',
        version,
        description: `Commands, queries and access. Errors are RFC 9457 problems in the language of Accept-Language. Protocol ${PROTOCOL_VERSION}.`,
      },
    },
    transform: ({ schema, url }) => ({ schema: describe(schema), url }),
  });
  await app.register(fastifySwaggerUi, {
    routePrefix: '/api/docs',
    uiConfig: { supportedSubmitMethods: [], validatorUrl: null },
    staticCSP: false,
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

const PARTS = ['body', 'querystring', 'params'] as const;

function describe(schema: FastifySchema | undefined): FastifySchema {
  const described: Record<string, unknown> = { ...schema };
  for (const part of PARTS) {
    const given = described[part];
    if (given instanceof z.ZodType) described[part] = jsonSchema(given, 'input');
  }
  const answers = described['response'];
  if (typeof answers === 'object' && answers !== null)
    described['response'] = Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [
        status,
        { description: 'OK', ...(answer instanceof z.ZodType ? jsonSchema(answer, 'output') : {}) },
      ]),
    );
  return described;
}

/** References of its own would point nowhere in the whole document; what refers to itself is "anything". */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, $defs: __, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return JSON.parse(JSON.stringify(rest, (__key, value: unknown) => (isReference(value) ? {} : value)));
}

function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '$ref' in value;
}
