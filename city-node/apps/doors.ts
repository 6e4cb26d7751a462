import { readsEvents, type ChainDriver, type RawTransaction } from '#adapters/chains/port.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { firstRow } from '#city-node/db/pool.ts';
import type { ContractCall, GatewayApp, NeutralDoors } from '#city-node/gateway/deps.ts';
import type { ChainTransaction } from '#protocol/control/app-reads.ts';
import { OpenApps } from './open-apps.ts';

const refuse = (reason: 'invalid' | 'denied' | 'unsupported', code: string, detail: string) =>
  ({ kind: 'rejected', reason, code, detail }) as const;

export interface Doors extends NeutralDoors {
  /** Forgets what is known of an app, or of all. */
  forget(appCode: string | null): void;
}

/** The framework-neutral doors: whatever the framework, an app is called by contract and function names. */
export function neutralDoors(node: CityNodeContext): Doors {
  const apps = new OpenApps(node);
  return {
    forget: (appCode) => apps.forget(appCode),

    async invoke(appCode, call, { signal, onSigned }) {
      const opened = await apps.open(appCode);
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
      const queue = await apps.queueOf(appCode, opened);
      if (!queue) return refuse('denied', 'app.no-key', 'the key of this app is destroyed');
      const sent = await queue.submit(draft.value, onSigned);
      return sent.kind === 'sent'
        ? { kind: 'accepted', transactionId: sent.id }
        : refuse('denied', 'usage.not-counted', String(sent.cause));
    },

    async query(appCode, call, signal) {
      const opened = await apps.open(appCode);
      if ('kind' in opened) return opened;
      const contract = contractOf(opened.known.app, call);
      if (!contract) return refuse('invalid', 'contract.unknown', `no contract ${call.contract}`);
      const from = opened.known.app.custodyAddress;
      return opened.driver.query({ from, contract, function: call.function, args: call.args }, { signal });
    },

    async transaction(appCode, id, signal) {
      const opened = await apps.open(appCode);
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
      const opened = await apps.open(appCode);
      if ('kind' in opened) return opened;
      const block = await opened.driver.block(id, { signal });
      return block.kind === 'done' ? { kind: 'done', value: block.value.block } : block;
    },

    async height(appCode, signal) {
      const opened = await apps.open(appCode);
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
