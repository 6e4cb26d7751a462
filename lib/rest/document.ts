import { z } from 'zod';
import { errorCodes, statusOf } from '#lib/errors/app-error.ts';
import { metLimitSchema } from './admit-call.ts';
import type { RestOperation } from './operation.ts';
import { preferWaitParameter } from './prefer-wait.ts';

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('For people, in the language of Accept-Language'),
  code: z.enum(errorCodes).describe('Stable, for programs'),
  ref: z.string().describe('Quote it when you ask for help'),
  fields: z.record(z.string(), z.array(z.string())).optional(),
  limit: metLimitSchema.optional().describe('Which limit was met, with 429'),
});

const wholeNumber = { type: 'integer', minimum: 1 };
/** Every answer to a token carries the first two; 429 also the third. */
const limitHeaders = {
  RateLimit: {
    description:
      'What is left of each limit: r calls, and t seconds until the whole quota is there again (draft-ietf-httpapi-ratelimit-headers)',
    schema: { type: 'string', examples: ['"token";r=5940;t=1, "organisation";r=11880;t=1'] },
  },
  'RateLimit-Policy': {
    description: 'The limits: q calls in w seconds, for this token and for all tokens of its organisation',
    schema: { type: 'string', examples: ['"token";q=6000;w=60, "organisation";q=12000;w=60'] },
  },
};
const headersOf = (status: number) =>
  Object.fromEntries(
    [...Object.keys(limitHeaders), ...(status === 429 ? ['Retry-After'] : [])].map((name) => [
      name,
      { $ref: `#/components/headers/${name}` },
    ]),
  );

const failures = [...new Set(errorCodes.map((code) => statusOf[code]))].sort((a, b) => a - b);

/** The OpenAPI 3.1 document of these operations, made from the very schemas that the routes parse with. */
export function documentOf(
  operations: readonly RestOperation[],
  info: { title: string; version: string; server: string },
) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: info.title,
      version: info.version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${info.server}/api/v1` }],
    security: [{ organisationToken: [] }],
    paths,
    components: {
      securitySchemes: { organisationToken: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      headers: {
        ...limitHeaders,
        'Retry-After': { description: 'Seconds to wait', schema: wholeNumber },
      },
    },
  };
}

function describe(operation: RestOperation): Record<string, unknown> {
  const takesBody = operation.method !== 'GET' && Object.keys(shapeOf(operation.body)).length > 0;
  return {
    operationId: operation.operationId,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.signedOut ? { security: [] } : {}),
    parameters: [
      ...parametersOf(operation.params, 'path'),
      ...parametersOf(operation.query, 'query'),
      ...(operation.waits ? [preferWaitParameter] : []),
      ...(operation.method === 'GET'
        ? []
        : [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              description:
                'The same key with the same request gives the first answer, for 90 days; with another request it is refused',
              schema: { type: 'string', maxLength: 255 },
            },
          ]),
    ],
    ...(takesBody
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(operation.body, 'input') } },
          },
        }
      : {}),
    responses: {
      [operation.status]: {
        description: 'Done',
        ...(operation.signedOut ? {} : { headers: headersOf(operation.status) }),
        content: { 'application/json': { schema: schemaOf(operation.result, 'output') } },
      },
      ...Object.fromEntries(
        failures.map((status) => [
          status,
          {
            description: errorCodes.filter((code) => statusOf[code] === status).join(', '),
            ...(operation.signedOut || status === 401 ? {} : { headers: headersOf(status) }),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

function parametersOf(shape: z.ZodObject, place: 'path' | 'query') {
  return Object.entries(shape.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(field as z.ZodType, 'input'),
  }));
}

const shapeOf = (schema: z.ZodType): Record<string, unknown> =>
  schema instanceof z.ZodObject ? schema.shape : { any: schema };

function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}
