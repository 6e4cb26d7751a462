import type { MetadataRoute } from 'next';
import { headers } from 'next/headers';
import { portalUrlOf } from '#app/portal-url.ts';

/** Only what is public is for search engines. */
export default async function robots(): Promise<MetadataRoute.Robots> {
  return {
    rules: {
      userAgent: '*',
      allow: ['/', '/city-nodes', '/legal/'],
      disallow: ['/api/', '/sandbox/', '/apps', '/operator', '/finance'],
    },
    sitemap: `${portalUrlOf(await headers())}/sitemap.xml`,
  };
}
