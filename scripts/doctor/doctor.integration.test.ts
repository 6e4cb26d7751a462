import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { testNode } from '#lib/operations/testing/one-app.ts';
import { root } from '#scripts/home.ts';
import { presence } from '#worker/presence.ts';
import { isIll, printFindings, type Finding } from './finding.ts';
import { findInstallation } from './installation.ts';
import { lookAtPortal } from './portal.ts';

const database = testDatabase();

const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
const look = (databaseUrl = database.url()): Promise<Finding[]> =>
  lookAtPortal(
    root,
    findInstallation(mkdtempSync(join(tmpdir(), 'cityport-doctor-')), {
      NODE_ENV: 'test',
      DATABASE_URL: databaseUrl,
      PORTAL_SIGNING_KEY: Buffer.from(key).toString('base64'),
    }),
  );
const states = (findings: Finding[], what: string) =>
  findings.filter((each) => each.what === what).map(({ state }) => state);

it('finds database and worker well, and a city node that does not answer', async () => {
  const living = presence(database.url());
  await living.announce('pool-doctor');
  await testNode('Hangzhou');
  const findings = await look();
  expect(states(findings, 'PostgreSQL')).toEqual(['ok']);
  expect(states(findings, 'database')).toEqual(['ok']);
  expect(states(findings, 'worker')).toEqual(['ok']);
  expect(states(findings, 'city node hangzhou')).toEqual(['wrong']);
  expect(isIll(findings)).toBe(true);
  await living.end();
});

it('says that no worker runs, and which migration is missing', async () => {
  await db().execute(sql`
    delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)`);
  const findings = await look();
  expect(states(findings, 'worker')).toEqual(['wrong']);
  expect(states(findings, 'database')).toEqual(['wrong']);
  expect(printFindings(findings)).toMatch(/lacks \d{4}_\w+\n.*→/);
});

it('says where there is no database, and does not show its password', async () => {
  const findings = await look('postgres://someone:secret@127.0.0.1:9/portal');
  expect(states(findings, 'PostgreSQL')).toEqual(['wrong']);
  expect(printFindings(findings)).not.toContain('secret');
});
