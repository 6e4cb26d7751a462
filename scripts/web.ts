import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '#scripts/home.ts';

// The portal's web process alone, for production: the built server, on PORT and HOSTNAME.
const server = join(root, '.next', 'standalone', 'server.js');
if (!existsSync(server)) {
  console.error('There is no build of the portal yet. Make one with `npx next build`, or use `npm start`.');
  process.exit(1);
}
await import(pathToFileURL(server).href);
