import { z } from 'zod';
import { appReads } from '#protocol/control/app-reads.ts';
import { enrolmentReceipt, enrolmentRequest } from '#protocol/control/enrolment.ts';
import { eventPage } from '#protocol/control/events.ts';
import { operationRecord, operationRequest } from '#protocol/control/operations.ts';
import { acceptedEnvelope, doneEnvelope, rejection } from '#protocol/control/outcome.ts';
import { policy, policyReceipt } from '#protocol/control/policies.ts';
import { CONTROL_PREFIX } from '#protocol/control/primitives.ts';
import { reservation, reservationRequest } from '#protocol/control/reservations.ts';
import { nodeStatus } from '#protocol/control/status.ts';
import { usagePage } from '#protocol/control/usage.ts';
import { softwareVersion } from './node-identity.ts';

interface Described {
  summary: string;
  params?: readonly string[];
  query?: readonly string[];
  body?: z.ZodType;
  value: z.ZodType;
  accepted?: boolean;
  absent?: boolean;
}

const calls: Record<string, Partial<Record<'get' | 'put' | 'post' | 'delete', Described>>> = {
  '/enrolments': {
    post: {
      summary: 'Redeem a one-time token: each side pins the other’s key',
      body: enrolmentRequest,
      value: enrolmentReceipt,
    },
  },
  '/operations/{requestId}': {
    put: {
      summary: 'Ask for one thing; the same id twice never does it twice',
      params: ['requestId'],
      body: operationRequest,
      value: operationRecord,
      accepted: true,
    },
    get: {
      summary: 'What became of it',
      params: ['requestId'],
      value: operationRecord,
      accepted: true,
      absent: true,
    },
  },
  '/policies/{appCode}': {
    put: {
      summary: 'Limits, keys, roles and suspension of an app; an older version is refused',
      params: ['appCode'],
      body: policy,
      value: policyReceipt,
    },
  },
  '/reservations/{id}': {
    put: { summary: 'A soft hold on capacity', params: ['id'], body: reservationRequest, value: reservation },
    delete: { summary: 'Free a hold', params: ['id'], value: z.null() },
  },
  '/usage': { get: { summary: 'Immutable batches', query: ['after', 'limit'], value: usagePage } },
  '/events': { get: { summary: 'What happened', query: ['after', 'limit'], value: eventPage } },
  '/status': { get: { summary: 'How the node is and what it offers', value: nodeStatus } },
  ...Object.fromEntries(
    Object.entries(appReads).map(([what, value]) => [
      `/apps/{appCode}/${what}`,
      {
        get: {
          summary: `An app: ${what}`,
          params: ['appCode'],
          query: ['after', 'limit'],
          value,
          absent: true,
        },
      },
    ]),
  ),
};

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any', reused: 'inline' });
const json = (schema: z.ZodType, io: 'input' | 'output' = 'output') => ({
  'application/json': { schema: schemaOf(schema, io) },
});

let made: object | undefined;

/** OpenAPI 3.1 of the control door, made of the very schemas that check its calls. */
export function controlOpenApi(): object {
  made ??= {
    openapi: '3.1.0',
    info: {
      title: 'Cityport city node: control door',
      version: softwareVersion,
      description:
        'Every call carries an RFC 9421 signature by a pinned portal key (Ed25519; tag cityport-control-1) over method, path, query, ' +
        'content digest (RFC 9530) and the id of the node, with time and nonce; every answer is signed by the node.',
    },
    paths: Object.fromEntries(
      Object.entries(calls).map(([path, methods]) => [
        CONTROL_PREFIX + path,
        Object.fromEntries(
          Object.entries(methods).map(([method, described]) => [method, operationOf(described)]),
        ),
      ]),
    ),
  };
  return made;
}

function operationOf({ summary, params = [], query = [], body, value, accepted, absent }: Described) {
  const text = { type: 'string' };
  const parameters = [
    ...params.map((name) => ({ name, in: 'path', required: true, schema: text })),
    ...query.map((name) => ({ name, in: 'query', required: false, schema: text })),
  ];
  return {
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: json(body, 'input') } } : {}),
    responses: {
      200: { description: 'Done', content: json(doneEnvelope(value)) },
      ...(accepted ? { 202: { description: 'Accepted', content: json(acceptedEnvelope(value)) } } : {}),
      ...(absent ? { 404: { description: 'Not there, or not this portal’s' } } : {}),
      '4XX': { description: 'Rejected: nothing has happened', content: json(rejection) },
      '5XX': { description: 'Unknown: read before sending again' },
    },
  };
}
