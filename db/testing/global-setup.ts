import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import pg from 'pg';
import { migrate } from '#db/migrate.ts';
import { startPostgres } from '#scripts/postgres/start-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the server's `postgres` database. */
    testServer: string;
    /** Name of the migrated template that each test file clones. */
    testTemplate: string;
  }
}

/** One PostgreSQL a run: TEST_DATABASE_URL (local hosts only), or an embedded one that goes with the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const own = process.env.TEST_DATABASE_URL;
  const embedded = own ? undefined : await startDisposable();
  const server = own ?? embedded?.url('postgres') ?? '';
  refuseRemote(server);
  const template = `cityport_template_${process.pid}`;
  await administer(server, `create database ${template}`);
  await migrate(urlOf(server, template));
  project.provide('testServer', server);
  project.provide('testTemplate', template);
  return async () => {
    if (embedded) await embedded.stop();
    else await administer(server, `drop database if exists ${template} with (force)`);
  };
}

async function startDisposable() {
  const parent = mkdtempSync(join(tmpdir(), 'cityport-test-'));
  // The database runs as another user when the tests run as root.
  chmodSync(parent, 0o755);
  const server = await startPostgres({ directory: join(parent, 'postgres'), disposable: true });
  const stop = async () => {
    await server.stop();
    rmSync(parent, { recursive: true, force: true });
  };
  return { ...server, stop };
}

export function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

export async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function refuseRemote(server: string): void {
  const host = new URL(server).hostname;
  if (!['127.0.0.1', 'localhost', '[::1]', ''].includes(host))
    throw new Error(`tests refuse the remote database host ${host}`);
}
