/** The demo's two city nodes; the third provider's node has history only and no process. */
export type DemoNode = {
  slug: string;
  name: string;
  city: string;
  country: string;
  latitude: number;
  longitude: number;
  provider: string;
  port: number;
  /** Environment variable that names a PostgreSQL of one's own for this node. */
  databaseVariable: string;
  /** Offers access to a public Ethereum network as well. */
  publicNetwork: boolean;
};

export const demoNodes: readonly DemoNode[] = [
  {
    slug: 'hangzhou',
    name: 'Hangzhou',
    city: 'Hangzhou',
    country: 'CN',
    latitude: 30.27,
    longitude: 120.16,
    provider: 'Hangzhou Cloud Ltd',
    port: 4101,
    databaseVariable: 'CITY_NODE_HANGZHOU_DATABASE_URL',
    publicNetwork: false,
  },
  {
    slug: 'singapore',
    name: 'Singapore',
    city: 'Singapore',
    country: 'SG',
    latitude: 1.35,
    longitude: 103.82,
    provider: 'Straits Cloud Pte Ltd',
    port: 4102,
    databaseVariable: 'CITY_NODE_SINGAPORE_DATABASE_URL',
    publicNetwork: true,
  },
];
