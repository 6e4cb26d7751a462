import { closeDb } from '#db/connection.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { log } from '#lib/log/log.ts';
import { contextFromEnvironment } from './context.ts';
import { runWorker } from './run-worker.ts';

// Twelve jobs at once, the rhythms and the runner itself; said before the pool opens.
process.env.DATABASE_POOL ??= '16';

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
