import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { settings } from '#db/schema/brand.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { settingsCatalogue, type SettingName } from './catalogue.ts';

const entry = <Name extends SettingName>(name: Name) =>
  z.object({ requestId: z.uuid(), name: z.literal(name), value: settingsCatalogue[name].schema });

export const putSettingInput = z
  .discriminatedUnion('name', [
    entry('comparison'),
    entry('quoteMinutes'),
    entry('remittanceDays'),
    entry('bank'),
  ])
  .brand<'PutSetting'>();
export type PutSetting = z.output<typeof putSettingInput>;

/** Changes one setting for the whole portal, at once. The same request id again changes nothing. */
export async function putSetting(actor: Actor, input: PutSetting, conn: Conn = db()): Promise<void> {
  demand(actor, 'brand.manage');
  await conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'setting.put', input.requestId, input.name);
    if (!first) return;
    const [before] = await tx
      .select({ value: settings.value })
      .from(settings)
      .where(eq(settings.key, input.name))
      .for('update');
    const row = { value: input.value, updatedBy: actor.id, updatedAt: sql`portal_now()` };
    await tx
      .insert(settings)
      .values({ key: input.name, ...row })
      .onConflictDoUpdate({ target: settings.key, set: row });
    await recordAudit(tx, actor, {
      action: 'setting.put',
      subjectKind: 'setting',
      subjectId: input.name,
      ...(before ? { before: { value: before.value } } : {}),
      after: { value: input.value },
    });
  });
}
