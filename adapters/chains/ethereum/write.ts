import { z } from 'zod';
import type { Answer, CallOptions, ChainDriver, Draft } from '../port.ts';
import { pricingOf } from './pricing.ts';
import {
  bytesOfHex,
  createdBy,
  draftOf,
  encodeCall,
  encodeDeployment,
  quantity,
  refusalOf,
  refused,
  unsignedOf,
} from './transform.ts';
import { done, orUnknown, rpcTransaction, type EthereumWire } from './wire.ts';

type Writes = Pick<
  ChainDriver,
  'createAppSpace' | 'deploy' | 'invoke' | 'sign' | 'draftOf' | 'nothing' | 'send' | 'position'
>;

const text = z.string();
/** What an app's account is given, in wei: enough for years at any price, and nothing outside its own network. */
const grant = 10n ** 21n;

/** From a wish to signed bytes that the chain has. */
export function ethereumWrites(wire: EthereumWire): Writes {
  const draft = drafting(wire);
  return {
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
    position: (address, options) => wire.quantity('eth_getTransactionCount', [address, 'pending'], options),
  };
}

/** A call with what it takes to run it; refused here where the chain would refuse it. */
function drafting(wire: EthereumWire) {
  const pricing = pricingOf(wire);
  return async function draft(
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
  };
}
