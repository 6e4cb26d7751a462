import { migrate } from '#db/migrate.ts';

// One-shot: brings the portal's database to this release before the new version starts.
const url = process.env.DATABASE_URL;
if (!url) throw new Error('DATABASE_URL is not set');
await migrate(url);
