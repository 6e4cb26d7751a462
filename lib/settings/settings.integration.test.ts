import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { auditLog } from '#db/schema/audit.ts';
import { settings } from '#db/schema/brand.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { settingsCatalogue, settingNames } from './catalogue.ts';
import { getSetting } from './get-setting.ts';
import { putSetting, putSettingInput } from './put-setting.ts';

testDatabase();
const operator = testActor({ role: 'operator' });
const put = (name: string, value: unknown, requestId = newId()) =>
  putSettingInput.parse({ requestId, name, value });

describe('settings', () => {
  it('have a default that fits their own schema', () => {
    for (const name of settingNames) {
      const { schema, default: usual } = settingsCatalogue[name];
      expect(schema.parse(usual)).toEqual(usual);
    }
  });

  it('the comparison adds up to the reference of 100,000 a year', async () => {
    const { lines, peers } = await getSetting('comparison');
    expect(peers).toBe(3);
    expect(lines.reduce((sum, line) => sum + BigInt(line.yearlyMinor), 0n)).toBe(10_000_000n);
  });

  it('change once for a request id, with an audit row, and are read back', async () => {
    const requestId = newId();
    await putSetting(operator, put('quoteMinutes', 45, requestId));
    await putSetting(operator, put('quoteMinutes', 60, requestId));
    expect(await getSetting('quoteMinutes')).toBe(45);
    const rows = await db().select().from(auditLog).where(eq(auditLog.subjectId, 'quoteMinutes'));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ action: 'setting.put', after: { value: 45 } });
  });

  it('refuse values outside their schema and unknown names', () => {
    expect(() => put('quoteMinutes', 1)).toThrow();
    expect(() => put('bank', { holder: '' })).toThrow();
    expect(() => put('secret', 1)).toThrow();
  });

  it.each(['owner', 'viewer', 'finance', 'support'] as const)('are not for the role %s', async (role) => {
    await expect(putSetting(testActor({ role }), put('remittanceDays', 3))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('fall back to the default when what is stored no longer fits', async () => {
    await db()
      .insert(settings)
      .values({ key: 'bank', value: { gone: true }, updatedBy: 'test' });
    expect(await getSetting('bank')).toEqual(settingsCatalogue.bank.default);
  });
});
