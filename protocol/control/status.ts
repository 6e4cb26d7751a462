import { z } from 'zod';
import { appCode, count, framework, instant, keyId, offeringId, publicKey } from './primitives.ts';

export const evidence = z.enum(['live', 'conformance', 'unverified']);
export type Evidence = z.infer<typeof evidence>;

const amounts = z.strictObject({ tps: count, storageGb: count, bandwidthMbps: count });

/** Counted over all portals of the node: free = total − used − reserved. */
export const capacity = z.strictObject({ total: amounts, reserved: amounts, used: amounts });
export type Capacity = z.infer<typeof capacity>;

export const offeringStatus = z.strictObject({
  offering: offeringId,
  framework,
  frameworkVersion: z.string().max(64),
  kind: z.enum(['permissioned', 'public']),
  /** `endpoint`: calls only, no deployment. */
  access: z.enum(['deploy', 'endpoint']),
  evidence,
  health: z.enum(['up', 'degraded', 'down']),
  chainId: count.nullable(),
  height: count.nullable(),
  /** Null: the framework does not tell. */
  peers: count.nullable(),
  /** From this TPS on, an app gets a dedicated peer; null: never. */
  dedicatedFromTps: count.nullable(),
  /** True: a demonstration chain stands in for the network of that name. */
  demo: z.boolean(),
});
export type OfferingStatus = z.infer<typeof offeringStatus>;

/** Who a city node is, as its provider declares it. */
export const nodeIdentity = z.strictObject({
  /** Thumbprint of the node's key. */
  nodeId: keyId,
  publicKey,
  name: z.string().min(1).max(80),
  city: z.string().min(1).max(80),
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  provider: z.string().min(1).max(120),
  publicUrl: z.url({ protocol: /^https?$/ }).max(300),
  softwareVersion: z.string().max(40),
});
export type NodeIdentity = z.infer<typeof nodeIdentity>;

/** The chain of an app that stands alone on it, as the node last read it. */
export const dedicatedPeer = z.strictObject({
  appCode,
  chainId: count,
  health: z.enum(['up', 'down']),
  height: count,
});
export type DedicatedPeer = z.infer<typeof dedicatedPeer>;

export const nodeStatus = z.strictObject({
  node: nodeIdentity,
  observedAt: instant,
  startedAt: instant,
  health: z.enum(['up', 'degraded', 'down']),
  capacity,
  offerings: z.array(offeringStatus).max(50),
  /** Of this portal only. */
  apps: z.strictObject({ active: count, dedicated: count }),
  /** Of this portal's apps only, oldest first. */
  dedicatedPeers: z.array(dedicatedPeer).max(1000).default([]),
  operationsOpen: count,
});
export type NodeStatus = z.infer<typeof nodeStatus>;
