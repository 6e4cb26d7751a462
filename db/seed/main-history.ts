import { closeDb, db } from '#db/connection.ts';
import { runHistorySeed } from './history.ts';

await runHistorySeed(db());
await closeDb();
