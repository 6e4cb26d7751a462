import {
  hexlify,
  Interface,
  Transaction,
  getCreateAddress,
  type InterfaceAbi,
  type ParamType,
  type Result,
} from 'ethers';
import type { JsonValue } from '#protocol/control/primitives.ts';
import type { ContractRef, Draft, FullBlock, RawEvent, RawTransaction, Refused } from '../port.ts';
import type { RpcBlock, RpcError, RpcReceipt, RpcTransaction } from './wire.ts';

export const quantity = (value: number | bigint): string => `0x${value.toString(16)}`;
export const bytesOfHex = (text: string): Uint8Array => Buffer.from(text.slice(2), 'hex');
export const numberOf = (text: string): number => Number(BigInt(text));

const interfaces = new WeakMap<object, Interface>();

/** An ABI read once. Throws when it is none. */
export function interfaceOf(abi: ContractRef['abi']): Interface {
  let known = interfaces.get(abi);
  if (!known) {
    // ethers checks the shape itself; the protocol has checked that it is a list of JSON objects.
    known = new Interface(abi as InterfaceAbi);
    interfaces.set(abi, known);
  }
  return known;
}

export const refused = (code: string, detail: string): Refused => ({
  kind: 'rejected',
  reason: 'invalid',
  code,
  detail: detail.slice(0, 900),
});

/** Call data of `name` or `name(types)`; refused when the ABI or the arguments do not fit. */
export function encodeCall(
  abi: ContractRef['abi'],
  name: string,
  args: readonly JsonValue[],
): { data: string; reads: boolean; contract: Interface } | Refused {
  try {
    const contract = interfaceOf(abi);
    const fragment = contract.getFunction(name, [...args]) ?? contract.getFunction(name);
    if (!fragment) return refused('function.unknown', `no function ${name}`);
    if (fragment.inputs.length !== args.length)
      return refused(
        'function.arguments',
        `${name} takes ${fragment.inputs.length} arguments, not ${args.length}`,
      );
    const reads = fragment.stateMutability === 'view' || fragment.stateMutability === 'pure';
    return { data: contract.encodeFunctionData(fragment, [...args]), reads, contract };
  } catch (cause) {
    return refused('function.arguments', shortMessage(cause));
  }
}

export function encodeDeployment(
  abi: ContractRef['abi'],
  bytecode: string,
  args: readonly JsonValue[],
): string | Refused {
  try {
    return (
      bytecode +
      interfaceOf(abi)
        .encodeDeploy([...args])
        .slice(2)
    );
  } catch (cause) {
    return refused('package.arguments', shortMessage(cause));
  }
}

/** One value for a single result, a list for several. */
export function decodeResult(
  contract: Interface,
  name: string,
  args: readonly JsonValue[],
  data: string,
): JsonValue {
  const fragment = contract.getFunction(name, [...args]) ?? contract.getFunction(name);
  if (!fragment) return null;
  const values = plainList(contract.decodeFunctionResult(fragment, data), fragment.outputs);
  return values.length === 1 ? (values[0] ?? null) : values;
}

export function decodeEvent(event: RawEvent, abi: ContractRef['abi']) {
  const { topics, data } = event.data as { topics: string[]; data: string };
  try {
    const parsed = interfaceOf(abi).parseLog({ topics, data });
    if (!parsed) return null;
    const values = plainList(parsed.args, parsed.fragment.inputs);
    const named = parsed.fragment.inputs.map((input, i): [string, JsonValue] => [
      input.name || String(i),
      values[i] ?? null,
    ]);
    return { name: parsed.name, args: Object.fromEntries(named) };
  } catch {
    return null;
  }
}

export function decodeCall(input: string, abi: ContractRef['abi']) {
  try {
    const parsed = interfaceOf(abi).parseTransaction({ data: input });
    return parsed && { name: parsed.name, args: plainList(parsed.args, parsed.fragment.inputs) };
  } catch {
    return null;
  }
}

function plainList(values: Result, types: readonly ParamType[]): JsonValue[] {
  return types.map((type, i) => plain(values[i], type));
}

/** Integers as decimal strings, bytes as hex, structs by their names. */
function plain(value: unknown, type: ParamType): JsonValue {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (type.arrayChildren && Array.isArray(value)) {
    const child = type.arrayChildren;
    return value.map((each) => plain(each, child));
  }
  if (type.components && Array.isArray(value)) {
    const pairs = type.components.map((part, i): [string, JsonValue] => [
      part.name || String(i),
      plain(value[i], part),
    ]);
    return Object.fromEntries(pairs);
  }
  // A hashed indexed value: ethers gives an object with the hash.
  if (typeof value === 'object' && value !== null && 'hash' in value) return String(value.hash);
  return String(value);
}

/** The transaction of a draft at a position; type 2, or legacy on chains without a base fee. */
export function unsignedOf(draft: Draft, position: number): Transaction {
  const { chainId, to, data, gasLimit, value, maxFeePerGas, maxPriorityFeePerGas } = draft.body;
  return Transaction.from({
    type: 2,
    chainId: Number(chainId),
    nonce: position,
    to: typeof to === 'string' ? to : null,
    data: String(data),
    gasLimit: BigInt(String(gasLimit)),
    value: BigInt(String(value)),
    maxFeePerGas: BigInt(String(maxFeePerGas)),
    maxPriorityFeePerGas: BigInt(String(maxPriorityFeePerGas)),
  });
}

/** The draft that signed bytes were made of; null when they are none of ours. */
export function draftOf(bytes: Uint8Array): Draft | null {
  try {
    const { from, to, data, gasLimit, value, chainId, maxFeePerGas, maxPriorityFeePerGas } = Transaction.from(
      hexlify(bytes),
    );
    if (from === null || maxFeePerGas === null || maxPriorityFeePerGas === null) return null;
    return {
      from: from.toLowerCase(),
      body: {
        to: to?.toLowerCase() ?? null,
        data,
        value: value.toString(),
        gasLimit: gasLimit.toString(),
        chainId: chainId.toString(),
        maxFeePerGas: maxFeePerGas.toString(),
        maxPriorityFeePerGas: maxPriorityFeePerGas.toString(),
      },
    };
  } catch {
    return null;
  }
}

export const createdBy = (draft: Draft, position: number): string | null =>
  draft.body.to === null ? getCreateAddress({ from: draft.from, nonce: position }).toLowerCase() : null;

/** The signed bytes of a mined transaction, or null where its type is not one that is rebuilt here. */
export function bytesOf(transaction: RpcTransaction): Uint8Array | null {
  const type = numberOf(transaction.type ?? '0x0');
  if (type > 2 || transaction.r === null || transaction.s === null) return null;
  try {
    const rebuilt = Transaction.from({
      type,
      to: transaction.to,
      nonce: numberOf(transaction.nonce),
      gasLimit: BigInt(transaction.gas),
      value: BigInt(transaction.value),
      data: transaction.input,
      chainId: transaction.chainId === null ? 0 : BigInt(transaction.chainId),
      ...(type === 2
        ? {
            maxFeePerGas: BigInt(transaction.maxFeePerGas ?? '0x0'),
            maxPriorityFeePerGas: BigInt(transaction.maxPriorityFeePerGas ?? '0x0'),
          }
        : { gasPrice: BigInt(transaction.gasPrice ?? '0x0') }),
      ...(type > 0 ? { accessList: transaction.accessList ?? [] } : {}),
      signature: {
        r: padded(transaction.r),
        s: padded(transaction.s),
        v: BigInt(transaction.v ?? transaction.yParity ?? '0x0'),
      },
    });
    return rebuilt.hash === transaction.hash ? bytesOfHex(rebuilt.serialized) : null;
  } catch {
    return null;
  }
}

const padded = (text: string): string => `0x${text.slice(2).padStart(64, '0')}`;

export function rawTransaction(transaction: RpcTransaction, receipt: RpcReceipt | null): RawTransaction {
  const state = receipt === null ? 'pending' : receipt.status === '0x0' ? 'failed' : 'succeeded';
  return {
    id: transaction.hash,
    state,
    from: transaction.from.toLowerCase(),
    to: transaction.to?.toLowerCase() ?? null,
    contractAddress: receipt?.contractAddress?.toLowerCase() ?? null,
    height: receipt === null ? null : numberOf(receipt.blockNumber),
    cost: receipt === null ? null : BigInt(receipt.gasUsed).toString(),
    error: state === 'failed' ? 'the contract refused it' : null,
    input: transaction.input,
    events: (receipt?.logs ?? []).map((log) => ({
      address: log.address.toLowerCase(),
      index: numberOf(log.logIndex),
      data: { topics: log.topics, data: log.data },
    })),
    bytes: receipt === null ? null : bytesOf(transaction),
  };
}

export function fullBlock(block: RpcBlock, receipts: readonly RpcReceipt[]): FullBlock {
  const byId = new Map(receipts.map((receipt) => [receipt.transactionHash, receipt]));
  return {
    block: {
      height: numberOf(block.number),
      id: block.hash,
      parentId: block.parentHash,
      at: new Date(numberOf(block.timestamp) * 1000).toISOString(),
      transactionIds: block.transactions.slice(0, 5000).map((transaction) => transaction.hash),
    },
    transactions: block.transactions.map((each) => rawTransaction(each, byId.get(each.hash) ?? null)),
  };
}

/** A revert with its reason, or what the chain said instead. */
export function refusalOf(error: RpcError, contract?: Interface): Refused {
  const data = revertData(error.data);
  if (data !== null && data.length >= 10) {
    try {
      const parsed = (contract ?? new Interface([])).parseError(data);
      const args = parsed ? plainList(parsed.args, parsed.fragment.inputs).map(String).join(', ') : '';
      if (parsed)
        return refused('contract.reverted', parsed.name === 'Error' ? args : `${parsed.name}(${args})`);
    } catch {
      // An error that the ABI does not name: the chain's own words are all there is.
    }
  }
  return refused('contract.reverted', error.message);
}

function revertData(data: unknown): string | null {
  if (typeof data === 'string' && data.startsWith('0x')) return data;
  if (typeof data === 'object' && data !== null && 'data' in data) return revertData(data.data);
  return null;
}

const shortMessage = (cause: unknown): string => {
  if (cause instanceof Error && 'shortMessage' in cause) return String(cause.shortMessage);
  return cause instanceof Error ? cause.message : String(cause);
};
