import { randomBytes } from 'node:crypto';
import { SigningKey, computeAddress, hexlify } from 'ethers';
import { z } from 'zod';
import type {
  Answer,
  CallOptions,
  ChainDriver,
  ChainFramework,
  Draft,
  Found,
  FullBlock,
  RawTransaction,
  ReadsEvents,
} from '../port.ts';
import { anvilPeers, type AnvilOptions } from './anvil.ts';
import {
  bytesOfHex,
  createdBy,
  decodeCall,
  decodeEvent,
  decodeResult,
  draftOf,
  encodeCall,
  encodeDeployment,
  fullBlock,
  numberOf,
  quantity,
  rawTransaction,
  refusalOf,
  refused,
  unsignedOf,
} from './transform.ts';
import { EthereumWire, orUnknown, rpcBlock, rpcReceipt, rpcTransaction, type RpcReceipt } from './wire.ts';

const text = z.string();
/** What an app's account is given, in wei: enough for years at any price, and nothing outside its own network. */
const grant = 10n ** 21n;

export const ethereum = (options: AnvilOptions = {}): ChainFramework => ({
  framework: 'ethereum',
  connect: (url) => ethereumChain(url),
  peers: anvilPeers(options),
});

/** An Ethereum chain behind JSON-RPC. */
export function ethereumChain(url: string): ChainDriver & ReadsEvents {
  const wire = new EthereumWire(url);
  const pricing = pricingOf(wire);

  async function draft(
    request: { from: string; to: string | null; data: string; value?: bigint },
    options: CallOptions,
    refuse = refusalOf,
  ): Promise<Answer<Draft>> {
    const { from, to, data, value = 0n } = request;
    const call = { from, ...(to === null ? {} : { to }), data, value: quantity(value) };
    const [gas, price] = await Promise.all([
      wire.call('eth_estimateGas', [call], text, options),
      pricing(options),
    ]);
    if (gas.kind === 'error') return refuse(gas);
    if (gas.kind === 'unknown') return gas;
    if (price.kind !== 'done') return price;
    // Other calls may come before it and make it dearer; what is not used is not charged.
    const gasLimit = (BigInt(gas.value) * 3n) / 2n + 20_000n;
    return done({
      from,
      body: { to, data, value: value.toString(), gasLimit: gasLimit.toString(), ...price.value },
    });
  }

  async function readTransaction(id: string, options: CallOptions): Promise<Found<RawTransaction>> {
    const found = await wire.call('eth_getTransactionByHash', [id], rpcTransaction.nullable(), options);
    if (found.kind === 'error') return { kind: 'absent' };
    if (found.kind !== 'done') return found;
    if (found.value === null) return { kind: 'absent' };
    if (found.value.blockNumber === null) return done(rawTransaction(found.value, null));
    const receipt = orUnknown(
      await wire.call('eth_getTransactionReceipt', [id], rpcReceipt.nullable(), options),
    );
    return receipt.kind === 'done' ? done(rawTransaction(found.value, receipt.value)) : receipt;
  }

  async function readBlock(ref: string, options: CallOptions): Promise<Found<FullBlock>> {
    const byHash = /^0x[0-9a-fA-F]{64}$/.test(ref);
    if (!byHash && ref !== 'latest' && !/^\d{1,15}$/.test(ref)) return { kind: 'absent' };
    const [method, param] = byHash
      ? ['eth_getBlockByHash', ref]
      : ['eth_getBlockByNumber', ref === 'latest' ? ref : quantity(Number(ref))];
    const found = await wire.call(method, [param, true], rpcBlock.nullable(), options);
    if (found.kind === 'error') return { kind: 'absent' };
    if (found.kind !== 'done') return found;
    if (found.value === null) return { kind: 'absent' };
    const ids = found.value.transactions.map((each) => each.hash);
    const receipts = await receiptsOf(wire, found.value.hash, ids, options);
    return receipts.kind === 'done' ? done(fullBlock(found.value, receipts.value)) : receipts;
  }

  async function quantityOf(
    method: string,
    params: unknown[],
    options: CallOptions,
  ): Promise<Answer<number>> {
    const answer = orUnknown(await wire.call(method, params, text, options));
    return answer.kind === 'done' ? done(numberOf(answer.value)) : answer;
  }

  return {
    framework: 'ethereum',
    evidence: 'live',
    supports: new Set(['events', 'upgrade'] as const),
    decodeCall,
    decodeEvent,

    newAccount() {
      // Words to write a key down are for people: deriving one from words costs 20 ms.
      const secret = randomBytes(32);
      return { address: computeAddress(new SigningKey(secret)).toLowerCase(), secret };
    },
    signerOf(secret) {
      const key = new SigningKey(hexlify(secret));
      return {
        address: computeAddress(key).toLowerCase(),
        sign: async (digest) => key.sign(digest).serialized,
      };
    },

    async createAppSpace({ operator, account }, options) {
      const balance = orUnknown(await wire.call('eth_getBalance', [account, 'latest'], text, options));
      if (balance.kind !== 'done') return balance;
      if (BigInt(balance.value) >= grant / 2n) return done(null);
      return draft({ from: operator, to: account, data: '0x', value: grant }, options);
    },
    async deploy({ from, package: given }, options) {
      const data = encodeDeployment(given.abi, given.bytecode, given.constructorArgs);
      return typeof data === 'string' ? draft({ from, to: null, data }, options) : data;
    },
    async invoke({ from, contract, function: name, args }, options) {
      const call = encodeCall(contract.abi, name, args);
      if ('kind' in call) return call;
      if (call.reads) return refused('function.reads', `${name} only reads: query it`);
      return draft({ from, to: contract.address, data: call.data }, options, (error) =>
        refusalOf(error, call.contract),
      );
    },
    async sign(prepared, position, signer) {
      const transaction = unsignedOf(prepared, position);
      transaction.signature = await signer.sign(transaction.unsignedHash);
      return {
        id: transaction.hash ?? '',
        bytes: bytesOfHex(transaction.serialized),
        contractAddress: createdBy(prepared, position),
      };
    },
    draftOf,
    nothing: ({ from, body }) => ({
      from,
      body: { ...body, to: from, data: '0x', value: '0', gasLimit: '30000' },
    }),
    async send({ id, bytes }, options) {
      const raw = `0x${Buffer.from(bytes).toString('hex')}`;
      const sent = await wire.call('eth_sendRawTransaction', [raw], text, options);
      if (sent.kind !== 'error') return sent.kind === 'done' ? done(null) : sent;
      const known = await wire.call('eth_getTransactionByHash', [id], rpcTransaction.nullable(), options);
      if (known.kind === 'unknown') return known;
      if (known.kind === 'done' && known.value !== null) return done(null);
      return refused('transaction.refused', sent.message);
    },
    position: (address, options) => quantityOf('eth_getTransactionCount', [address, 'pending'], options),

    async query({ from, contract, function: name, args }, options) {
      const call = encodeCall(contract.abi, name, args);
      if ('kind' in call) return call;
      const request = { ...(from === null ? {} : { from }), to: contract.address, data: call.data };
      const answer = await wire.call('eth_call', [request, 'latest'], text, options);
      if (answer.kind === 'error') return refusalOf(answer, call.contract);
      if (answer.kind === 'unknown') return answer;
      try {
        return done(decodeResult(call.contract, name, args, answer.value));
      } catch {
        return refused('function.result', `${name} gave what its ABI does not describe`);
      }
    },
    transaction: readTransaction,
    block: readBlock,
    height: (options) => quantityOf('eth_blockNumber', [], options),
    async health(options) {
      const [chainId, height, peers, version] = await Promise.all([
        quantityOf('eth_chainId', [], options),
        quantityOf('eth_blockNumber', [], options),
        quantityOf('net_peerCount', [], options),
        wire.call('web3_clientVersion', [], text, options),
      ]);
      if (chainId.kind !== 'done') return chainId;
      if (height.kind !== 'done') return height;
      // anvil has no peers to count and answers with an error: that is "not told", not "down".
      return done({
        chainId: chainId.value,
        height: height.value,
        peers: peers.kind === 'done' ? peers.value : null,
        version: version.kind === 'done' ? version.value : '',
      });
    },
    async hasContract(address, options) {
      const code = orUnknown(await wire.call('eth_getCode', [address, 'latest'], text, options));
      return code.kind === 'done' ? done(code.value !== '0x') : code;
    },
    close: () => wire.close(),
  };
}

const done = <T>(value: T) => ({ kind: 'done' as const, value });

/** What a transaction offers to pay, and for which chain; asked at most once a second. A free network stays free. */
function pricingOf(wire: EthereumWire) {
  let known: { at: number; value: Record<string, string> } | undefined;
  return async (options: CallOptions): Promise<Answer<Record<string, string>>> => {
    const now = performance.now();
    if (known && now - known.at < 1000) return done(known.value);
    const [chainId, price, head] = await Promise.all([
      wire.call('eth_chainId', [], text, options),
      wire.call('eth_gasPrice', [], text, options),
      wire.call(
        'eth_getBlockByNumber',
        ['latest', false],
        z.object({ baseFeePerGas: text.optional() }),
        options,
      ),
    ]);
    for (const answer of [chainId, price, head]) {
      if (answer.kind !== 'done') return orUnknown(answer);
    }
    if (chainId.kind !== 'done' || price.kind !== 'done' || head.kind !== 'done')
      return { kind: 'unknown', detail: 'no price' };
    const base = BigInt(head.value.baseFeePerGas ?? '0x0');
    const tip = BigInt(price.value) > base ? BigInt(price.value) - base : 0n;
    const value = {
      chainId: BigInt(chainId.value).toString(),
      maxFeePerGas: (base * 2n + tip).toString(),
      maxPriorityFeePerGas: tip.toString(),
    };
    known = { at: now, value };
    return done(value);
  };
}

/** One call where the node can, else one for each transaction. */
async function receiptsOf(
  wire: EthereumWire,
  block: string,
  ids: readonly string[],
  options: CallOptions,
): Promise<Answer<RpcReceipt[]>> {
  if (ids.length === 0) return done([]);
  const whole = await wire.call('eth_getBlockReceipts', [block], z.array(rpcReceipt), options);
  if (whole.kind !== 'error') return whole;
  const each = await Promise.all(
    ids.map((id) => wire.call('eth_getTransactionReceipt', [id], rpcReceipt, options)),
  );
  const receipts: RpcReceipt[] = [];
  for (const receipt of each) {
    if (receipt.kind !== 'done') return orUnknown(receipt);
    receipts.push(receipt.value);
  }
  return done(receipts);
}
