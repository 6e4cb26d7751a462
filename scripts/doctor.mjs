import { ensureInstalled, runEntry } from './prepare.mjs';

ensureInstalled();
runEntry('scripts/doctor/main.ts', process.argv.slice(2));
