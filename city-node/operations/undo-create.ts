import type { Conn } from '#city-node/db/pool.ts';

/**
 * What a rejected createApp leaves behind: no calls, no policy, no chain of its own that runs on. Its capacity is free
 * again, and its portal may ask for the same app code once more.
 */
export async function undoCreate(tx: Conn, appCode: string): Promise<void> {
  await tx.query(
    `update chains set wanted = false
     where kind = 'dedicated' and id = (select chain from apps where app_code = $1)`,
    [appCode],
  );
  await tx.query(
    `update apps set state = 'retired', custody_address = null, policy = null where app_code = $1`,
    [appCode],
  );
}
