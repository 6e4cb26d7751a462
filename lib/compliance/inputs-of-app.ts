import { eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { appNodes, apps } from '#db/schema/apps.ts';
import { cityNodes, offerings } from '#db/schema/catalogue.ts';
import { billingProfiles } from '#db/schema/accounts.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import type { ComplianceInputs } from './judge.ts';

/** What a verdict on an app that exists is judged by: its owner's country today, and each of its city nodes. */
export async function inputsOfApp(conn: Conn, appId: string): Promise<ComplianceInputs> {
  const rows = await conn
    .select({
      cityNodeId: appNodes.cityNodeId,
      country: cityNodes.country,
      kind: offerings.kind,
      buyerCountry: billingProfiles.country,
    })
    .from(appNodes)
    .innerJoin(apps, eq(apps.id, appNodes.appId))
    .innerJoin(cityNodes, eq(cityNodes.id, appNodes.cityNodeId))
    .innerJoin(offerings, eq(offerings.id, appNodes.offeringId))
    .leftJoin(billingProfiles, eq(billingProfiles.orgId, apps.orgId))
    .where(eq(appNodes.appId, appId))
    .limit(1000);
  return {
    buyerCountry: rows[0]?.buyerCountry ?? '',
    portalCountry: portalEnv().PORTAL_COUNTRY,
    category: 'general',
    nodes: rows.map(({ cityNodeId, country, kind }) => ({ cityNodeId, country, kind })),
  };
}
