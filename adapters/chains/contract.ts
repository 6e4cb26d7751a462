import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  readsEvents,
  type Answer,
  type CallOptions,
  type ChainDriver,
  type Draft,
  type Found,
  type Signer,
} from './port.ts';
import { keyValuePackage } from './testing/key-value.ts';

export interface ChainUnderTest {
  driver: ChainDriver;
  /** Holds funds on that chain. */
  operator: Signer;
  stop(): Promise<void>;
}

const options = (): CallOptions => ({ signal: AbortSignal.timeout(30_000) });

function valueOf<T>(answer: Answer<T> | Found<T>): T {
  if (answer.kind !== 'done') throw new Error(`expected done, got ${JSON.stringify(answer)}`);
  return answer.value;
}

/** What each driver keeps, run against each of them. */
export function chainDriverContract(name: string, start: () => Promise<ChainUnderTest>): void {
  describe(`chain driver contract: ${name}`, () => {
    let chain: ChainUnderTest;
    let driver: ChainDriver;
    let account: Signer;
    beforeAll(async () => {
      chain = await start();
      driver = chain.driver;
      account = driver.signerOf(driver.newAccount().secret);
    });
    afterAll(() => chain.stop());

    async function sendAs(signer: Signer, draft: Draft) {
      const position = valueOf(await driver.position(signer.address, options()));
      const signed = await driver.sign(draft, position, signer);
      valueOf(await driver.send(signed, options()));
      return signed;
    }
    async function mined(id: string) {
      for (;;) {
        const found = await driver.transaction(id, options());
        if (found.kind === 'done' && found.value.state !== 'pending') return found.value;
        if (found.kind === 'rejected') throw new Error(found.detail);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    let contract: { address: string; abi: ReturnType<typeof keyValuePackage>['abi'] };

    it('tells its health and height', async () => {
      const health = valueOf(await driver.health(options()));
      expect(health.chainId).toBeGreaterThan(0);
      expect(valueOf(await driver.height(options()))).toBeGreaterThanOrEqual(health.height);
    });

    it('makes the same account of the same secret', () => {
      const { address, secret } = driver.newAccount();
      expect(driver.signerOf(secret).address).toBe(address);
      expect(driver.newAccount().address).not.toBe(address);
    });

    it('makes an app space once', async () => {
      const request = { operator: chain.operator.address, account: account.address };
      const draft = valueOf(await driver.createAppSpace(request, options()));
      if (draft) await mined((await sendAs(chain.operator, draft)).id);
      expect(valueOf(await driver.createAppSpace(request, options()))).toBeNull();
    });

    it('signs without sending, and the same bytes take effect once', async () => {
      const given = keyValuePackage();
      const draft = valueOf(await driver.deploy({ from: account.address, package: given }, options()));
      const position = valueOf(await driver.position(account.address, options()));
      const signed = await driver.sign(draft, position, account);
      expect(await driver.transaction(signed.id, options())).toEqual({ kind: 'absent' });
      expect(await driver.sign(draft, position, account)).toEqual(signed);
      valueOf(await driver.send(signed, options()));
      valueOf(await driver.send(signed, options()));
      const receipt = await mined(signed.id);
      valueOf(await driver.send(signed, options()));
      expect(receipt).toMatchObject({ state: 'succeeded', contractAddress: signed.contractAddress });
      expect(valueOf(await driver.position(account.address, options()))).toBe(position + 1);
      contract = { address: receipt.contractAddress ?? '', abi: given.abi };
      expect(valueOf(await driver.hasContract(contract.address, options()))).toBe(true);
      expect(valueOf(await driver.hasContract(account.address, options()))).toBe(false);
    });

    it('invokes, and a query sees it', async () => {
      const call = { from: account.address, contract, function: 'put', args: ['city', 'Hangzhou'] };
      const signed = await sendAs(account, valueOf(await driver.invoke(call, options())));
      const receipt = await mined(signed.id);
      expect(receipt).toMatchObject({ state: 'succeeded', from: account.address, to: contract.address });
      const query = { from: null, contract, function: 'get', args: ['city'] };
      expect(valueOf(await driver.query(query, options()))).toBe('Hangzhou');
      const block = valueOf(await driver.block(String(receipt.height), options()));
      expect(block.block.transactionIds).toContain(signed.id);
      expect(valueOf(await driver.block(block.block.id, options())).block).toEqual(block.block);
    });

    it('reads calls and events by their names', async () => {
      if (!readsEvents(driver)) return;
      const call = { from: account.address, contract, function: 'put', args: ['a', 'b'] };
      const receipt = await mined((await sendAs(account, valueOf(await driver.invoke(call, options())))).id);
      expect(driver.decodeCall(receipt.input, contract.abi)).toEqual({ name: 'put', args: ['a', 'b'] });
      const [event] = receipt.events;
      expect(event && driver.decodeEvent(event, contract.abi)).toMatchObject({
        name: 'Put',
        args: { key: 'a', value: 'b' },
      });
    });

    it('gives back the signed bytes of a transaction in a block, where it can', async () => {
      const call = { from: account.address, contract, function: 'put', args: ['bytes', 'x'] };
      const signed = await sendAs(account, valueOf(await driver.invoke(call, options())));
      const { bytes } = await mined(signed.id);
      if (bytes) expect(Buffer.from(bytes).equals(Buffer.from(signed.bytes))).toBe(true);
    });

    it('fills a position with nothing', async () => {
      const before = valueOf(await driver.position(account.address, options()));
      const call = { from: account.address, contract, function: 'put', args: ['never', 'written'] };
      const draft = valueOf(await driver.invoke(call, options()));
      await mined((await sendAs(account, driver.nothing(draft))).id);
      expect(valueOf(await driver.position(account.address, options()))).toBe(before + 1);
      const query = { from: null, contract, function: 'get', args: ['never'] };
      expect(valueOf(await driver.query(query, options()))).toBe('');
    });

    it('refuses what the contract refuses, with its reason, before anything is signed', async () => {
      const call = { from: account.address, contract, function: 'put', args: ['empty', ''] };
      expect(await driver.invoke(call, options())).toMatchObject({
        kind: 'rejected',
        reason: 'invalid',
        code: 'contract.reverted',
        detail: expect.stringContaining('Empty'),
      });
    });

    it('refuses unknown functions, wrong arguments and invoking what only reads', async () => {
      const at = (name: string, args: string[]) =>
        driver.invoke({ from: account.address, contract, function: name, args }, options());
      expect(await at('steal', [])).toMatchObject({ kind: 'rejected' });
      expect(await at('put', ['one'])).toMatchObject({ kind: 'rejected', code: 'function.arguments' });
      expect(await at('get', ['city'])).toMatchObject({ kind: 'rejected', code: 'function.reads' });
    });

    it('is absent for what never was', async () => {
      expect(await driver.transaction(`0x${'ab'.repeat(32)}`, options())).toEqual({ kind: 'absent' });
      expect(await driver.block('999999999', options())).toEqual({ kind: 'absent' });
      expect(await driver.block('not a block', options())).toEqual({ kind: 'absent' });
    });

    it('answers unknown, and throws nothing, when its time is over', async () => {
      const over = { signal: AbortSignal.abort() };
      expect(await driver.height(over)).toMatchObject({ kind: 'unknown' });
      expect(
        await driver.query({ from: null, contract, function: 'get', args: ['city'] }, over),
      ).toMatchObject({
        kind: 'unknown',
      });
    });
  });
}
