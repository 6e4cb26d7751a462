import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { untilOneWaits } from '#db/testing/until-one-waits.ts';
import { searchAudit, searchAuditInput } from '#lib/audit/search-audit.ts';
import { enqueue } from './enqueue.ts';
import { listJobs, listJobsInput } from './list-jobs.ts';
import { retryJob, retryJobInput } from './retry-job.ts';

testDatabase();

const operator = testActor({ role: 'operator', name: 'Job Keeper' });

it('exists if and only if the transaction that asked for it commits', async () => {
  await expect(
    db().transaction(async (tx) => {
      await enqueue(tx, 'sealLedger', {});
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  expect((await listJobs(operator, listJobsInput.parse({}))).rows).toEqual([]);
  await db().transaction((tx) => enqueue(tx, 'sealLedger', {}, { key: 'seal' }));
  await db().transaction((tx) => enqueue(tx, 'sealLedger', {}, { key: 'seal' }));
  const { rows } = await listJobs(operator, listJobsInput.parse({}));
  expect(rows).toMatchObject([{ name: 'sealLedger', state: 'waiting', attempts: 0 }]);
});

it('lists page by page, newest first', async () => {
  await db().transaction((tx) => enqueue(tx, 'pruneExpired', {}));
  const first = await listJobs(operator, listJobsInput.parse({ limit: 1 }));
  expect(first.rows.map((row) => row.name)).toEqual(['pruneExpired']);
  const second = await listJobs(operator, listJobsInput.parse({ limit: 1, cursor: first.nextCursor }));
  expect(second).toMatchObject({ rows: [{ name: 'sealLedger' }], nextCursor: null });
});

it('lets an operator run a job again, and the audit log says who did', async () => {
  const { rows } = await listJobs(operator, listJobsInput.parse({}));
  const jobId = rows[0]?.id ?? '';
  await retryJob(operator, retryJobInput.parse({ jobId }));
  await expect(retryJob(operator, retryJobInput.parse({ jobId: '999999' }))).rejects.toMatchObject({
    code: 'conflict',
  });
  const audit = await searchAudit(operator, searchAuditInput.parse({ q: 'job keep' }));
  expect(audit.rows).toMatchObject([{ action: 'job.retry', subjectId: jobId }]);
});

it('refuses customers and lower staff roles', async () => {
  for (const role of ['owner', 'finance', 'approver'] as const) {
    const actor = testActor({ role });
    await expect(listJobs(actor, listJobsInput.parse({}))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(retryJob(actor, retryJobInput.parse({ jobId: '1' }))).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
  await expect(searchAudit(testActor({ role: 'owner' }), searchAuditInput.parse({}))).rejects.toMatchObject({
    code: 'forbidden',
  });
});

it('is added although the one under its key starts in the same moment', async () => {
  const add = () => db().transaction((tx) => enqueue(tx, 'closeWeeks', {}, { key: 'race' }));
  await add();
  let adding: Promise<void> | undefined;
  await db().transaction(async (runner) => {
    await runner.execute(sql`
      update graphile_worker._private_jobs set locked_at = now(), locked_by = 'runner', attempts = 1
       where key = 'race'`);
    adding = add();
    await untilOneWaits();
  });
  await adding;
  const { rows } = await db().execute(sql`
    select key, locked_at is null as waits from graphile_worker.jobs
     where task_identifier = 'closeWeeks' order by id`);
  expect(rows).toEqual([
    { key: null, waits: false },
    { key: 'race', waits: true },
  ]);
});
