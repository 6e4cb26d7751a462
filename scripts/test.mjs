import { ensureInstalled, runEntry } from './prepare.mjs';

ensureInstalled();
runEntry('scripts/test/main.ts', process.argv.slice(2));
