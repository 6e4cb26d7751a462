import { z } from 'zod';
import { appSummary } from './operations.ts';
import { count, cursor, instant, jsonValue } from './primitives.ts';
import { eventPage } from './events.ts';

/** A block, with no more than every framework can tell. */
export const chainBlock = z.strictObject({
  height: count,
  id: z.string().max(128),
  parentId: z.string().max(128),
  at: instant,
  transactionIds: z.array(z.string().max(128)).max(5000),
});
export type ChainBlock = z.infer<typeof chainBlock>;

export const chainEvent = z.strictObject({
  /** Contract and event by name where the app's ABI knows them. */
  contract: z.string().max(128),
  name: z.string().max(128),
  args: z.record(z.string().max(128), jsonValue),
  transactionId: z.string().max(128),
  height: count,
  index: count,
  at: instant.nullable(),
});
export type ChainEvent = z.infer<typeof chainEvent>;

export const chainTransaction = z.strictObject({
  id: z.string().max(128),
  state: z.enum(['pending', 'succeeded', 'failed']),
  from: z.string().max(128),
  to: z.string().max(128).nullable(),
  /** By name where the app's ABI knows them. */
  contract: z.string().max(128).nullable(),
  function: z.string().max(128).nullable(),
  args: z.array(jsonValue).max(64).nullable(),
  height: count.nullable(),
  at: instant.nullable(),
  /** What the framework calls the cost of running it (gas). */
  cost: z.string().max(40).nullable(),
  /** Why it failed, where the chain tells. */
  error: z.string().max(1000).nullable(),
  events: z.array(chainEvent).max(500),
});
export type ChainTransaction = z.infer<typeof chainTransaction>;

export const blockPage = z.strictObject({ height: count, blocks: z.array(chainBlock).max(100) });
export type BlockPage = z.infer<typeof blockPage>;
export const transactionPage = z.strictObject({
  transactions: z.array(chainTransaction).max(200),
  next: cursor,
  more: z.boolean(),
});
export type TransactionPage = z.infer<typeof transactionPage>;
export const chainEventPage = z.strictObject({
  events: z.array(chainEvent).max(500),
  next: cursor,
  more: z.boolean(),
});

/**
 * What a portal may read of an app, by path segment below `/control/v1/apps/{appCode}`. Lists are newest first, but
 * `logs`, which is the app's part of the node's event list and goes forward.
 */
export const appReads = {
  summary: appSummary,
  blocks: blockPage,
  transactions: transactionPage,
  events: chainEventPage,
  logs: eventPage,
} as const;
export type AppReadKind = keyof typeof appReads;
export type AppReadResult<K extends AppReadKind> = z.infer<(typeof appReads)[K]>;

export const listQuery = z.strictObject({
  /** Position given by the page before; empty: the newest. */
  after: cursor.default(''),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type ListQuery = z.input<typeof listQuery>;
