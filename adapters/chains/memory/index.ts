import { randomBytes } from 'node:crypto';
import type { JsonValue } from '#protocol/control/primitives.ts';
import type {
  Answer,
  CallOptions,
  ChainDriver,
  ContractFunctionCall,
  Draft,
  ReadsEvents,
  Refused,
} from '../port.ts';
import { addressOf, hash, madeBy, MemoryLedger, type Body, type Sent } from './ledger.ts';

/**
 * A chain in memory, for development and tests: each transaction is a block. Contracts behave as key-value stores,
 * whatever their code: a writing function keeps its second argument under its first and refuses an empty one, a reading
 * function gives what was kept.
 */
export function memoryChain(chainId = 1): ChainDriver & ReadsEvents {
  const ledger = new MemoryLedger();
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
    ...memoryWrites(chainId, ledger),
    ...memoryReads(chainId, ledger),
    decodeCall: (input) => JSON.parse(input) as { name: string; args: JsonValue[] } | null,
    decodeEvent(event) {
      const call = event.data as { args: JsonValue[] };
      return { name: 'Put', args: { key: call.args[0] ?? null, value: call.args[1] ?? null } };
    },
    close: async () => undefined,
  };
}

type Writes = Pick<
  ChainDriver,
  'createAppSpace' | 'deploy' | 'invoke' | 'sign' | 'draftOf' | 'nothing' | 'send' | 'position'
>;

function memoryWrites(chainId: number, ledger: MemoryLedger): Writes {
  return {
    createAppSpace: ({ operator, account }, options) =>
      within(options, () =>
        ledger.isFunded(account) ? done(null) : draftOf(operator, { to: account, call: null }),
      ),
    deploy: ({ from }, options) => within(options, () => draftOf(from, { to: null, call: null })),
    invoke: (call, options) =>
      within(options, () => {
        const refusal = refusalOf(call, false);
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
      const bytes = Buffer.from(JSON.stringify({ from, position, body, signature }));
      return { id: hash(digest + signature), bytes, contractAddress: madeBy(from, position, body.to) };
    },
    send: ({ id, bytes }, options) =>
      within(options, () => {
        if (ledger.transaction(id)) return done(null);
        // These are the bytes that `sign` of this driver made.
        const sent = JSON.parse(Buffer.from(bytes).toString()) as Sent;
        if (ledger.position(sent.from) !== sent.position)
          return refuse('transaction.refused', 'another position is next');
        ledger.mine(id, sent, bytes);
        return done(null);
      }),
    position: (address, options) => within(options, () => done(ledger.position(address))),
  };
}

type Reads = Pick<ChainDriver, 'query' | 'transaction' | 'block' | 'height' | 'health' | 'hasContract'>;

function memoryReads(chainId: number, ledger: MemoryLedger): Reads {
  return {
    query: (call, options) =>
      within(
        options,
        () => refusalOf(call, true) ?? done(ledger.keptUnder(call.contract.address, String(call.args[0]))),
      ),
    transaction: (id, options) => within(options, () => found(ledger.transaction(id))),
    block: (ref, options) => within(options, () => found(ledger.block(ref))),
    height: (options) => within(options, () => done(ledger.height)),
    health: (options) =>
      within(options, () => done({ chainId, height: ledger.height, peers: null, version: 'memory' })),
    hasContract: (address, options) => within(options, () => done(ledger.hasContract(address))),
  };
}

const done = <T>(value: T) => ({ kind: 'done' as const, value });
const found = <T>(value: T | undefined) => (value ? done(value) : { kind: 'absent' as const });
const draftOf = (from: string, body: Body): Answer<Draft> => done({ from, body });
const refuse = (code: string, detail: string): Refused => ({
  kind: 'rejected',
  reason: 'invalid',
  code,
  detail,
});

/** Runs `work` unless the caller's time is over. */
async function within<T>(
  { signal }: CallOptions,
  work: () => T,
): Promise<T | { kind: 'unknown'; detail: string }> {
  return signal.aborted ? { kind: 'unknown', detail: 'time-out' } : work();
}

/** What a chain would say against this call, if anything. */
function refusalOf(call: ContractFunctionCall, reading: boolean): Refused | null {
  const entry = call.contract.abi.find(({ type, name }) => type === 'function' && name === call.function);
  if (!entry) return refuse('function.unknown', `no function ${call.function}`);
  const reads = entry.stateMutability === 'view' || entry.stateMutability === 'pure';
  if (reads && !reading) return refuse('function.reads', `${call.function} only reads: query it`);
  if (Array.isArray(entry.inputs) && entry.inputs.length !== call.args.length)
    return refuse('function.arguments', `${call.function} takes ${entry.inputs.length} arguments`);
  return !reading && call.args[1] === ''
    ? refuse('contract.reverted', `Empty(${String(call.args[0])})`)
    : null;
}
