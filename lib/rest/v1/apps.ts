import { z } from 'zod';
import { appStates } from '#lib/apps/app-words.ts';
import { getApp } from '#lib/apps/get-app.ts';
import { listApps, listAppsInput } from '#lib/apps/list-apps.ts';
import { resumeApp, resumeAppInput } from '#lib/apps/resume-app.ts';
import { retireApp, retireAppInput } from '#lib/apps/retire-app.ts';
import { suspendApp, suspendAppInput } from '#lib/apps/suspend-app.ts';
import { readUsage, readUsageInput } from '#lib/usage/read-usage.ts';
import { readOperation, writeOperation } from '../operation.ts';
import { instant, page, paging, texts } from '../shapes.ts';

const appId = z.object({ appId: z.uuid() });
const app = z.object({
  id: z.uuid(),
  name: z.string(),
  appCode: z.string().describe('Its name at every city node'),
  frameworkId: z.string(),
  access: z.enum(['deploy', 'endpoint']),
  state: z.enum(appStates),
  suspendedBy: z.enum(['owner', 'operator']).nullable(),
  createdAt: instant,
  nodes: z.array(
    z.object({
      cityNodeId: z.uuid(),
      slug: z.string(),
      city: texts,
      state: z.enum(appStates),
      tps: z.int(),
      storageGb: z.int(),
      bandwidthMbps: z.int(),
      placement: z.enum(['shared', 'dedicated', 'upstream']).nullable(),
      placementReason: z
        .object({
          code: z.string(),
          params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
        })
        .nullable(),
      chainId: z.string().nullable(),
      custodyAddress: z.string().nullable(),
      endpoints: z.object({ evm: z.string().nullable(), neutral: z.string().nullable() }),
      height: z.int().nullable(),
      policyPending: z.boolean().describe('The gateway does not enforce the newest keys and limits yet'),
    }),
  ),
});

export const listAppsOperation = readOperation(
  'listApps',
  {
    path: '/apps',
    tag: 'Apps',
    summary: 'Apps of the organisation, newest first',
    query: z.object({ ...paging, q: z.string().max(200).optional(), state: z.enum(appStates).optional() }),
    result: page(
      z.object({
        id: z.uuid(),
        name: z.string(),
        appCode: z.string(),
        framework: z.string(),
        access: z.enum(['deploy', 'endpoint']),
        state: z.enum(appStates),
        calls: z.int().describe('Answered calls of the last 24 hours'),
        createdAt: instant,
      }),
    ),
  },
  (actor, { query }) => listApps(actor, listAppsInput.parse(query)),
);

export const getAppOperation = readOperation(
  'getApp',
  { path: '/apps/{appId}', tag: 'Apps', summary: 'An app on its city nodes', params: appId, result: app },
  (actor, { params }) => getApp(actor, params.appId),
);

const done = z.object({ id: z.uuid() });

export const suspendAppOperation = writeOperation(
  'POST',
  'suspendApp',
  {
    path: '/apps/{appId}/suspension',
    tag: 'Apps',
    summary: 'Stop every call of the app, about a second from now',
    params: appId,
    body: z.object({ reason: z.string().max(300).default('') }),
    result: done,
  },
  (actor, { params, body, requestId }) =>
    suspendApp(actor, suspendAppInput.parse({ ...params, ...body, requestId })),
);

export const resumeAppOperation = writeOperation(
  'DELETE',
  'resumeApp',
  {
    path: '/apps/{appId}/suspension',
    tag: 'Apps',
    summary: "Let calls through again; not when the portal's operator suspended it",
    params: appId,
    result: done,
  },
  (actor, { params, requestId }) => resumeApp(actor, resumeAppInput.parse({ ...params, requestId })),
);

export const retireAppOperation = writeOperation(
  'DELETE',
  'retireApp',
  {
    path: '/apps/{appId}',
    tag: 'Apps',
    summary: 'End the app for good: keys, custody and, on a dedicated chain, its data',
    params: appId,
    body: z.object({ confirmName: z.string().max(200).describe("The app's name") }),
    result: done,
  },
  (actor, { params, body, requestId }) =>
    retireApp(actor, retireAppInput.parse({ ...params, ...body, requestId })),
);

export const readUsageOperation = readOperation(
  'readUsage',
  {
    path: '/apps/{appId}/usage',
    tag: 'Apps',
    summary: 'Calls by hour or day, city node and method',
    params: appId,
    query: z.object({
      by: z.enum(['hour', 'day']).default('hour'),
      span: z.coerce.number().int().min(1).max(366).default(24),
    }),
    result: z.object({
      by: z.enum(['hour', 'day']),
      zone: z.string(),
      buckets: z.array(z.iso.datetime()),
      rows: z.array(
        z.object({
          bucket: z.int().describe('Place in buckets'),
          cityNodeId: z.uuid(),
          method: z.string(),
          calls: z.int(),
          writes: z.int(),
          refused: z.int(),
          errors: z.int(),
          bytesIn: z.int(),
          bytesOut: z.int(),
          latencyUs: z.number(),
        }),
      ),
    }),
  },
  (actor, { params, query }) => readUsage(actor, readUsageInput.parse({ ...params, ...query })),
);
