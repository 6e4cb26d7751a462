import { z } from 'zod';
import { appCode, count, instant, limits, sha256Hex } from './primitives.ts';

/**
 * A function that a key or role may call: `Contract.function`, or `Contract.*`. On the JSON-RPC door the contract is
 * found by address and the function by its selector; plain chain reads (height, block, receipt) are always allowed.
 */
export const functionRef = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}\.(\*|[A-Za-z_$][A-Za-z0-9_$]{0,127})$/);

export const policyKey = z.strictObject({
  /** The portal's id of the key; it appears in usage only. */
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  /** SHA-256 of the API key as it stands in the `x-api-key` header. The key itself never leaves its owner. */
  hash: sha256Hex,
  /** Null: every function. Otherwise these, and those of the named roles. */
  functions: z.array(functionRef).max(500).nullable(),
  roles: z.array(z.string().max(64)).max(50).default([]),
  /** Refused from this instant on; null: never. */
  expiresAt: instant.nullable(),
});
export type PolicyKey = z.infer<typeof policyKey>;

export const policyRole = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9 _-]{1,64}$/),
  functions: z.array(functionRef).max(500),
});

/** What the gateway enforces for one app. A version replaces the one before as a whole. */
export const policy = z.strictObject({
  /** Grows with each change. An older version is refused; the same version again must be the same content. */
  version: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  /** Never above what createApp and resize took from capacity. */
  limits,
  keys: z.array(policyKey).max(500),
  roles: z.array(policyRole).max(100).default([]),
  /** True: the gateway refuses every call of this app within a second. */
  suspended: z.boolean(),
});
export type Policy = z.infer<typeof policy>;
export type PolicyInput = z.input<typeof policy>;

export const policyReceipt = z.strictObject({ appCode, version: count, appliedAt: instant });
export type PolicyReceipt = z.infer<typeof policyReceipt>;
