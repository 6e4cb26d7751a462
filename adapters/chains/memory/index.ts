import { createHash, randomBytes } from 'node:crypto';
import type { JsonValue } from '#protocol/control/primitives.ts';
import type {
  Answer,
  CallOptions,
  ChainDriver,
  ContractFunctionCall,
  Draft,
  Found,
  FullBlock,
  RawTransaction,
  ReadsEvents,
  Refused,
} from '../port.ts';

const hash = (text: string): string => `0x${createHash('sha256').update(text).digest('hex')}`;
const addressOf = (text: string): string => hash(text).slice(0, 42);
const done = <T>(value: T) => ({ kind: 'done' as const, value });
const refuse = (code: string, detail: string): Refused => ({
  kind: 'rejected',
  reason: 'invalid',
  code,
  detail,
});

interface Mined {
  full: FullBlock;
}
/** An alias rather than an interface, so that it is a record of JSON values. */
type Body = {
  to: string | null;
  call: { name: string; args: JsonValue[] } | null;
};

/**
 * A chain in memory, for development and tests: each transaction is a block. Contracts behave as key-value stores,
 * whatever their code: a writing function keeps its second argument under its first and refuses an empty one, a reading
 * function gives what was kept.
 */
export function memoryChain(chainId = 1): ChainDriver & ReadsEvents {
  const blocks: Mined[] = [{ full: { block: blockOf(0, []), transactions: [] } }];
  const positions = new Map<string, number>();
  const funded = new Set<string>();
  const kept = new Map<string, Map<string, JsonValue>>();
  const transactions = new Map<string, RawTransaction>();
  const height = () => blocks.length - 1;

  /** Runs `work` unless the caller's time is over. */
  const within = async <T>(
    { signal }: CallOptions,
    work: () => T,
  ): Promise<T | { kind: 'unknown'; detail: string }> =>
    signal.aborted ? { kind: 'unknown', detail: 'time-out' } : work();

  function check(call: ContractFunctionCall, reading: boolean): Refused | null {
    const found = call.contract.abi.find(
      (entry) => entry.type === 'function' && entry.name === call.function,
    );
    if (!found) return refuse('function.unknown', `no function ${call.function}`);
    const reads = found.stateMutability === 'view' || found.stateMutability === 'pure';
    if (reads && !reading) return refuse('function.reads', `${call.function} only reads: query it`);
    if (Array.isArray(found.inputs) && found.inputs.length !== call.args.length)
      return refuse('function.arguments', `${call.function} takes ${found.inputs.length} arguments`);
    return !reading && call.args[1] === ''
      ? refuse('contract.reverted', `Empty(${String(call.args[0])})`)
      : null;
  }

  function mine(id: string, from: string, position: number, body: Body, bytes: Uint8Array): void {
    const made = body.to === null ? addressOf(`${from} ${position}`) : null;
    if (made) kept.set(made, new Map());
    if (body.to && !body.call) funded.add(body.to);
    const store = body.to && body.call ? kept.get(body.to) : undefined;
    if (store && body.call) store.set(String(body.call.args[0]), body.call.args[1] ?? null);
    const events = store ? [{ address: body.to ?? '', index: 0, data: body.call }] : [];
    const transaction: RawTransaction = {
      id,
      state: 'succeeded',
      from,
      to: body.to,
      contractAddress: made,
      height: blocks.length,
      cost: '1',
      error: null,
      input: JSON.stringify(body.call),
      events,
      bytes,
    };
    transactions.set(id, transaction);
    blocks.push({ full: { block: blockOf(blocks.length, [id]), transactions: [transaction] } });
    positions.set(from, position + 1);
  }

  const draftOf = (from: string, body: Body): Answer<Draft> => done({ from, body });

  return {
    framework: 'memory',
    evidence: 'live',
    supports: new Set(['events', 'upgrade'] as const),
    newAccount() {
      const secret = randomBytes(32);
      return { address: addressOf(secret.toString('hex')), secret };
    },
    signerOf(secret) {
      const text = Buffer.from(secret).toString('hex');
      return { address: addressOf(text), sign: async (digest) => hash(text + digest) };
    },
    createAppSpace: ({ operator, account }, options) =>
      within(options, () =>
        funded.has(account) ? done(null) : draftOf(operator, { to: account, call: null }),
      ),
    deploy: ({ from }, options) => within(options, () => draftOf(from, { to: null, call: null })),
    invoke: (call, options) =>
      within(options, () => {
        const refusal = check(call, false);
        const { from, contract, function: name, args } = call;
        return refusal ?? draftOf(from, { to: contract.address, call: { name, args: [...args] } });
      }),
    draftOf(bytes) {
      const sent = JSON.parse(Buffer.from(bytes).toString()) as Draft;
      return { from: sent.from, body: sent.body };
    },
    nothing: ({ from }) => ({ from, body: { to: from, call: null } }),
    async sign({ from, body }, position, signer) {
      const digest = hash(JSON.stringify([chainId, from, position, body]));
      const signature = await signer.sign(digest);
      const made = body.to === null ? addressOf(`${from} ${position}`) : null;
      const bytes = Buffer.from(JSON.stringify({ from, position, body, signature }));
      return { id: hash(digest + signature), bytes, contractAddress: made };
    },
    send: ({ id, bytes }, options) =>
      within(options, () => {
        if (transactions.has(id)) return done(null);
        // These are the bytes that `sign` of this driver made.
        const sent = JSON.parse(Buffer.from(bytes).toString()) as {
          from: string;
          position: number;
          body: Body;
        };
        if ((positions.get(sent.from) ?? 0) !== sent.position)
          return refuse('transaction.refused', 'another position is next');
        mine(id, sent.from, sent.position, sent.body, bytes);
        return done(null);
      }),
    position: (address, options) => within(options, () => done(positions.get(address) ?? 0)),
    query: (call, options) =>
      within(options, () => {
        const value = kept.get(call.contract.address)?.get(String(call.args[0])) ?? '';
        return check(call, true) ?? done<JsonValue>(value);
      }),
    transaction: (id, options) =>
      within<Found<RawTransaction>>(options, () => {
        const found = transactions.get(id);
        return found ? done(found) : { kind: 'absent' };
      }),
    block: (ref, options) =>
      within<Found<FullBlock>>(options, () => {
        const found = blocks.find(
          ({ full: { block } }) =>
            block.id === ref || String(block.height) === (ref === 'latest' ? String(height()) : ref),
        );
        return found ? done(found.full) : { kind: 'absent' };
      }),
    height: (options) => within(options, () => done(height())),
    health: (options) =>
      within(options, () => done({ chainId, height: height(), peers: null, version: 'memory' })),
    hasContract: (address, options) => within(options, () => done(kept.has(address))),
    decodeCall: (input) => JSON.parse(input) as { name: string; args: JsonValue[] } | null,
    decodeEvent(event) {
      const call = event.data as { args: JsonValue[] };
      return { name: 'Put', args: { key: call.args[0] ?? null, value: call.args[1] ?? null } };
    },
    close: async () => undefined,
  };
}

function blockOf(height: number, transactionIds: string[]) {
  return {
    height,
    id: hash(`block ${height} ${transactionIds.join()}`),
    parentId: hash(`parent ${height}`),
    at: new Date().toISOString(),
    transactionIds,
  };
}
