import { sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { kindOf, ownerOf, type Account } from './accounts.ts';

/**
 * Holds an account until the caller's transaction ends, so that its balance can be read and then spent: whoever spends
 * from it locks it first. Others may still pay in. Makes the account where it is new.
 */
export async function lockAccount(tx: Conn, account: Account): Promise<void> {
  await together(
    () =>
      tx.execute(sql`
        insert into ledger_accounts (id, kind, org_id)
        values (${account}, ${kindOf(account)}, ${ownerOf(account)}::uuid) on conflict do nothing`),
    () => tx.execute(sql`select from ledger_accounts where id = ${account} for no key update`),
  );
}
