import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root, runEntry } from './prepare.mjs';

// A doctor changes nothing: packages that do not fit the lock file are a finding. Without any it could not even look.
if (!existsSync(join(root, 'node_modules', 'node'))) ensureInstalled();
runEntry('scripts/doctor/main.ts', process.argv.slice(2));
