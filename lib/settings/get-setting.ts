import { eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { settings } from '#db/schema/brand.ts';
import { log } from '#lib/log/log.ts';
import { settingsCatalogue, type SettingName, type SettingValue } from './catalogue.ts';

/** A setting as it stands; its default where nobody changed it, or where what is stored no longer fits its schema. */
export async function getSetting<Name extends SettingName>(
  name: Name,
  conn: Conn = db(),
): Promise<SettingValue<Name>> {
  const { schema, default: usual } = settingsCatalogue[name];
  const [row] = await conn.select({ value: settings.value }).from(settings).where(eq(settings.key, name));
  if (!row) return usual as SettingValue<Name>; // the default satisfies the schema of the same entry
  const parsed = schema.safeParse(row.value);
  if (parsed.success) return parsed.data as SettingValue<Name>; // parsed by the schema of the same entry
  log().error(
    { setting: name, issues: parsed.error.issues },
    'the stored setting does not fit; using the default',
  );
  return usual as SettingValue<Name>;
}
