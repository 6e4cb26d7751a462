import { firstRow } from '#city-node/db/pool.ts';
import { appendEvents } from '#city-node/events/append.ts';
import { requestOf, wait, type Step } from '../step.ts';

export const changeLimits: Step = async ({ operation, app }) => {
  const { tps, storageGb, bandwidthMbps } = requestOf(operation, 'resize').limits;
  return {
    kind: 'done',
    params: { tps, storageGb, bandwidthMbps },
    write: async (tx) => {
      await tx.query('update apps set tps = $2, storage_gb = $3, bandwidth_mbps = $4 where app_code = $1', [
        app.app_code,
        tps,
        storageGb,
        bandwidthMbps,
      ]);
    },
  };
};

/** suspend, and the beginning of retire: the gateway refuses every call. */
export const stopCalls: Step = async ({ operation, app }) => ({
  kind: 'done',
  write: async (tx) => {
    const ends = operation.kind === 'retire';
    await tx.query(
      `update apps set suspended = true${ends ? ", state = 'retiring'" : ''} where app_code = $1`,
      [app.app_code],
    );
    if (!ends)
      await appendEvents(tx, [
        { kind: 'app.suspended', portalId: app.portal_id, appCode: app.app_code, data: {} },
      ]);
  },
});

export const allowCalls: Step = async ({ app }) => ({
  kind: 'done',
  write: async (tx) => {
    await tx.query('update apps set suspended = false where app_code = $1', [app.app_code]);
    await appendEvents(tx, [
      { kind: 'app.resumed', portalId: app.portal_id, appCode: app.app_code, data: {} },
    ]);
  },
});

export const destroyKey: Step = async ({ app }) => ({
  kind: 'done',
  write: async (tx) => {
    await tx.query('delete from custody_keys where app_code = $1', [app.app_code]);
  },
});

/** Ends the app's own chain (on a resize: the one it has left); waits until its process and data are gone. */
export const stopChain: Step = async ({ node, operation, app }) => {
  const left = operation.kind === 'resize' ? operation.data.from : app.chain;
  const row = await firstRow<{ removed_at: Date | null }>(
    node.pool,
    `update chains set wanted = false where id = $1 and kind = 'dedicated' returning removed_at`,
    [left],
  );
  return row && row.removed_at === null ? wait('chain.stopping', 200) : { kind: 'done' };
};

export const freeCapacity: Step = async ({ app }) => ({
  kind: 'done',
  write: async (tx) => {
    await tx.query(
      `update apps set state = 'retired', custody_address = null, policy = null where app_code = $1`,
      [app.app_code],
    );
    await appendEvents(tx, [
      { kind: 'app.retired', portalId: app.portal_id, appCode: app.app_code, data: {} },
    ]);
  },
});

/** Done when the operation is taken in, in the same transaction. */
export const takeCapacity: Step = async () => ({ kind: 'done' });
