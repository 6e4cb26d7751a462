import { closeDb, db } from '#db/connection.ts';
import { runBaseSeed } from './base.ts';

await runBaseSeed(db());
await closeDb();
