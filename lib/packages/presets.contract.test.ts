import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ContractRef, Signer } from '#adapters/chains/port.ts';
import { runAnvil } from '#adapters/chains/testing/run-chain.ts';
import { abi as wireAbi } from '#protocol/control/operations.ts';
import type { JsonValue } from '#protocol/control/primitives.ts';
import { codeLimits } from './read-artefact.ts';
import { compilePresets } from './seed-preset-packages.ts';

type Chain = Awaited<ReturnType<typeof runAnvil>>;
let chain: Chain;
let stranger: Signer;
const contracts = new Map<string, ContractRef>();
const options = () => ({ signal: AbortSignal.timeout(20_000) });

beforeAll(async () => {
  chain = await runAnvil(20_299);
  stranger = chain.driver.signerOf(chain.driver.newAccount().secret);
  for (const { id, abi, bytecode } of await compilePresets()) {
    expect(bytecode.length / 2 - 1).toBeLessThan(codeLimits.creation);
    const named = {
      format: 'evm' as const,
      name: 'Preset',
      version: '1',
      abi: wireAbi.parse(abi),
      bytecode,
      constructorArgs: id === 'document-registry' ? ['Deeds'] : [],
    };
    const draft = valueOf(
      await chain.driver.deploy({ from: chain.operator.address, package: named }, options()),
    );
    const { contractAddress } = await send(draft);
    contracts.set(id, { address: contractAddress ?? '', abi: named.abi });
  }
});
afterAll(() => chain.stop());

function valueOf<T>(answer: { kind: string; value?: T }): T {
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
  return answer.value as T; // `done` has a value
}

async function send(draft: Parameters<Chain['driver']['sign']>[0]) {
  const position = valueOf(await chain.driver.position(chain.operator.address, options()));
  const signed = await chain.driver.sign(draft, position, chain.operator);
  valueOf(await chain.driver.send(signed, options()));
  return vi.waitFor(
    async () => {
      const found = valueOf(await chain.driver.transaction(signed.id, options()));
      if (found.state !== 'succeeded') throw new Error(`${found.state} ${found.error ?? ''}`);
      return found;
    },
    { timeout: 30_000, interval: 200 },
  );
}

function on(preset: string) {
  const contract = () => contracts.get(preset) ?? { address: '', abi: [] };
  const invoke = (from: string, name: string, args: JsonValue[]) =>
    chain.driver.invoke({ from, contract: contract(), function: name, args }, options());
  return {
    write: async (name: string, ...args: JsonValue[]) =>
      send(valueOf(await invoke(chain.operator.address, name, args))),
    refused: (by: Signer, name: string, ...args: JsonValue[]) => invoke(by.address, name, args),
    read: (name: string, ...args: JsonValue[]) =>
      chain.driver.query({ from: null, contract: contract(), function: name, args }, options()),
  };
}

describe('key-value store', () => {
  const store = on('key-value-store');

  it('puts, reads, counts and removes', async () => {
    await store.write('put', 'city', 'Hangzhou');
    await store.write('put', 'city', 'Singapore');
    expect(JSON.stringify(valueOf(await store.read('get', 'city')))).toContain('Singapore');
    expect(valueOf(await store.read('count'))).toBe('1');
    await store.write('remove', 'city');
    expect(valueOf(await store.read('has', 'city'))).toBe(false);
    expect(await store.read('get', 'city')).toMatchObject({ kind: 'rejected' });
  });

  it('refuses strangers, empty keys and what is too long', async () => {
    const reverted = (name: string) => ({
      kind: 'rejected',
      detail: expect.stringContaining(name) as string,
    });
    expect(await store.refused(stranger, 'put', 'a', 'b')).toMatchObject(reverted('NotWriter'));
    expect(await store.refused(stranger, 'setWriter', stranger.address, true)).toMatchObject(
      reverted('NotOwner'),
    );
    expect(await store.refused(chain.operator, 'put', '', 'b')).toMatchObject(reverted('EmptyKey'));
    expect(await store.refused(chain.operator, 'put', 'k'.repeat(129), 'b')).toMatchObject(
      reverted('KeyTooLong'),
    );
    expect(await store.refused(chain.operator, 'remove', 'never')).toMatchObject(reverted('UnknownKey'));
  });
});

describe('document registry', () => {
  const registry = on('document-registry');
  const digest = `0x${'5a'.repeat(32)}`;

  it('notarises once, and an owner revokes for good', async () => {
    expect(valueOf(await registry.read('registryName'))).toBe('Deeds');
    const receipt = await registry.write('notarise', digest, 'deed of sale');
    expect(receipt.events).toHaveLength(1);
    expect(valueOf(await registry.read('isValid', digest))).toBe(true);
    const reverted = (name: string) => ({
      kind: 'rejected',
      detail: expect.stringContaining(name) as string,
    });
    expect(await registry.refused(stranger, 'notarise', digest, 'mine')).toMatchObject(
      reverted('AlreadyNotarised'),
    );
    expect(await registry.refused(stranger, 'revoke', digest, '')).toMatchObject(
      reverted('NotDocumentOwner'),
    );
    await registry.write('revoke', digest, 'sold again');
    expect(valueOf(await registry.read('isValid', digest))).toBe(false);
    expect(await registry.refused(chain.operator, 'revoke', digest, '')).toMatchObject(
      reverted('AlreadyRevoked'),
    );
    expect(JSON.stringify(valueOf(await registry.read('lookUp', digest)))).toContain('deed of sale');
  });
});
