import type { CityNodeContext } from '#city-node/context.ts';
import type { NodeIdentity } from '#protocol/control/status.ts';

export const softwareVersion = '0.1.0';

/** Who this node is, as its provider declares it. */
export const nodeIdentity = ({ env, key }: Pick<CityNodeContext, 'env' | 'key'>): NodeIdentity => ({
  nodeId: key.id,
  publicKey: key.publicKey,
  name: env.CITY_NODE_NAME,
  city: env.CITY,
  country: env.COUNTRY,
  latitude: env.LATITUDE,
  longitude: env.LONGITUDE,
  provider: env.PROVIDER,
  publicUrl: env.PUBLIC_URL,
  softwareVersion,
});
