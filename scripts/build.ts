import { root } from '#scripts/home.ts';
import { buildWeb } from '#scripts/start/build-web.ts';

// npm run build: the portal for production with its static files, unless the build that is there was made of these sources.
console.log('Building the portal …');
console.log((await buildWeb(root)) ? 'Built.' : 'The build that is there was made of these very sources.');
