import { readsEvents, type ChainDriver, type RawTransaction } from '#adapters/chains/port.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { appSigner } from '#city-node/custody/keys.ts';
import { InvokeQueue } from '#city-node/custody/invoke-queue.ts';
import { firstRow } from '#city-node/db/pool.ts';
import type { ContractCall, DoorOutcome, GatewayApp, NeutralDoors } from '#city-node/gateway/deps.ts';
import type { ChainTransaction } from '#protocol/control/app-reads.ts';
import { findApp } from './find-app.ts';

const refuse = (reason: 'invalid' | 'denied' | 'unsupported', code: string, detail: string) =>
  ({ kind: 'rejected', reason, code, detail }) as const;

interface Known {
  app: GatewayApp;
  chain: string;
  /** Made at the first invocation, and anew when the chain has moved to another address. */
  queue?: { driver: ChainDriver; made: Promise<InvokeQueue | null> };
}

export interface Doors extends NeutralDoors {
  /** Forgets what is known of an app, or of all. */
  forget(appCode: string | null): void;
}

/** The framework-neutral doors: whatever the framework, an app is called by contract and function names. */
export function neutralDoors(node: CityNodeContext): Doors {
  const known = new Map<string, Promise<Known | null>>();

  async function read(appCode: string): Promise<Known | null> {
    const app = await findApp(node, appCode);
    const row = await firstRow<{ chain: string | null }>(
      node.pool,
      'select chain from apps where app_code = $1',
      [appCode],
    );
    return app && row?.chain ? { app, chain: row.chain } : null;
  }

  function find(appCode: string): Promise<Known | null> {
    let found = known.get(appCode);
    if (!found) {
      found = read(appCode);
      known.set(appCode, found);
      // Neither a fault nor an app that is not there yet is remembered.
      void found.then(
        (value) => value ?? known.delete(appCode),
        () => known.delete(appCode),
      );
    }
    return found;
  }

  async function open(appCode: string): Promise<{ known: Known; driver: ChainDriver } | DoorOutcome<never>> {
    const found = await find(appCode);
    if (!found) return { kind: 'absent' };
    const driver = await node.drivers.serving(found.chain);
    return driver ? { known: found, driver } : { kind: 'unknown', detail: 'the chain is not running' };
  }

  async function queueOf(appCode: string, found: Known, driver: ChainDriver): Promise<InvokeQueue | null> {
    if (found.queue?.driver === driver) return found.queue.made;
    const made = (async () => {
      const signer = await appSigner(node, driver, appCode);
      return signer && new InvokeQueue(node.pool, appCode, { chain: found.chain, driver, signer });
    })();
    const queue = { driver, made };
    found.queue = queue;
    made.catch(() => {
      if (found.queue === queue) delete found.queue;
    });
    return made;
  }

  return {
    forget(appCode) {
      if (appCode === null) known.clear();
      else known.delete(appCode);
    },

    async invoke(appCode, call, { signal, onSigned }) {
      const opened = await open(appCode);
      if ('kind' in opened) return opened;
      const { known: found, driver } = opened;
      const contract = contractOf(found.app, call);
      const from = found.app.custodyAddress;
      if (found.app.access !== 'deploy' || from === null)
        return refuse('unsupported', 'door.unsupported', 'this offering takes no invocations');
      if (!contract) return refuse('invalid', 'contract.unknown', `no contract ${call.contract}`);
      const draft = await driver.invoke(
        { from, contract, function: call.function, args: call.args },
        { signal },
      );
      if (draft.kind !== 'done') return draft;
      const queue = await queueOf(appCode, found, driver);
      if (!queue) return refuse('denied', 'app.no-key', 'the key of this app is destroyed');
      const sent = await queue.submit(draft.value, onSigned);
      return sent.kind === 'sent'
        ? { kind: 'accepted', transactionId: sent.id }
        : refuse('denied', 'usage.not-counted', String(sent.cause));
    },

    async query(appCode, call, signal) {
      const opened = await open(appCode);
      if ('kind' in opened) return opened;
      const contract = contractOf(opened.known.app, call);
      if (!contract) return refuse('invalid', 'contract.unknown', `no contract ${call.contract}`);
      const from = opened.known.app.custodyAddress;
      return opened.driver.query({ from, contract, function: call.function, args: call.args }, { signal });
    },

    async transaction(appCode, id, signal) {
      const opened = await open(appCode);
      if ('kind' in opened) return opened;
      const { known: found, driver } = opened;
      const recorded = await firstRow<{ body: ChainTransaction }>(
        node.pool,
        'select body from app_transactions where app_code = $1 and id = $2',
        [appCode, id],
      );
      if (recorded) return { kind: 'done', value: recorded.body };
      const raw = await driver.transaction(id, { signal });
      if (raw.kind === 'done') return { kind: 'done', value: described(raw.value, found.app, driver) };
      if (raw.kind !== 'absent') return raw;
      const stored = await firstRow<{ address: string }>(
        node.pool,
        `select address from signed_transactions where chain = $1 and id = $2 and app_code = $3 and state <> 'held'`,
        [found.chain, id, appCode],
      );
      return stored ? { kind: 'done', value: waiting(id, stored.address) } : { kind: 'absent' };
    },

    async block(appCode, id, signal) {
      const opened = await open(appCode);
      if ('kind' in opened) return opened;
      const block = await opened.driver.block(id, { signal });
      return block.kind === 'done' ? { kind: 'done', value: block.value.block } : block;
    },

    async height(appCode, signal) {
      const opened = await open(appCode);
      return 'kind' in opened ? opened : opened.driver.height({ signal });
    },
  };
}

const contractOf = (app: GatewayApp, call: ContractCall) =>
  app.contracts.find((contract) => contract.current && contract.name === call.contract);

/** Signed here and on its way: the chain will have it. */
const waiting = (id: string, from: string): ChainTransaction => ({
  id,
  state: 'pending',
  from,
  to: null,
  contract: null,
  function: null,
  args: null,
  height: null,
  at: null,
  cost: null,
  error: null,
  events: [],
});

function described(raw: RawTransaction, app: GatewayApp, driver: ChainDriver): ChainTransaction {
  const target = app.contracts.find(({ address }) => address === raw.to);
  const call = target && readsEvents(driver) ? driver.decodeCall(raw.input, target.abi) : null;
  return {
    ...waiting(raw.id, raw.from),
    state: raw.state,
    to: raw.to,
    contract: target?.name ?? null,
    function: call?.name ?? null,
    args: call?.args ?? null,
    height: raw.height,
    cost: raw.cost,
    error: raw.error,
  };
}
