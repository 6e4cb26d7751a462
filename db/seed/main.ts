import { closeDb, db } from '#db/connection.ts';
import { seedPresetPackages } from '#lib/packages/seed-preset-packages.ts';
import { runBaseSeed } from './base.ts';

await runBaseSeed(db());
// Every portal offers the ready contracts, sandbox or not.
await seedPresetPackages(db());
await closeDb();
