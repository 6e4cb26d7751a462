import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import prettier from 'prettier';
import { cityNodeEnvSchema } from '#city-node/env.ts';
import { portalEnvSchema } from '#lib/env/portal-env.ts';
import { root } from '#scripts/home.ts';
import { environmentTable, withTables } from './environment-table.ts';

/** What README.md should be: itself, with the tables made from the schemas as they are. */
export async function freshReadme(): Promise<{ path: string; is: string; shouldBe: string }> {
  const path = join(root, 'README.md');
  const is = readFileSync(path, 'utf8');
  const filled = withTables(is, {
    portal: environmentTable(portalEnvSchema),
    'city-node': environmentTable(cityNodeEnvSchema),
  });
  const options = await prettier.resolveConfig(path);
  return { path, is, shouldBe: await prettier.format(filled, { ...options, filepath: path }) };
}

if (import.meta.main) {
  const { path, shouldBe } = await freshReadme();
  writeFileSync(path, shouldBe);
}
