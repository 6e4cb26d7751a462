import { ensureInstalled, runEntry } from './prepare.mjs';

ensureInstalled();
runEntry('scripts/start/main.ts', process.argv.slice(2));
