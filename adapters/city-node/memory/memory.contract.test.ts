import { describe, expect, it } from 'vitest';
import { cityNodeContract } from '../contract.ts';
import { memoryCityNode } from './index.ts';

const options = () => ({ signal: AbortSignal.timeout(10_000) });

describe('city node contract: memory', () => {
  const node = memoryCityNode();
  cityNodeContract(() => ({ node, offering: 'ethereum' }));
});

describe('the in-memory city node', () => {
  const create = (appCode: string) => ({
    kind: 'createApp' as const,
    appCode,
    offering: 'ethereum',
    limits: { tps: 10, storageGb: 1, bandwidthMbps: 1 },
  });

  it('has done the work when the answer is lost', async () => {
    const node = memoryCityNode();
    node.failNext('drop-reply');
    expect((await node.putOperation('create-1', create('app1'), options())).kind).toBe('unknown');
    expect((await node.readOperation('create-1', options())).kind).toBe('done');
  });

  it('has done nothing when it refuses or is too slow', async () => {
    const node = memoryCityNode();
    node.failNext('reject');
    expect((await node.putOperation('create-1', create('app1'), options())).kind).toBe('rejected');
    node.failNext('slow');
    const hasty = { signal: AbortSignal.timeout(5) };
    expect((await node.putOperation('create-1', create('app1'), hasty)).kind).toBe('unknown');
    expect((await node.readOperation('create-1', options())).kind).toBe('absent');
  });
});
