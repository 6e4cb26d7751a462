import type { ChainDriver, Signer } from '#adapters/chains/port.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { firstRow, type Conn } from '#city-node/db/pool.ts';

const ownerOfApp = (appCode: string) => `app ${appCode}`;
const ownerOfChain = (chain: string) => `operator ${chain}`;

/** The app's own key, made at its first use. A key is sealed to its app: no other can ever sign with it. */
export async function ensureAppKey(
  node: CityNodeContext,
  driver: ChainDriver,
  appCode: string,
  conn: Conn,
): Promise<string> {
  const { address, secret } = driver.newAccount();
  await conn.query(
    'insert into custody_keys (app_code, address, secret) values ($1, $2, $3) on conflict (app_code) do nothing',
    [appCode, address, node.sealer.seal(secret, ownerOfApp(appCode))],
  );
  const kept = await firstRow<{ address: string }>(
    conn,
    'select address from custody_keys where app_code = $1',
    [appCode],
  );
  if (!kept) throw new Error(`no key of app ${appCode}`);
  return kept.address;
}

/** Null once the key is destroyed. */
export async function appSigner(
  node: CityNodeContext,
  driver: ChainDriver,
  appCode: string,
): Promise<Signer | null> {
  const kept = await firstRow<{ secret: Buffer }>(
    node.pool,
    'select secret from custody_keys where app_code = $1',
    [appCode],
  );
  return kept && driver.signerOf(node.sealer.open(kept.secret, ownerOfApp(appCode)));
}

/** Puts a chain's row with an operator account of its own; a chain that is there stays as it is. */
export async function ensureChain(
  node: CityNodeContext,
  chain: { id: string; kind: 'shared' | 'dedicated' | 'upstream'; offering: string; chainId: number },
  driver: Pick<ChainDriver, 'newAccount'>,
  conn: Conn,
): Promise<void> {
  if (await firstRow(conn, 'select 1 from chains where id = $1', [chain.id])) return;
  const { address, secret } = driver.newAccount();
  await conn.query(
    `insert into chains (id, kind, offering, chain_id, operator_address, operator_secret)
     values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing`,
    [
      chain.id,
      chain.kind,
      chain.offering,
      chain.chainId,
      address,
      node.sealer.seal(secret, ownerOfChain(chain.id)),
    ],
  );
}

export async function operatorSigner(
  node: CityNodeContext,
  driver: ChainDriver,
  chain: string,
): Promise<Signer> {
  const kept = await firstRow<{ operator_secret: Buffer }>(
    node.pool,
    'select operator_secret from chains where id = $1',
    [chain],
  );
  if (!kept) throw new Error(`no chain ${chain}`);
  return driver.signerOf(node.sealer.open(kept.operator_secret, ownerOfChain(chain)));
}
