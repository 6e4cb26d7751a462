import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isNotNull } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { contractPackages } from '#db/schema/apps.ts';
import { newId } from '#lib/ids/new-id.ts';
import { presetHash, presets, sourceOf } from './presets.ts';

const artefacts = z.array(
  z.object({ id: z.string(), abi: z.array(z.record(z.string(), z.unknown())), bytecode: z.string() }),
);

/**
 * Stores the portal's own contracts, compiled by the installed compiler. Where every preset is stored in its version,
 * nothing is compiled: a second start costs one query.
 */
export async function seedPresetPackages(conn: Conn = db()): Promise<void> {
  const stored = await conn
    .select({ preset: contractPackages.preset, version: contractPackages.version })
    .from(contractPackages)
    .where(isNotNull(contractPackages.preset));
  const missing = presets.filter(
    ({ id, version }) => !stored.some((row) => row.preset === id && row.version === version),
  );
  if (missing.length === 0) return;
  const compiler = compilerVersion();
  const compiled = await compilePresets();
  for (const preset of missing) {
    const made = compiled.find(({ id }) => id === preset.id);
    if (!made) throw new Error(`preset ${preset.id} was not compiled`);
    await conn
      .insert(contractPackages)
      .values({
        id: newId(),
        orgId: null,
        name: preset.contract,
        version: preset.version,
        preset: preset.id,
        abi: made.abi,
        bytecode: made.bytecode,
        source: sourceOf(preset),
        contentHash: presetHash(preset, compiler),
        createdBy: 'portal',
      })
      .onConflictDoNothing();
  }
}

/** Compiles every preset in a process of its own. */
export async function compilePresets() {
  const script = join(/*turbopackIgnore: true*/ process.cwd(), 'lib', 'packages', 'compile.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script], { maxBuffer: 16 * 1024 * 1024 });
  return artefacts.parse(JSON.parse(stdout));
}

/** Version of the installed compiler, read from its manifest: loading the compiler would take a second. */
function compilerVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('solc/package.json');
  return z.object({ version: z.string() }).parse(manifest).version;
}
