import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { nodeEvents } from '#db/schema/apps.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { jsonValue, type JsonValue } from '#protocol/control/primitives.ts';
import { readOwnApp } from './find-app.ts';

export type ActivityInput = { appId: string; limit?: number };

export type TransactionRow = {
  /** Of the event that told of it; a transaction that is told of again is another row. */
  eventId: string;
  cityNodeId: string;
  city: Record<string, string>;
  id: string;
  state: 'pending' | 'succeeded' | 'failed';
  contract: string | null;
  function: string | null;
  height: number | null;
  error: string | null;
  at: Date;
};

export type ContractEventRow = {
  eventId: string;
  cityNodeId: string;
  city: Record<string, string>;
  contract: string;
  name: string;
  args: Record<string, JsonValue>;
  transactionId: string;
  height: number | null;
  at: Date;
};

const recorded = z
  .object({
    transactionId: z.string().optional(),
    id: z.string().optional(),
    state: z.enum(['pending', 'succeeded', 'failed']).default('succeeded'),
    contract: z.string().nullable().default(null),
    function: z.string().nullable().default(null),
    height: z.number().nullable().default(null),
    error: z.string().nullable().default(null),
  })
  .transform(({ transactionId, id, ...rest }) => ({ ...rest, id: transactionId ?? id ?? '' }));

const emitted = z
  .object({
    contract: z.string().default(''),
    name: z.string().optional(),
    event: z.string().optional(),
    args: z.record(z.string(), jsonValue).default({}),
    transactionId: z.string().default(''),
    height: z.number().nullable().default(null),
  })
  .transform(({ name, event, ...rest }) => ({ ...rest, name: name ?? event ?? '' }));

/** Transactions that the city nodes told of, newest first, at most 100. What cannot be read is left out. */
export async function listTransactions(
  actor: Actor,
  { appId, limit = 25 }: ActivityInput,
  conn: Conn = db(),
): Promise<TransactionRow[]> {
  const rows = await read(actor, appId, 'transaction.recorded', limit, conn);
  return rows.flatMap(({ payload, ...row }) => {
    const { data } = recorded.safeParse(payload);
    return data ? [{ ...row, ...data }] : [];
  });
}

/** Events that the app's contracts emitted, newest first, at most 100. */
export async function listEvents(
  actor: Actor,
  { appId, limit = 25 }: ActivityInput,
  conn: Conn = db(),
): Promise<ContractEventRow[]> {
  const rows = await read(actor, appId, 'contract.event', limit, conn);
  return rows.flatMap(({ payload, ...row }) => {
    const { data } = emitted.safeParse(payload);
    return data ? [{ ...row, ...data }] : [];
  });
}

async function read(actor: Actor, appId: string, kind: string, limit: number, conn: Conn) {
  demand(actor, 'app.read');
  const app = await readOwnApp(conn, actor, appId);
  return conn
    .select({
      eventId: nodeEvents.eventId,
      cityNodeId: nodeEvents.cityNodeId,
      city: cityNodes.city,
      at: nodeEvents.at,
      payload: nodeEvents.payload,
    })
    .from(nodeEvents)
    .innerJoin(cityNodes, eq(cityNodes.id, nodeEvents.cityNodeId))
    .where(and(eq(nodeEvents.appId, app.id), eq(nodeEvents.kind, kind)))
    .orderBy(desc(nodeEvents.at), desc(nodeEvents.eventId))
    .limit(Math.min(limit, 100));
}

/**
 * Highest block in which the app did something lately, by city node.
 * Heights rise, so the newest event of each node tells it, however many there have been.
 */
export async function knownHeights(conn: Conn, appId: string): Promise<Map<string, number>> {
  const { rows } = await conn.execute<{ id: string; height: string }>(sql`
    select n.city_node_id as id, newest.height
      from app_nodes n
      join lateral (
        select max(height) as height from (
          select (e.payload->>'height')::bigint as height from node_events e
           where e.app_id = n.app_id and e.city_node_id = n.city_node_id
             and e.kind in ('transaction.recorded', 'contract.event', 'contract.deployed')
           order by e.at desc limit 20) lately
      ) newest on newest.height is not null
     where n.app_id = ${appId}`);
  return new Map(rows.map(({ id, height }) => [id, Number(height)]));
}
