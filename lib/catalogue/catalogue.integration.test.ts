import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { cityNodes, frameworkProviders, frameworks, offerings, providers } from '#db/schema/catalogue.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { catalogueChoices } from './catalogue-choices.ts';
import { countriesNamed } from './countries-named.ts';
import { getCityNode } from './get-city-node.ts';
import { listCityNodes, listCityNodesInput } from './list-city-nodes.ts';

testDatabase();

type Node = {
  slug: string;
  zh: string;
  country: string;
  free: number;
  state?: 'active' | 'paused' | 'enrolled';
};
const nodes: Node[] = [
  { slug: 'hangzhou', zh: '杭州', country: 'CN', free: 400 },
  { slug: 'singapore', zh: '新加坡', country: 'SG', free: 900 },
  { slug: 'hamburg', zh: '汉堡', country: 'DE', free: 400 },
  { slug: 'lagos', zh: '拉各斯', country: 'NG', free: 10, state: 'paused' },
  { slug: 'quito', zh: '基多', country: 'EC', free: 10, state: 'enrolled' },
];

beforeAll(async () => {
  const [provider, other, maker] = [newId(), newId(), newId()];
  await db()
    .insert(providers)
    .values([
      { id: provider, slug: 'straits-cloud', name: 'Straits Cloud', country: 'SG' },
      { id: other, slug: 'elbe-cloud', name: 'Elbe Cloud', country: 'DE' },
    ]);
  await db()
    .insert(frameworkProviders)
    .values({ id: maker, slug: 'open', name: 'Open Chain', country: 'CH' });
  await db()
    .insert(frameworks)
    .values([
      { id: 'ethereum', name: 'Ethereum', summary: { en: 'e', zh: '以' } },
      { id: 'fabric', name: 'Hyperledger Fabric', summary: { en: 'f', zh: '超' } },
    ]);
  for (const node of nodes) {
    const id = newId();
    await db()
      .insert(cityNodes)
      .values({
        id,
        slug: node.slug,
        city: { en: `${node.slug[0]?.toUpperCase()}${node.slug.slice(1)}`, zh: node.zh },
        country: node.country,
        latitude: 1,
        longitude: 100,
        providerId: node.slug === 'hamburg' ? other : provider,
        controlUrl: 'http://127.0.0.1:1',
        gatewayUrl: 'http://127.0.0.1:1',
        publicKey: node.slug,
        state: node.state ?? 'active',
        health: node.slug === 'hamburg' ? 'degraded' : 'healthy',
        tpsTotal: 1000,
        tpsFree: node.free,
        enrolledBy: 'test',
      });
    const offering = (
      wireId: string,
      frameworkId: string,
      kind: 'permissioned' | 'public',
      enabled = true,
    ) => ({
      id: newId(),
      cityNodeId: id,
      frameworkId,
      frameworkVersion: '1.0',
      frameworkProviderId: maker,
      wireId,
      kind,
      access: kind === 'public' ? ('endpoint' as const) : ('deploy' as const),
      evidence: 'live' as const,
      enabled,
    });
    await db()
      .insert(offerings)
      .values([
        offering('ethereum', 'ethereum', 'permissioned'),
        offering('fabric', 'fabric', 'permissioned', node.slug === 'hangzhou'),
        ...(node.slug === 'singapore' ? [offering('ethereum-public', 'ethereum', 'public')] : []),
      ]);
  }
});

const slugs = async (query: Record<string, string>) =>
  (await listCityNodes(listCityNodesInput.parse(query))).rows.map((row) => row.slug);

describe('the public catalogue', () => {
  it('lists nodes on sale only, with their enabled offerings and nothing of the control side', async () => {
    const { rows } = await listCityNodes(listCityNodesInput.parse({}));
    expect(rows.map((row) => row.slug)).toEqual(['hamburg', 'hangzhou', 'singapore']);
    expect(rows[0]?.offerings.map((offering) => offering.frameworkId)).toEqual(['ethereum']);
    expect(rows[1]?.offerings.map((offering) => offering.framework)).toEqual([
      'Ethereum',
      'Hyperledger Fabric',
    ]);
    expect(JSON.stringify(rows)).not.toContain('127.0.0.1');
  });

  it.each([
    [{ q: 'hang' }, ['hangzhou']],
    [{ q: '杭州' }, ['hangzhou']],
    [{ q: 'germany' }, ['hamburg']],
    [{ q: '新加坡' }, ['singapore']],
    [{ q: 'fabric' }, ['hangzhou']],
    [{ q: 'elbe' }, ['hamburg']],
    [{ q: '100%' }, []],
    [{ country: 'SG' }, ['singapore']],
    [{ provider: 'elbe-cloud' }, ['hamburg']],
    [{ kind: 'public' }, ['singapore']],
    [{ framework: 'fabric', kind: 'public' }, []],
    [{ access: 'endpoint' }, ['singapore']],
    [{ health: 'degraded' }, ['hamburg']],
    [{ sort: '-free' }, ['singapore', 'hamburg', 'hangzhou']],
    [{ sort: '-city' }, ['singapore', 'hangzhou', 'hamburg']],
    [{ health: 'nonsense', sort: 'nonsense' }, ['hamburg', 'hangzhou', 'singapore']],
  ])('finds by %j', async (query, expected) => {
    expect(await slugs(query as Record<string, string>)).toEqual(expected);
  });

  it.each(['city', '-city', 'free', '-free'])(
    'pages by cursor without loss or repeat, sorted by %s',
    async (sort) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listCityNodes(listCityNodesInput.parse({ sort, limit: 1, cursor }));
        seen.push(...page.rows.map((row) => row.slug));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual(await slugs({ sort }));
    },
  );

  it('refuses a cursor that no page gave out', async () => {
    const refused = listCityNodesInput.safeParse({ cursor: 'AAAA' }).error?.issues;
    expect(refused).toMatchObject([{ path: ['cursor'], message: 'errors.badCursor' }]);
  });

  it('shows a paused node by its address, and none that waits for approval', async () => {
    expect(await getCityNode('lagos')).toMatchObject({ state: 'paused', country: 'NG' });
    expect(await getCityNode('quito')).toBeNull();
  });

  it('offers as filters only what is on sale', async () => {
    expect(await catalogueChoices()).toEqual({
      countries: ['CN', 'DE', 'SG'],
      providers: [
        { slug: 'elbe-cloud', name: 'Elbe Cloud' },
        { slug: 'straits-cloud', name: 'Straits Cloud' },
      ],
      frameworks: [
        { id: 'ethereum', name: 'Ethereum' },
        { id: 'fabric', name: 'Hyperledger Fabric' },
      ],
    });
  });

  it('knows countries by their name in each language', () => {
    expect(countriesNamed('singap')).toEqual(['SG']);
    expect(countriesNamed('中国')).toContain('CN');
  });
});
