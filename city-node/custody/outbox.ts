import type { ChainDriver, Draft, Signed, Signer } from '#adapters/chains/port.ts';
import { firstRow, inTransaction, rows, type Conn, type Pool } from '#city-node/db/pool.ts';

/** A transaction signed by this node, as it is kept. */
export interface StoredTransaction {
  seq: string;
  chain: string;
  id: string;
  address: string;
  position: number;
  bytes: Buffer;
  contractAddress: string | null;
  state: 'held' | 'signed' | 'mined' | 'failed';
}

interface StoredRow {
  seq: string;
  chain: string;
  id: string;
  address: string;
  position: string;
  bytes: Buffer;
  contract_address: string | null;
  state: StoredTransaction['state'];
}

const columns = 'seq, chain, id, address, position, bytes, contract_address, state';
const storedOf = (row: StoredRow): StoredTransaction => ({
  seq: row.seq,
  chain: row.chain,
  id: row.id,
  address: row.address,
  position: Number(row.position),
  bytes: row.bytes,
  contractAddress: row.contract_address,
  state: row.state,
});

export interface ToSign {
  draft: Draft;
  appCode: string | null;
  /** Names the one step of an operation that this is; a step signs once. */
  purpose?: string;
}

export interface SigningAccount {
  chain: string;
  driver: ChainDriver;
  signer: Signer;
}

/** Lets an account sign on a chain, from the position at which the chain has it. A repeat changes nothing. */
export async function openAccount(
  conn: Conn,
  chain: string,
  address: string,
  position: number,
): Promise<void> {
  await conn.query(
    `insert into chain_accounts (chain, address, next_position) values ($1, $2, $3) on conflict do nothing`,
    [chain, address, position],
  );
}

/**
 * Gives out the next positions of the account, signs, and stores, all in the caller's transaction: either a position is
 * used by exactly these stored bytes, or it is not used. Nothing is sent here.
 */
export async function signAndStore(
  tx: Conn,
  { chain, driver, signer }: SigningAccount,
  wanted: readonly ToSign[],
  state: 'held' | 'signed',
): Promise<StoredTransaction[]> {
  const account = await firstRow<{ first: string }>(
    tx,
    `update chain_accounts set next_position = next_position + $3 where chain = $1 and address = $2
     returning next_position - $3 as first`,
    [chain, signer.address, wanted.length],
  );
  if (!account) throw new Error(`account ${signer.address} is not open on chain ${chain}`);
  const first = Number(account.first);
  const signed: Signed[] = [];
  for (const [i, { draft }] of wanted.entries()) signed.push(await driver.sign(draft, first + i, signer));
  const inserted = await rows<StoredRow>(
    tx,
    `insert into signed_transactions (chain, address, state, id, position, bytes, contract_address, app_code, purpose)
     select $1, $2, $3, * from unnest($4::text[], $5::bigint[], $6::bytea[], $7::text[], $8::text[], $9::text[])
     returning ${columns}`,
    [
      chain,
      signer.address,
      state,
      signed.map((each) => each.id),
      wanted.map((_, i) => first + i),
      signed.map((each) => Buffer.from(each.bytes)),
      signed.map((each) => each.contractAddress),
      wanted.map((each) => each.appCode),
      wanted.map((each) => each.purpose ?? null),
    ],
  );
  return inserted.map(storedOf).sort((a, b) => a.position - b.position);
}

export async function findByPurpose(conn: Conn, purpose: string): Promise<StoredTransaction | null> {
  const row = await firstRow<StoredRow>(
    conn,
    `select ${columns} from signed_transactions where purpose = $1`,
    [purpose],
  );
  return row && storedOf(row);
}

/** Lets held transactions go out. Gives those that may: one that the leader took for abandoned is none of them. */
export async function release(conn: Conn, seqs: readonly string[]): Promise<ReadonlySet<string>> {
  const released = await rows<{ seq: string }>(
    conn,
    `update signed_transactions set state = 'signed' where seq = any($1) and state = 'held' returning seq`,
    [seqs],
  );
  return new Set(released.map(({ seq }) => seq));
}

/**
 * Puts a transaction that does nothing in the place of one that was never sent, so that the account's later positions
 * are not blocked. Gives what is to be sent instead; null when it was no longer held.
 */
export async function replaceWithNothing(
  pool: Pool,
  { driver, signer }: SigningAccount,
  stored: Pick<StoredTransaction, 'seq' | 'position'>,
  draft: Draft,
): Promise<StoredTransaction | null> {
  const signed = await driver.sign(driver.nothing(draft), stored.position, signer);
  return inTransaction(pool, async (tx) => {
    const row = await firstRow<StoredRow>(
      tx,
      `update signed_transactions
       set id = $2, bytes = $3, contract_address = null, app_code = null, state = 'signed'
       where seq = $1 and state = 'held' returning ${columns}`,
      [stored.seq, signed.id, Buffer.from(signed.bytes)],
    );
    return row && storedOf(row);
  });
}

/** Transactions that are not yet in a block, oldest first. */
export async function unmined(
  conn: Conn,
  chain: string,
  state: 'held' | 'signed',
  olderThanMs: number,
  limit: number,
): Promise<(StoredTransaction & { appCode: string | null })[]> {
  const found = await rows<StoredRow & { app_code: string | null }>(
    conn,
    `select ${columns}, app_code from signed_transactions
     where chain = $1 and state = $2 and created_at < now() - make_interval(secs => $3)
     order by seq limit $4`,
    [chain, state, olderThanMs / 1000, limit],
  );
  return found.map((row) => ({ ...storedOf(row), appCode: row.app_code }));
}
