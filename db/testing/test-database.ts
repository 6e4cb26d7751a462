import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { closeDb, db, useDatabase, type Conn } from '#db/connection.ts';
import { administer, urlOf } from './global-setup.ts';

/**
 * Gives the test file a migrated portal database of its own, as `db()`, from its first test to its last. Call it at the
 * top of the file. Files run side by side; within a file, committed rows stay, so scope assertions to the test's own rows.
 */
export function testDatabase(): { url: () => string } {
  const name = `cityport_test_${randomBytes(6).toString('hex')}`;
  let url = '';
  beforeAll(async () => {
    const server = inject('testServer');
    await administer(server, `create database ${name} template ${inject('testTemplate')} strategy file_copy`);
    url = urlOf(server, name);
    useDatabase(url);
  });
  afterAll(async () => {
    await closeDb();
    await administer(inject('testServer'), `drop database if exists ${name} with (force)`);
  });
  return { url: () => url };
}

/** An empty scratch database, for a city node's own tables. Gone after the file's last test. */
export function emptyDatabase(): { url: () => string } {
  const name = `cityport_scratch_${randomBytes(6).toString('hex')}`;
  beforeAll(() => administer(inject('testServer'), `create database ${name}`));
  afterAll(() => administer(inject('testServer'), `drop database if exists ${name} with (force)`));
  return { url: () => urlOf(inject('testServer'), name) };
}

class RollBack extends Error {}

/** Runs `work` in a transaction that is always undone. Not for tests of concurrency, which need committed rows. */
export async function rolledBack(work: (tx: Conn) => Promise<void>): Promise<void> {
  try {
    await db().transaction(async (tx) => {
      await work(tx);
      throw new RollBack();
    });
  } catch (error) {
    if (!(error instanceof RollBack)) throw error;
  }
}
