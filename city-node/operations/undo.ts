import type { AppRow } from '#city-node/apps/app-row.ts';
import type { Conn } from '#city-node/db/pool.ts';
import type { OperationRow } from './operation-row.ts';

/** What a resize must remember, so that it can be undone. */
export const beforeResize = (app: AppRow) => ({
  tps: app.tps,
  storage_gb: app.storage_gb,
  bandwidth_mbps: app.bandwidth_mbps,
  placement: app.placement && { ...app.placement },
});

/**
 * Takes back, in the transaction that rejects an operation, what its earlier steps had placed on the node: rejected means
 * that nothing has happened, also to those who count capacity.
 */
export async function undo(tx: Conn, operation: OperationRow): Promise<void> {
  if (operation.kind === 'createApp') await undoCreate(tx, operation);
  if (operation.kind === 'resize') await undoResize(tx, operation);
}

/** No calls, no policy, no chain of its own that runs on, and its portal may ask for the same app code once more. */
async function undoCreate(tx: Conn, { app_code }: OperationRow): Promise<void> {
  await tx.query(
    `update chains set wanted = false
     where kind = 'dedicated' and id = (select chain from apps where app_code = $1)`,
    [app_code],
  );
  await tx.query(
    `update apps set state = 'retired', custody_address = null, policy = null where app_code = $1`,
    [app_code],
  );
}

/** The app stands where it stood, as large as it was; it moves in the last step that can be rejected, so it has not moved. */
async function undoResize(tx: Conn, { app_code, data }: OperationRow): Promise<void> {
  await tx.query(
    `update chains set wanted = false
     where kind = 'dedicated' and id = $2 and id <> (select chain from apps where app_code = $1)`,
    [app_code, data.chain],
  );
  await tx.query(
    `update apps set tps = b.tps, storage_gb = b.storage_gb, bandwidth_mbps = b.bandwidth_mbps, placement = b.placement
     from jsonb_to_record($2) as b (tps integer, storage_gb integer, bandwidth_mbps integer, placement jsonb)
     where app_code = $1`,
    [app_code, JSON.stringify(data.before)],
  );
}
