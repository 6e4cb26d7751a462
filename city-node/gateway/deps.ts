import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { ChainBlock, ChainTransaction } from '#protocol/control/app-reads.ts';
import type { Policy } from '#protocol/control/policies.ts';
import type { JsonValue } from '#protocol/control/primitives.ts';

/** A contract of an app as the gateway needs it, to tell which function a raw call means. */
export interface GatewayContract {
  name: string;
  version: string;
  /** Lower-case hex for EVM. */
  address: string;
  /** The version that name-based calls reach. */
  current: boolean;
  abi: readonly Record<string, JsonValue>[];
}

/** One app as of one moment; cache it until `onChange` names it. */
export interface GatewayApp {
  appCode: string;
  /** Whose app it is; usage is kept by it, so that a portal pulls only its own. */
  portalId: string;
  framework: string;
  kind: 'permissioned' | 'public';
  access: 'deploy' | 'endpoint';
  state: 'creating' | 'active' | 'retiring' | 'retired';
  /** By the portal's policy or by a suspend operation. */
  suspended: boolean;
  /** Null before the portal has sent one: refuse everything. Its limits are already capped by what the app holds. */
  policy: Policy | null;
  /** Where the app's chain answers (never outside loopback, but for a public network); null: the chain is not known yet. */
  upstream: { http: string; ws: string } | null;
  chainId: number | null;
  custodyAddress: string | null;
  contracts: readonly GatewayContract[];
  /** Bytes of accepted writes so far, against `policy.limits.storageGb`. */
  storageBytes: number;
}

export type DoorOutcome<T> =
  | { kind: 'done'; value: T }
  /** Sent and not yet in a block; ask for the transaction. */
  | { kind: 'accepted'; transactionId: string }
  /** Nothing happened: unknown function, bad arguments, the contract refused … */
  | { kind: 'rejected'; reason: 'invalid' | 'denied' | 'unsupported'; code: string; detail: string }
  | { kind: 'absent' }
  /** The chain does not answer. */
  | { kind: 'unknown'; detail: string };

export interface ContractCall {
  contract: string;
  function: string;
  args: readonly JsonValue[];
}

export interface InvokeOptions {
  signal: AbortSignal;
  /**
   * Awaited after the transaction is signed and stored, and before it is sent, once an invocation: the gateway
   * counts the write durably here. When it throws, nothing may be sent and the outcome is `rejected`.
   */
  onSigned(transaction: { id: string; bytes: number }): Promise<void>;
}

/** Framework-neutral calls, done by the app's driver and signed by its custody key. No key, limit or count is checked here. */
export interface NeutralDoors {
  /** Signed, stored, then sent: after a crash the node sends the same transaction again, never a second one. */
  invoke(
    appCode: string,
    call: ContractCall,
    options: InvokeOptions,
  ): Promise<DoorOutcome<{ transactionId: string }>>;
  query(appCode: string, call: ContractCall, signal: AbortSignal): Promise<DoorOutcome<JsonValue>>;
  transaction(appCode: string, id: string, signal: AbortSignal): Promise<DoorOutcome<ChainTransaction>>;
  /** By height, id, or `latest`. */
  block(appCode: string, id: string, signal: AbortSignal): Promise<DoorOutcome<ChainBlock>>;
  height(appCode: string, signal: AbortSignal): Promise<DoorOutcome<number>>;
}

export interface GatewayDeps {
  /** The city node's own database; shared with the control plane. */
  pool: Pool;
  log: Logger;
  /** Milliseconds since 1970, by the node's clock. */
  now(): number;
  apps: {
    /** Fresh from the database; null when there is no such app. */
    find(appCode: string): Promise<GatewayApp | null>;
    /**
     * A short text per app that changes whenever anything `find` gives changes, but for `storageBytes`; an app that is
     * gone is missing. Asked twice a second for the apps in use, so that a lost notification costs half a second only.
     */
    versions(appCodes: readonly string[]): Promise<ReadonlyMap<string, string>>;
    /** Called with the app that changed, by any copy of this node; null: any may have (the listening connection was lost). */
    onChange(listener: (appCode: string | null) => void): () => void;
  };
  doors: NeutralDoors;
  /**
   * Keeps a raw transaction that the chain has taken, before its caller is answered: a chain that forgets its last second
   * gets it again. On disk when it resolves.
   */
  keepSent?(appCode: string, transaction: { id: string; raw: string }): Promise<void>;
}
