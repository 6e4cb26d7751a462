import { z } from 'zod';
import { getCityNode } from '#lib/catalogue/get-city-node.ts';
import { listCityNodes, listCityNodesInput } from '#lib/catalogue/list-city-nodes.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { locales } from '#lib/i18n/locale.ts';
import { currentLegalText } from '#lib/legal/current-text.ts';
import { openOperation } from '../operation.ts';
import { instant, page, paging, texts } from '../shapes.ts';

const capacity = z.object({ total: z.int(), free: z.int() });
const cityNode = z.object({
  id: z.uuid(),
  slug: z.string(),
  city: texts,
  country: z.string().length(2),
  latitude: z.number(),
  longitude: z.number(),
  provider: z.object({ slug: z.string(), name: z.string(), country: z.string(), website: z.string() }),
  health: z.enum(['unknown', 'healthy', 'degraded', 'unreachable']),
  statusAt: instant.nullable(),
  capacity: z.object({ tps: capacity, storageGb: capacity, bandwidthMbps: capacity }),
  offerings: z.array(
    z.object({
      id: z.uuid().describe('What a quote asks for'),
      frameworkId: z.string(),
      framework: z.string(),
      version: z.string(),
      kind: z.enum(['permissioned', 'public']),
      access: z.enum(['deploy', 'endpoint']),
      evidence: z.enum(['live', 'conformance', 'unverified']),
      note: z.record(z.string(), z.string().optional()),
    }),
  ),
});

export const listCityNodesOperation = openOperation(
  'listCityNodes',
  {
    path: '/city-nodes',
    tag: 'Catalogue',
    summary: 'City nodes on sale, with what they offer and how much is free',
    query: z.object({
      ...paging,
      q: z.string().max(100).optional().describe('Part of a city, country, provider or framework'),
      country: z.string().length(2).optional(),
      provider: z.string().max(80).optional(),
      framework: z.string().max(32).optional(),
      kind: z.enum(['permissioned', 'public']).optional(),
      access: z.enum(['deploy', 'endpoint']).optional(),
    }),
    result: page(cityNode),
  },
  ({ query }) => listCityNodes(listCityNodesInput.parse(query)),
);

export const getCityNodeOperation = openOperation(
  'getCityNode',
  {
    path: '/city-nodes/{slug}',
    tag: 'Catalogue',
    summary: 'One city node',
    params: z.object({ slug: z.string().max(80) }),
    result: cityNode,
  },
  async ({ params }) => {
    const found = await getCityNode(params.slug);
    if (!found) throw new AppError('notFound', 'errors.notFound');
    return found;
  },
);

export const getTermsOperation = openOperation(
  'getTerms',
  {
    path: '/terms',
    tag: 'Catalogue',
    summary: 'The terms of sale in force; an order names the version it accepts',
    query: z.object({ locale: z.enum(locales).default('en') }),
    result: z.object({
      id: z.uuid(),
      locale: z.string(),
      version: z.int(),
      title: z.string(),
      body: z.string(),
    }),
  },
  ({ query }) => currentLegalText('terms', query.locale),
);
