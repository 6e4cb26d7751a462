import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres } from './start-postgres.ts';

let parent = '';
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'cityport-postgres-'));
  // The database runs as another user when the tests run as root.
  chmodSync(parent, 0o755);
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

const groupOf = (pid: number) =>
  execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' }).trim();

it('a server apart hears no Ctrl-C, is taken over by the next start with its data, and ends when asked', async () => {
  const directory = join(parent, 'postgres');
  const listeners = process.listenerCount('SIGINT');
  const first = await startPostgres({ directory, apart: true });
  expect(process.listenerCount('SIGINT')).toBe(listeners);
  const pid = Number(readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n')[0]);
  expect(groupOf(pid)).not.toBe(groupOf(process.pid));
  await first.ensureDatabase('kept');
  await ask(first.url('kept'), 'create table kept as select 42 as answer');

  const second = await startPostgres({ directory, apart: true });
  expect(second.port).toBe(first.port);
  expect(await ask(second.url('kept'), 'select answer from kept')).toEqual([{ answer: 42 }]);
  await second.stop();
  await first.stop();
  await expect(ask(second.url('kept'), 'select 1')).rejects.toThrow();

  const third = await startPostgres({ directory, apart: true });
  expect(await ask(third.url('kept'), 'select answer from kept')).toEqual([{ answer: 42 }]);
  await third.stop();
});

it('leaves the exit code to the process that started it', () => {
  const entry = new URL('./start-postgres.ts', import.meta.url).href;
  const directory = join(parent, 'disposable');
  const script = `
    const { startPostgres } = await import(${JSON.stringify(entry)});
    const server = await startPostgres({ directory: ${JSON.stringify(directory)}, disposable: true });
    process.exitCode = 3;
    await server.stop();`;
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect([ended.status, ended.stdout, ended.stderr]).toEqual([3, '', '']);
});
