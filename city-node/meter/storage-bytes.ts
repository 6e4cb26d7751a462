import type { ClientBase } from 'pg';

/** Bytes of accepted writes by app, closed periods and open ones together. An app without any is missing. */
export async function storageBytes(
  conn: Pick<ClientBase, 'query'>,
  appCodes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await conn.query<{ app_code: string; bytes: string }>({
    name: 'usage-storage',
    text: `select app_code, sum(bytes)::bigint as bytes from (
        select app_code, bytes from usage_storage where app_code = any($1)
        union all
        select app_code, storage_bytes from usage_journal where app_code = any($1) and storage_bytes > 0
      ) as parts group by app_code`,
    values: [appCodes],
  });
  return new Map(rows.map((row) => [row.app_code, Number(row.bytes)]));
}
