import { z } from 'zod';

/** The version of the control protocol is part of its path. */
export const CONTROL_PREFIX = '/control/v1';

/** Bounds that both sides enforce; a larger request is refused before it is parsed, a larger answer is dropped. */
export const CONTROL_LIMITS = {
  requestBytes: 1024 * 1024,
  responseBytes: 4 * 1024 * 1024,
  pageSize: 500,
  reservationDays: 15,
  clockSkewSeconds: 60,
} as const;

/** Chosen by the asker, unique per portal for ever: the same id twice never does a thing twice. */
export const requestId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/** Name of an app on the network; unique on a city node. It appears in gateway paths. */
export const appCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{2,62}$/);

/** Which of a city node's offerings is meant (a framework version with its kind and access), as listed by its status. */
export const offeringId = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,62}$/);

export const framework = z.string().regex(/^[a-z0-9][a-z0-9-]{1,31}$/);

/** An instant in UTC, ISO 8601 with `Z`. */
export const instant = z.iso.datetime({ precision: 3 }).or(z.iso.datetime());

/** A whole number that JSON carries exactly. */
export const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Opaque position in a list that only grows; the empty string is its beginning. */
export const cursor = z.string().regex(/^[A-Za-z0-9_.-]{0,64}$/);

/** SHA-256, lower-case hex. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** An Ed25519 public key: its 32 raw bytes in base64url without padding. */
export const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** RFC 7638 thumbprint of an Ed25519 key: the name by which both sides know it. */
export const keyId = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Machine-readable reason, translated by whoever shows it: `area.what-happened`. */
export const code = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9-]*(\.[a-z][a-zA-Z0-9-]*){0,3}$/)
  .max(80);
export const params = z.record(z.string().max(40), z.union([z.string().max(500), z.number(), z.boolean()]));
export type Params = z.infer<typeof params>;

/** Resources an app has bought on this node. TPS: gateway calls per second; storage: GB (10^9 bytes); bandwidth: Mbit/s. */
export const limits = z.strictObject({
  tps: z.number().int().min(1).max(1_000_000),
  storageGb: z.number().int().min(1).max(1_000_000),
  bandwidthMbps: z.number().int().min(1).max(1_000_000),
});
export type Limits = z.infer<typeof limits>;

/** A JSON value as an argument or a result. Integers beyond 2^53 travel as decimal strings, bytes as 0x hex. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export const jsonValue: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([
    z.string().max(200_000),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(jsonValue).max(10_000),
    z.record(z.string().max(200), jsonValue),
  ]),
);
