import { closeDb } from '#db/connection.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { log } from '#lib/log/log.ts';
import { contextFromEnvironment } from './context.ts';
import { runWorker } from './run-worker.ts';

// Fourteen jobs at once mostly wait for others; the runner's own books have a pool of their own.
process.env.DATABASE_POOL ??= '10';

const { DATABASE_URL } = portalEnv();
const worker = await runWorker(contextFromEnvironment(), DATABASE_URL);

let stopping: Promise<void> | undefined;
const stop = (): Promise<void> => (stopping ??= worker.stop().then(closeDb));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void stop().then(() => process.exit(0));
  });
}

log().info('the worker runs');
process.send?.('ready');

try {
  await worker.ended;
} catch (error) {
  log().error({ err: error }, 'the worker ended by itself');
  process.exitCode = 1;
}
await stop();
process.exit();
