import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { portalEnvSchema } from '#lib/env/portal-env.ts';
import { lookAtCityNodes } from './city-nodes.ts';
import { lookAtMail } from './mail.ts';
import type { Installation } from './installation.ts';
import { note, ok, skipped, wrong, type Finding } from './finding.ts';

const oldestPostgres = 15;
const callMs = 5_000;
/** The lock by which a living worker is known: worker/presence.ts. */
const workerLives = 7_304_312;
const lateMinutes = 2;

/** The portal: its configuration, its database, its processes and the city nodes that it knows. */
export async function lookAtPortal(root: string, installation: Installation): Promise<Finding[]> {
  const findings = [environment(installation)];
  if (!installation.databaseUrl)
    return [...findings, note('portal', 'has never been started here', 'npm start')];
  if (!installation.started && !installation.byEnvironment)
    return [...findings, note('portal', 'does not run now, so its parts were not looked at', 'npm start')];
  const client = new pg.Client({
    connectionString: installation.databaseUrl,
    connectionTimeoutMillis: callMs,
    query_timeout: callMs,
  });
  try {
    await client.connect();
  } catch (error) {
    return [...findings, unreachable(installation.databaseUrl, error)];
  }
  try {
    findings.push(await server(client), await migrations(client, root));
    findings.push(await web(installation.portalUrl));
    findings.push(...(await worker(client)));
    findings.push(...(await lookAtMail(client, installation.smtpUrl)));
    findings.push(...(await staff(client)));
    findings.push(...(await lookAtCityNodes(client, installation.signingKey)));
  } catch (error) {
    findings.push(
      wrong(
        'database',
        messageOf(error),
        'bring it up to date: `npm start`, or in production scripts/migrate',
      ),
    );
  } finally {
    await client.end();
  }
  return findings;
}

function environment({ byEnvironment }: Installation): Finding {
  if (!byEnvironment) return ok('environment', 'made by `npm start` from its own secrets');
  const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const parsed = portalEnvSchema.safeParse(set);
  if (parsed.success)
    return parsed.data.SANDBOX
      ? note('environment', 'complete; SANDBOX=1: simulated money, test clock and demo data are on')
      : ok('environment', 'complete');
  return wrong(
    'environment',
    z.prettifyError(parsed.error),
    'set these; the README has the table of all of them',
  );
}

function unreachable(url: string, error: unknown): Finding {
  const { host, pathname } = new URL(url);
  return wrong(
    'PostgreSQL',
    `no connection to ${host}${pathname}: ${messageOf(error)}`,
    'check that it runs, that the address in DATABASE_URL is right and that the password fits',
  );
}

async function server(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version') as version",
  );
  const version = rows[0]?.version ?? '';
  if (Number.parseInt(version, 10) >= oldestPostgres) return ok('PostgreSQL', version);
  return wrong('PostgreSQL', `${version}, ${oldestPostgres} or newer is needed`, 'upgrade the server');
}

async function migrations(client: pg.Client, root: string): Promise<Finding> {
  const journal = z
    .object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) })
    .parse(JSON.parse(readFileSync(join(root, 'db/migrations/meta/_journal.json'), 'utf8')));
  const { rows } = await client.query<{ last: string | null }>(
    'select max(created_at)::text as last from drizzle.__drizzle_migrations',
  );
  const last = Number(rows[0]?.last ?? 0);
  const missing = journal.entries.filter(({ when }) => when > last);
  const newest = journal.entries.at(-1);
  if (missing.length === 0 && last > (newest?.when ?? 0))
    return wrong('database', 'newer than this release', 'run the release that migrated it, or a later one');
  if (missing.length === 0) return ok('database', `up to date (${newest?.tag ?? 'empty'})`);
  return wrong(
    'database',
    `lacks ${missing.map(({ tag }) => tag).join(', ')}`,
    'restart `npm start`; in production run `node scripts/run.mjs scripts/migrate/main.ts` before the new release',
  );
}

async function web(portalUrl: string | null): Promise<Finding> {
  if (!portalUrl) return skipped('web', 'nothing says where it is: PORTAL_URL is not set');
  try {
    const answer = await fetch(`${portalUrl}/api/health`, { signal: AbortSignal.timeout(callMs) });
    await answer.arrayBuffer();
    if (answer.ok) return ok('web', `healthy at ${portalUrl}`);
    return wrong('web', `${portalUrl}/api/health answers ${answer.status}`, 'its log says why');
  } catch (error) {
    return wrong(
      'web',
      `${portalUrl} does not answer: ${messageOf(error)}`,
      'start it; its log says why it ended',
    );
  }
}

async function worker(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{ alive: number; late: number; lost: number; failed: number }>(
    `select (select count(distinct pid)::int from pg_locks where locktype = 'advisory' and classid = $1
                and database = (select oid from pg_database where datname = current_database())) as alive,
            (select count(*)::int from graphile_worker.jobs where locked_at is null and attempts < max_attempts
                and run_at < now() - make_interval(mins => $2)) as late,
            (select count(*)::int from graphile_worker.jobs where attempts >= max_attempts) as lost,
            (select count(*)::int from operations where state in ('failed', 'rejected')) as failed`,
    [workerLives, lateMinutes],
  );
  const { alive = 0, late = 0, lost = 0, failed = 0 } = rows[0] ?? {};
  const findings = [
    alive > 0
      ? ok('worker', alive === 1 ? 'one runs' : `${alive} run`)
      : wrong(
          'worker',
          'none runs: nothing is delivered, mailed or counted',
          'start it; its log says why it ended',
        ),
  ];
  if (late > 0)
    findings.push(
      wrong(
        'jobs',
        `${late} are more than ${lateMinutes} minutes late`,
        'run another copy of the worker, or look at /operator/jobs',
      ),
    );
  if (lost > 0)
    findings.push(
      note('jobs', `${lost} were given up`, 'see the reason and run them again at /operator/jobs'),
    );
  if (failed > 0)
    findings.push(
      note('operations', `${failed} failed at city nodes`, 'see why and retry at /operator/operations'),
    );
  return findings;
}

/** Without an administrator nobody can appoint staff, enrol a city node or approve a price book. */
async function staff(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query(
    `select 1 from memberships m join organisations o on o.id = m.org_id
      where o.kind = 'portal' and m.role = 'administrator' limit 1`,
  );
  if (rows.length > 0) return [];
  return [
    wrong(
      'staff',
      'the portal has no administrator',
      'sign up, confirm the address, then `npm run administrator -- you@example.com`',
    ),
  ];
}

const messageOf = (error: unknown): string =>
  error instanceof AggregateError
    ? error.errors.map((each) => messageOf(each)).join('; ')
    : error instanceof Error
      ? error.cause instanceof Error
        ? `${error.message} (${error.cause.message})`
        : error.message
      : String(error);
