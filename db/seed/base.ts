import type { Conn } from '#db/connection.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { isSandbox } from '#lib/env/portal-env.ts';
import { seedMarket } from './market.ts';
import { seedPeople } from './people.ts';

/** What the sandbox's demo starts from. Safe to repeat: it adds what is missing. Outside sandbox it does nothing. */
export async function runBaseSeed(conn: Conn): Promise<void> {
  if (!isSandbox()) return;
  await conn.transaction(async (tx) => {
    await seedPeople(tx);
    await seedMarket(tx, await portalNow(tx));
  });
}
