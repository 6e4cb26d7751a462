import { ensureInstalled, runEntry } from './prepare.mjs';

// node scripts/run.mjs ENTRY [ARG …]: one process of the product, under Node 24.
const [entry, ...args] = process.argv.slice(2);
ensureInstalled();
runEntry(entry, args);
