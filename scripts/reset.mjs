import { ensureInstalled, runEntry } from './prepare.mjs';

ensureInstalled();
runEntry('scripts/reset/main.ts', process.argv.slice(2));
