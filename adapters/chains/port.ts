import type { ChainBlock } from '#protocol/control/app-reads.ts';
import type { ContractPackage } from '#protocol/control/operations.ts';
import type { JsonValue } from '#protocol/control/primitives.ts';
import type { Evidence } from '#protocol/control/status.ts';

/** Every call ends when the signal does; a call that ended so is `unknown`. */
export interface CallOptions {
  signal: AbortSignal;
}

/** Nothing has happened and nothing will. */
export interface Refused {
  kind: 'rejected';
  reason: 'invalid' | 'denied' | 'unsupported';
  code: string;
  detail: string;
}
/** The chain did not answer, or not readably: it may or may not have happened. */
export interface NotKnown {
  kind: 'unknown';
  detail: string;
}
export type Answer<T> = { kind: 'done'; value: T } | Refused | NotKnown;
export type Found<T> = Answer<T> | { kind: 'absent' };

/** Whose hand signs. A driver keeps no key: each signature is asked of the signer that the caller brings. */
export interface Signer {
  readonly address: string;
  /** Signs a digest made by the driver; gives the framework's own signature text. */
  sign(digest: string): Promise<string>;
}

/** A transaction that lacks only its position and its signature. `body` is the driver's own and opaque to others. */
export interface Draft {
  readonly from: string;
  readonly body: Readonly<Record<string, JsonValue>>;
}

/**
 * A signed transaction. Whoever signs stores it first and sends it afterwards: the same bytes may be sent any number
 * of times and take effect once.
 */
export interface Signed {
  id: string;
  bytes: Uint8Array;
  /** Address of the contract that it makes, where the framework knows it beforehand. */
  contractAddress: string | null;
}

export interface ContractRef {
  address: string;
  abi: readonly Record<string, JsonValue>[];
}

export interface ContractFunctionCall {
  contract: ContractRef;
  function: string;
  args: readonly JsonValue[];
}

/** A log as the chain gives it; `decodeEvent` reads it. */
export interface RawEvent {
  address: string;
  index: number;
  data: JsonValue;
}

export interface RawTransaction {
  id: string;
  state: 'pending' | 'succeeded' | 'failed';
  from: string;
  to: string | null;
  /** Contract made by it. */
  contractAddress: string | null;
  height: number | null;
  cost: string | null;
  error: string | null;
  /** Call data for `decodeCall`. */
  input: string;
  events: readonly RawEvent[];
  /** The signed bytes where the chain lets them be rebuilt. */
  bytes: Uint8Array | null;
}

/** A block with all its transactions: what a watcher reads. */
export interface FullBlock {
  block: ChainBlock;
  transactions: readonly RawTransaction[];
}

export interface ChainHealth {
  chainId: number;
  height: number;
  /** Null: the framework does not tell. */
  peers: number | null;
  version: string;
}

export type Ability = 'events' | 'upgrade' | 'participants';

/** How a city node drives one chain. No method throws, retries or logs; retries and deadlines are the caller's. */
export interface ChainDriver {
  readonly framework: string;
  readonly evidence: Evidence;
  readonly supports: ReadonlySet<Ability>;

  /** A new account: its address, and the secret that `signerOf` takes. */
  newAccount(): { address: string; secret: Uint8Array };
  signerOf(secret: Uint8Array): Signer;

  /** Drafts are asked of the chain (would it run? what does it cost?) and change nothing on it. */
  createAppSpace(
    request: { operator: string; account: string },
    options: CallOptions,
  ): Promise<Answer<Draft | null>>;
  deploy(request: { from: string; package: ContractPackage }, options: CallOptions): Promise<Answer<Draft>>;
  invoke(request: { from: string } & ContractFunctionCall, options: CallOptions): Promise<Answer<Draft>>;
  /** Pure: no network. The same draft, position and signer give the same id. */
  sign(draft: Draft, position: number, signer: Signer): Promise<Signed>;
  /** Pure: a draft at the same price that uses up a position and does nothing. */
  nothing(draft: Draft): Draft;
  /** Pure: the draft that signed bytes were made of; null when they are none. */
  draftOf(bytes: Uint8Array): Draft | null;
  /** Done also when the chain has this very transaction already. */
  send(signed: Pick<Signed, 'id' | 'bytes'>, options: CallOptions): Promise<Answer<null>>;
  /** Next position of an account, pending transactions included. */
  position(address: string, options: CallOptions): Promise<Answer<number>>;

  query(
    request: { from: string | null } & ContractFunctionCall,
    options: CallOptions,
  ): Promise<Answer<JsonValue>>;
  transaction(id: string, options: CallOptions): Promise<Found<RawTransaction>>;
  /** By height, id or `latest`. */
  block(ref: string, options: CallOptions): Promise<Found<FullBlock>>;
  height(options: CallOptions): Promise<Answer<number>>;
  health(options: CallOptions): Promise<Answer<ChainHealth>>;
  /** Whether there is a contract at the address. */
  hasContract(address: string, options: CallOptions): Promise<Answer<boolean>>;
  close(): Promise<void>;
}

/** Drivers of frameworks with contract events and named calls. */
export interface ReadsEvents {
  decodeEvent(
    event: RawEvent,
    abi: ContractRef['abi'],
  ): { name: string; args: Record<string, JsonValue> } | null;
  decodeCall(input: string, abi: ContractRef['abi']): { name: string; args: JsonValue[] } | null;
}
export const readsEvents = (driver: ChainDriver): driver is ChainDriver & ReadsEvents =>
  driver.supports.has('events');

export interface PeerSpec {
  chainId: number;
  /** Where its state lies; the folder exists. */
  directory: string;
  port: number;
  /** Holds the funds that `createAppSpace` hands out. */
  operator: string;
  /** Height to which the node has read the chain: what is above it must stay. */
  readTo: number;
}

/** Runs chains of its own. The city node starts, watches and stops the process. */
export interface PeerHost {
  /** Lays the first state if there is none, drops what is of no use of a large one, and says how to start the peer. */
  preparePeer(spec: PeerSpec): Promise<{ command: string; args: string[] }>;
  /** Where a peer on that port answers. */
  urlsOf(port: number): { http: string; ws: string };
  /** A copy of the chain's whole state, to be written beside `stateFile` and renamed over it. */
  snapshot(url: string, options: CallOptions): Promise<Answer<Uint8Array>>;
  /** Peers whose blocks come by the clock, and cost memory when they are empty. */
  readonly pace?: {
    /** Transactions that wait for a block. */
    waiting(url: string, options: CallOptions): Promise<Answer<number>>;
    /** `full` also makes a block at once. */
    set(url: string, pace: 'full' | 'rest', options: CallOptions): Promise<Answer<null>>;
  };
  /** Name of the file in the peer's directory that it starts from. */
  readonly stateFile: string;
}

/** What a city node knows a framework by. */
export interface ChainFramework {
  readonly framework: string;
  /** A driver of the chain that answers there. */
  connect(url: string): ChainDriver;
  /** Frameworks that can give an app a peer of its own. */
  readonly peers?: PeerHost;
}
export const hostsPeers = (framework: ChainFramework): framework is ChainFramework & { peers: PeerHost } =>
  framework.peers !== undefined;

/** Drivers of frameworks whose participants hold certificates. */
export interface RegistersParticipants {
  registerParticipant(
    request: { name: string; mode: 'upload' | 'trust'; publicKeyPem?: string },
    options: CallOptions,
  ): Promise<Answer<{ certificatePem: string }>>;
}
export const registersParticipants = (driver: ChainDriver): driver is ChainDriver & RegistersParticipants =>
  driver.supports.has('participants');
