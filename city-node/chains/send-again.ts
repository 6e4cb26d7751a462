import type { ChainDriver } from '#adapters/chains/port.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { appSigner, operatorSigner } from '#city-node/custody/keys.ts';
import { markRelayed, openRelayed } from '#city-node/custody/relayed.ts';
import { replaceWithNothing, unmined, type StoredTransaction } from '#city-node/custody/outbox.ts';
import { inTransaction, rows, type Conn } from '#city-node/db/pool.ts';
import { appendEvents } from '#city-node/events/append.ts';

const callMs = 5_000;
/** Younger ones are still on their way. */
const graceMs = 3_000;
/** A held transaction of that age belongs to a process that died; should it live, it finds that it may not send. */
const heldMs = 8_000;
const atOnce = 500;

const options = () => ({ signal: AbortSignal.timeout(callMs) });

/** Sends again what was signed here and the chain does not know, the very same bytes in the order of signing. */
export async function sendAgain(
  node: CityNodeContext,
  chain: string,
  driver: ChainDriver,
  afterMs = graceMs,
): Promise<void> {
  await fillHeld(node, chain, driver);
  let count = 0;
  for (const stored of await unmined(node.pool, chain, 'signed', afterMs, atOnce)) {
    const found = await driver.transaction(stored.id, options());
    if (found.kind === 'unknown') return;
    if (found.kind === 'absent' && (await driver.send(stored, options())).kind === 'done') count += 1;
    if (found.kind === 'done' && found.value.state !== 'pending')
      await markMined(node.pool, stored, found.value);
  }
  count += await relayAgain(node, chain, driver, afterMs);
  if (count > 0) await tell(node, chain, { count, reason: 'not-known' });
}

/** What applications had signed themselves. One that the chain refuses now has lost its place to another of that account. */
async function relayAgain(
  node: CityNodeContext,
  chain: string,
  driver: ChainDriver,
  afterMs: number,
): Promise<number> {
  const settled: { id: string; height: number }[] = [];
  let count = 0;
  for (const each of await openRelayed(node.pool, chain, afterMs, atOnce)) {
    const found = await driver.transaction(each.id, options());
    if (found.kind === 'unknown') break;
    if (found.kind === 'done' && found.value.height !== null)
      settled.push({ id: each.id, height: found.value.height });
    if (found.kind !== 'absent') continue;
    const sent = await driver.send(each, options());
    if (sent.kind === 'done') count += 1;
    if (sent.kind === 'rejected') settled.push({ id: each.id, height: -1 });
  }
  if (settled.length > 0) await markRelayed(node.pool, chain, settled);
  return count;
}

async function markMined(
  conn: Conn,
  stored: StoredTransaction,
  found: { state: string; height: number | null },
): Promise<void> {
  await conn.query('update signed_transactions set state = $2, height = $3 where seq = $1', [
    stored.seq,
    found.state === 'failed' ? 'failed' : 'mined',
    found.height,
  ]);
}

/** Nobody counted these before their process died, so they must never run; their positions must still be used. */
async function fillHeld(node: CityNodeContext, chain: string, driver: ChainDriver): Promise<void> {
  for (const stored of await unmined(node.pool, chain, 'held', heldMs, atOnce)) {
    const signer =
      stored.appCode === null
        ? await operatorSigner(node, driver, chain)
        : await appSigner(node, driver, stored.appCode);
    if (!signer || signer.address !== stored.address) continue;
    const draft = driver.draftOf(stored.bytes);
    if (draft) await replaceWithNothing(node.pool, { chain, driver, signer }, stored, draft);
  }
}

/**
 * The chain has forgotten blocks: goes back to the last block that both know, and sends again everything that stood in
 * the lost ones, ours and other people's, in its old order. What was told stays true, at other heights.
 */
export async function rewind(node: CityNodeContext, chain: string, driver: ChainDriver): Promise<void> {
  const known = await lastCommonBlock(node, chain, driver);
  if (known === null) return;
  const lost = await inTransaction(node.pool, async (tx) => {
    const ours = await rows<{ id: string; bytes: Buffer }>(
      tx,
      `update signed_transactions set state = 'signed', height = null
       where chain = $1 and (height > $2 or state = 'signed') and state <> 'held' returning id, bytes, seq`,
      [chain, known.height],
    );
    const others = await rows<{ id: string; bytes: Buffer }>(
      tx,
      `select distinct on (id) id, bytes from app_transactions
       where chain = $1 and height > $2 and bytes is not null order by id`,
      [chain, known.height],
    );
    const relayed = await rows<{ id: string; bytes: Buffer }>(
      tx,
      `update relayed_transactions set height = null
       where chain = $1 and (height > $2 or height is null) returning id, bytes`,
      [chain, known.height],
    );
    await tx.query('delete from chain_blocks where chain = $1 and height > $2', [chain, known.height]);
    await tx.query('update chains set watched_height = $2, watched_id = $3 where id = $1', [
      chain,
      known.height,
      known.id,
    ]);
    return orderOf(tx, chain, new Map([...ours, ...others, ...relayed].map((each) => [each.id, each.bytes])));
  });
  let count = 0;
  for (const each of lost) if ((await driver.send(each, options())).kind === 'done') count += 1;
  node.log.warn(
    { chain, from: known.height, count },
    'the chain forgot blocks; their transactions were sent again',
  );
  await tell(node, chain, { count, reason: 'forgotten', height: known.height });
}

/** The order in which they had been taken in. */
async function orderOf(tx: Conn, chain: string, lost: ReadonlyMap<string, Buffer>) {
  const order = await rows<{ id: string }>(
    tx,
    `select i.id from unnest($2::text[]) as i (id)
     left join lateral (select min(at) as at, min(seq) as seq from app_transactions where chain = $1 and id = i.id) as a on true
     left join signed_transactions as s on s.chain = $1 and s.id = i.id
     left join relayed_transactions as r on r.chain = $1 and r.id = i.id
     order by coalesce(s.created_at, r.created_at, a.at), s.seq, r.seq, a.seq`,
    [chain, [...lost.keys()]],
  );
  return order.flatMap(({ id }) => {
    const bytes = lost.get(id);
    return bytes ? [{ id, bytes }] : [];
  });
}

async function lastCommonBlock(
  node: CityNodeContext,
  chain: string,
  driver: ChainDriver,
): Promise<{ height: number; id: string | null } | null> {
  const head = await driver.height(options());
  if (head.kind !== 'done') return null;
  let below = head.value + 1;
  for (;;) {
    const batch = await rows<{ height: string; id: string }>(
      node.pool,
      'select height, id from chain_blocks where chain = $1 and height < $2 order by height desc limit 50',
      [chain, below],
    );
    if (batch.length === 0) return { height: -1, id: null };
    for (const { height, id } of batch) {
      const found = await driver.block(height, options());
      if (found.kind === 'unknown') return null;
      if (found.kind === 'done' && found.value.block.id === id) return { height: Number(height), id };
    }
    below = Number(batch.at(-1)?.height ?? 0);
  }
}

async function tell(
  node: CityNodeContext,
  chain: string,
  data: Record<string, string | number>,
): Promise<void> {
  await inTransaction(node.pool, async (tx) => {
    const [owner] = await rows<{ portal_id: string; app_code: string }>(
      tx,
      `select a.portal_id, a.app_code from apps as a join chains as c on c.id = a.chain
       where c.id = $1 and c.kind = 'dedicated'`,
      [chain],
    );
    await appendEvents(tx, [
      {
        kind: 'chain.resent',
        portalId: owner?.portal_id ?? null,
        appCode: owner?.app_code ?? null,
        data: { chain, ...data },
      },
    ]);
  });
}
