import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { mails } from '#db/schema/accounts.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { testPerson } from '#db/testing/test-person.ts';
import { newId } from '#lib/ids/new-id.ts';
import { testNode } from '#lib/operations/testing/one-app.ts';
import { root } from '#scripts/home.ts';
import { presence } from '#worker/presence.ts';
import { isIll, printFindings, type Finding } from './finding.ts';
import { findInstallation } from './installation.ts';
import { lookAtPortal } from './portal.ts';

const database = testDatabase();

const home = mkdtempSync(join(tmpdir(), 'cityport-doctor-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
const look = (databaseUrl = database.url(), smtpUrl = ''): Promise<Finding[]> =>
  lookAtPortal(
    root,
    findInstallation(home, {
      NODE_ENV: 'test',
      DATABASE_URL: databaseUrl,
      SMTP_URL: smtpUrl,
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

it('says that mail is refused, by whom and why, and shows no password', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end('554 no mail is taken here\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const mail = { toAddress: 'a@b.test', template: 'reset', locale: 'en', subject: 's', text: 't', html: 'h' };
  await db()
    .insert(mails)
    .values([
      { id: newId(), ...mail, state: 'queued', lastError: 'ECONNECTION: no answer' },
      { id: newId(), ...mail, state: 'failed', lastError: 'EENVELOPE: no such user' },
    ]);
  const findings = await look(database.url(), `smtp://me:secret@127.0.0.1:${port}`);
  server.close();
  expect(states(findings, 'mail server')).toEqual(['wrong']);
  expect(states(findings, 'mail').sort()).toEqual(['note', 'wrong']);
  const printed = printFindings(findings);
  expect(printed).toContain(`127.0.0.1:${port}`);
  expect(printed).toContain('no such user');
  expect(printed).not.toContain('secret');
});

it('says that nobody administers the portal, until somebody does', async () => {
  expect(states(await look(), 'staff')).toEqual(['wrong']);
  await testPerson({ role: 'administrator', kind: 'portal' });
  expect(states(await look(), 'staff')).toEqual([]);
});
