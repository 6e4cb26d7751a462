import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { portalEnv } from '#lib/env/portal-env.ts';
import { root } from '#scripts/home.ts';

// The portal's web process alone, for production: the built server, on PORT and HOSTNAME.
const standalone = join(root, '.next', 'standalone');
const server = join(standalone, 'server.js');
// `next build` alone leaves the static files out: pages would come without style or script.
if (!existsSync(server) || !existsSync(join(standalone, '.next', 'static'))) {
  console.error(
    'There is no whole build of the portal yet. Make one with `npm run build`, or use `npm start`.',
  );
  process.exit(1);
}
// A server with a wrong environment would come up and answer every page with 500.
try {
  portalEnv();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
await import(pathToFileURL(server).href);
