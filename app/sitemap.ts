import { connection } from 'next/server';
import type { MetadataRoute } from 'next';
import { headers } from 'next/headers';
import { portalUrlOf } from '#app/portal-url.ts';
import { listCityNodes, listCityNodesInput } from '#lib/catalogue/list-city-nodes.ts';

/** The public pages: storefront, city nodes, legal texts. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  // City nodes are known at run time only.
  await connection();
  const { rows } = await listCityNodes(listCityNodesInput.parse({ limit: 200 }));
  const paths = [
    '/',
    '/city-nodes',
    ...rows.map((row) => `/city-nodes/${row.slug}`),
    '/legal/terms',
    '/legal/privacy',
  ];
  const portal = portalUrlOf(await headers());
  return paths.map((path) => ({ url: `${portal}${path === '/' ? '' : path}` }));
}
