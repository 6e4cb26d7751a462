import { z } from 'zod';
import { createApiKey, createApiKeyInput } from '#lib/api-keys/create-api-key.ts';
import { listKeys } from '#lib/api-keys/list-keys.ts';
import { revokeApiKey, revokeApiKeyInput } from '#lib/api-keys/revoke-api-key.ts';
import { rotateApiKey, rotateApiKeyInput } from '#lib/api-keys/rotate-api-key.ts';
import { functionRef } from '#protocol/control/policies.ts';
import { readOperation, writeOperation } from '../operation.ts';
import { instant } from '../shapes.ts';

const appId = z.object({ appId: z.uuid() });
const keyId = z.object({ keyId: z.uuid() });
const made = z.object({
  id: z.uuid(),
  secret: z.string().nullable().describe('The key itself, in the first answer only; a repeat gives null'),
});

export const listKeysOperation = readOperation(
  'listKeys',
  {
    path: '/apps/{appId}/keys',
    tag: 'Keys',
    summary: 'Keys of the app; the keys themselves are known to nobody',
    params: appId,
    result: z.object({
      rows: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          hint: z.string(),
          functions: z.array(z.string()).nullable(),
          state: z.enum(['working', 'ending', 'expired', 'revoked']),
          createdAt: instant,
          expiresAt: instant.nullable(),
        }),
      ),
    }),
  },
  async (actor, { params }) => ({ rows: await listKeys(actor, params.appId) }),
);

export const createApiKeyOperation = writeOperation(
  'POST',
  'createApiKey',
  {
    path: '/apps/{appId}/keys',
    tag: 'Keys',
    summary: "Make a key for the app's gateways",
    status: 201,
    params: appId,
    body: z.object({
      name: z.string().max(60),
      functions: z
        .array(functionRef)
        .max(100)
        .default([])
        .describe('Contract.function or Contract.*; none: all'),
      expiresInDays: z.int().min(1).max(3650).optional(),
    }),
    result: made,
  },
  (actor, { params, body, requestId }) =>
    createApiKey(actor, createApiKeyInput.parse({ ...params, ...body, requestId })),
);

export const rotateApiKeyOperation = writeOperation(
  'POST',
  'rotateApiKey',
  {
    path: '/keys/{keyId}/rotation',
    tag: 'Keys',
    summary: 'Make the key that takes over; the old one works on for the overlap',
    status: 201,
    params: keyId,
    body: z.object({ overlapHours: z.int().min(0).max(720).default(24) }),
    result: made,
  },
  (actor, { params, body, requestId }) =>
    rotateApiKey(actor, rotateApiKeyInput.parse({ ...params, ...body, requestId })),
);

export const revokeApiKeyOperation = writeOperation(
  'DELETE',
  'revokeApiKey',
  {
    path: '/keys/{keyId}',
    tag: 'Keys',
    summary: 'End a key for good, about a second from now',
    params: keyId,
    result: z.object({ id: z.uuid() }),
  },
  (actor, { params, requestId }) => revokeApiKey(actor, revokeApiKeyInput.parse({ ...params, requestId })),
);
