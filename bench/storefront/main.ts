/**
 * The storefront beside a minimal Next page of the same version and rendering kind, both in one run: requests a second,
 * JavaScript, Lighthouse. `node bench/storefront/main.ts [portal URL]`, with the portal running.
 */
import { existsSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { measureLoad } from '#bench/load.ts';
import { lighthouseScores } from './lighthouse-scores.ts';
import { startMinimalNext } from './minimal-next.ts';
import { pageJavascript } from './page-javascript.ts';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const ready = join(root, '.cityport', 'ready.json');
const portal =
  process.argv[2] ??
  (existsSync(ready)
    ? (JSON.parse(readFileSync(ready, 'utf8')) as { portalUrl: string }).portalUrl
    : undefined);
if (!portal) throw new Error('start the portal first (npm start), or name its URL');
const chrome = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);

const minimal = await startMinimalNext(root, 5790);
try {
  const ours = new URL('/', portal).href;
  const rows: Record<string, Record<string, string | number>> = {};
  for (const [name, url] of [
    ['minimal', minimal.url],
    ['storefront', ours],
  ] as const) {
    const javascript = await pageJavascript(url);
    const load = await measureLoad(url, { connections: 8, seconds: 8 });
    rows[name] = {
      'js files': javascript.files,
      'js kB gz': (javascript.gzipBytes / 1000).toFixed(1),
      'req/s': Math.round(load.requestsPerSecond),
      'p95 ms': load.p95Ms.toFixed(1),
    };
    for (const form of ['phone', 'desktop'] as const) {
      if (!chrome) continue;
      const scores = await lighthouseScores(root, url, form, chrome);
      rows[name][form] = [
        scores.performance,
        scores.accessibility,
        scores['best-practices'],
        scores.seo,
      ].join('/');
      rows[name][`${form} LCP ms`] = scores.largestPaintMs;
    }
  }
  console.log(
    `load average ${loadavg()
      .map((value) => value.toFixed(2))
      .join(' ')}; Lighthouse as performance/accessibility/best practices/SEO`,
  );
  if (!chrome) console.log('Lighthouse not run, because no Chromium was found (CHROME_PATH)');
  console.table(rows);
} finally {
  minimal.process.kill();
}
