import { describe, expect, it } from 'vitest';
import { printToken, readToken, type EnrolmentToken } from './enrolment.ts';
import { operationRequest } from './operations.ts';
import { functionRef, policy } from './policies.ts';
import { jsonValue } from './primitives.ts';
import { pageQuery } from './usage.ts';

const token: EnrolmentToken = {
  v: 1,
  url: 'https://hz.example.com',
  key: 'A'.repeat(43),
  secret: 'b'.repeat(43),
  expiresAt: '2026-11-24T10:00:00.000Z',
};

describe('the enrolment token', () => {
  it('survives printing and pasting with blanks around it', () => {
    expect(readToken(`  ${printToken(token)}\n`)).toEqual(token);
  });

  it('is null for anything else', () => {
    const script = printToken({ ...token, url: 'javascript:alert(1)' });
    for (const text of [
      '',
      'cpn1_',
      'cpn1_!!',
      `x${printToken(token)}`,
      `cpn1_${'a'.repeat(3000)}`,
      script,
    ]) {
      expect(readToken(text)).toBeNull();
    }
  });
});

describe('requests', () => {
  const create = {
    kind: 'createApp',
    appCode: 'app1',
    offering: 'ethereum',
    limits: { tps: 1, storageGb: 1, bandwidthMbps: 1 },
  };

  it('fill in defaults and refuse unknown fields, money and users among them', () => {
    expect(operationRequest.parse(create)).toEqual(create);
    expect(operationRequest.safeParse({ ...create, price: '1.00' }).success).toBe(false);
    expect(operationRequest.safeParse({ ...create, userId: 'u1' }).success).toBe(false);
    expect(operationRequest.safeParse({ ...create, kind: 'mint' }).success).toBe(false);
  });

  it('bound numbers and bytes', () => {
    for (const tps of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9]) {
      expect(operationRequest.safeParse({ ...create, limits: { ...create.limits, tps } }).success).toBe(
        false,
      );
    }
    const deploy = (bytecode: string) => ({
      kind: 'deployContract',
      appCode: 'app1',
      package: { format: 'evm', name: 'Kv', version: '1', abi: [], bytecode },
    });
    expect(operationRequest.safeParse(deploy('0x6000')).success).toBe(true);
    for (const bytecode of ['', '0x', '0x600', '6000', `0x${'00'.repeat(49_153)}`]) {
      expect(operationRequest.safeParse(deploy(bytecode)).success).toBe(false);
    }
  });

  it('take nested JSON arguments and no other values', () => {
    expect(jsonValue.safeParse(['1', [true, null, { a: 2 }]]).success).toBe(true);
    expect(jsonValue.safeParse([1n]).success).toBe(false);
    expect(jsonValue.safeParse(undefined).success).toBe(false);
  });

  it('read page queries from their text', () => {
    expect(pageQuery.parse({})).toEqual({ after: '', limit: 200 });
    expect(pageQuery.parse({ after: '12', limit: '7' })).toEqual({ after: '12', limit: 7 });
    expect(pageQuery.safeParse({ limit: '501' }).success).toBe(false);
    expect(pageQuery.safeParse({ after: "1' or 1=1" }).success).toBe(false);
  });
});

describe('policies', () => {
  it('name functions by contract', () => {
    for (const good of ['Kv.put', 'Kv.*', 'Registry_2._seal'])
      expect(functionRef.safeParse(good).success).toBe(true);
    for (const bad of ['put', '*.put', 'Kv.', 'Kv.p(ut)', '*'])
      expect(functionRef.safeParse(bad).success).toBe(false);
  });

  it('carry hashes of keys, never keys', () => {
    const limits = { tps: 1, storageGb: 1, bandwidthMbps: 1 };
    const key = { id: 'k1', hash: 'a'.repeat(64), functions: null, expiresAt: null };
    const good = { version: 1, limits, keys: [key], suspended: false };
    expect(policy.parse(good).keys[0]?.roles).toEqual([]);
    expect(policy.safeParse({ ...good, keys: [{ ...key, hash: 'ck_live_secret' }] }).success).toBe(false);
    expect(policy.safeParse({ ...good, version: 0 }).success).toBe(false);
  });
});
