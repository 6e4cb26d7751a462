import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { keyValuePackage } from '#adapters/chains/testing/key-value.ts';
import { nodeUnderTest, perform, smallApp, soon, uniqueId, until } from '#city-node/testing/test-node.ts';
import { emptyDatabase } from '#db/testing/test-database.ts';

const opened = nodeUnderTest(emptyDatabase());
const apiKey = 'cpk_unheard';

it('calls the contract that stands now, though no change is ever announced', async () => {
  const { env, running, ours } = opened();
  const appCode = uniqueId('app');
  await perform(ours.node, { kind: 'createApp', appCode, offering: 'ethereum', limits: smallApp });
  const hash = createHash('sha256').update(apiKey).digest('hex');
  const keys = [{ id: 'k1', hash, functions: null, expiresAt: null }];
  await ours.node.putPolicy(appCode, { version: 1, limits: smallApp, keys, suspended: false }, soon());
  const query = async () => {
    const answer = await fetch(`${env.PUBLIC_URL}/v1/apps/${appCode}/query`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ contract: 'KeyValue', function: 'get', args: ['a'] }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  await until('the refusal', async () => (await query()).text.includes('contract.unknown'));
  // As behind a pooler that hands out connections by transaction.
  await running.node.pool.query(`
    create or replace function touch_app() returns trigger language plpgsql as $$
    begin
      new.revision := old.revision + 1;
      return new;
    end $$`);
  await perform(ours.node, { kind: 'deployContract', appCode, package: keyValuePackage() });
  await until('the contract', async () => (await query()).status === 200);
  expect(JSON.parse((await query()).text)).toMatchObject({ result: '' });
});
