import { z } from 'zod';
import type { Answer, CallOptions, ChainDriver, Found, FullBlock, RawTransaction } from '../port.ts';
import {
  decodeResult,
  encodeCall,
  fullBlock,
  quantity,
  rawTransaction,
  refusalOf,
  refused,
} from './transform.ts';
import {
  done,
  orUnknown,
  rpcBlock,
  rpcReceipt,
  rpcTransaction,
  type EthereumWire,
  type RpcReceipt,
} from './wire.ts';

type Reads = Pick<ChainDriver, 'query' | 'transaction' | 'block' | 'height' | 'health' | 'hasContract'>;

const text = z.string();

/** What stands on the chain; nothing here changes it. */
export function ethereumReads(wire: EthereumWire): Reads {
  return {
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
    transaction: (id, options) => readTransaction(wire, id, options),
    block: (ref, options) => readBlock(wire, ref, options),
    height: (options) => wire.quantity('eth_blockNumber', [], options),
    async health(options) {
      const [chainId, height, peers, version] = await Promise.all([
        wire.quantity('eth_chainId', [], options),
        wire.quantity('eth_blockNumber', [], options),
        wire.quantity('net_peerCount', [], options),
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
  };
}

async function readTransaction(
  wire: EthereumWire,
  id: string,
  options: CallOptions,
): Promise<Found<RawTransaction>> {
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

async function readBlock(wire: EthereumWire, ref: string, options: CallOptions): Promise<Found<FullBlock>> {
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
