import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Contracts that every organisation may deploy. A change of a source needs a new version: what was deployed stays known. */
export const presets = [
  { id: 'key-value-store', contract: 'KeyValueStore', version: '1.0.0' },
  { id: 'document-registry', contract: 'DocumentRegistry', version: '1.0.0' },
] as const;
export type Preset = (typeof presets)[number];

/** How presets are compiled: `paris` runs on every EVM chain since the merge, private ones included. */
export const compilerSettings = {
  evmVersion: 'paris',
  optimizer: { enabled: true, runs: 200 },
} as const;

const folder = join(/*turbopackIgnore: true*/ process.cwd(), 'lib', 'packages', 'presets');

export const sourceOf = (preset: Preset): string =>
  readFileSync(join(folder, `${preset.contract}.sol`), 'utf8');

/** Names what would be compiled: source, compiler and settings. Equal hashes give equal code. */
export function presetHash(preset: Preset, compiler: string): string {
  const parts = [sourceOf(preset), compiler, JSON.stringify(compilerSettings)];
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}
