import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { wallet } from '#lib/ledger/accounts.ts';
import { balanceOf } from '#lib/ledger/balance-of.ts';
import type { Money } from '#lib/money/money.ts';

/** What the actor's organisation has in its wallet: the sum of its postings, never another figure. */
export async function walletBalance(actor: Actor, conn: Conn = db()): Promise<Money> {
  demand(actor, 'wallet.read');
  return balanceOf(conn, wallet(actor.orgId), portalEnv().PORTAL_CURRENCY);
}
