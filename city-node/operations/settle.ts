import type {
  Answer,
  CallOptions,
  ChainDriver,
  Draft,
  RawTransaction,
  Signer,
} from '#adapters/chains/port.ts';
import { findByPurpose, signAndStore, type StoredTransaction } from '#city-node/custody/outbox.ts';
import { inTransaction } from '#city-node/db/pool.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { chainSilent, wait, type StepOutcome } from './step.ts';

export interface Purpose {
  /** `<operation id>:<label>`: one transaction, ever. */
  name: string;
  chain: string;
  driver: ChainDriver;
  signer: Signer;
  appCode: string | null;
}

/** Signed and stored under its purpose; the same stored bytes at each repeat. Null: the draft says that nothing is needed. */
export async function signOnce(
  node: CityNodeContext,
  purpose: Purpose,
  makeDraft: () => Promise<Answer<Draft | null>>,
): Promise<StoredTransaction | StepOutcome | null> {
  const known = await findByPurpose(node.pool, purpose.name);
  if (known) return known;
  const draft = await makeDraft();
  if (draft.kind === 'unknown') return chainSilent(draft.detail);
  if (draft.kind === 'rejected')
    return { kind: 'reject', reason: draft.reason, code: draft.code, detail: draft.detail };
  const { value } = draft;
  if (value === null) return null;
  return inTransaction(node.pool, async (tx) => {
    const [stored] = await signAndStore(
      tx,
      purpose,
      [{ draft: value, appCode: purpose.appCode, purpose: purpose.name }],
      'signed',
    );
    return stored ?? null;
  });
}

export const isStored = (value: StoredTransaction | StepOutcome | null): value is StoredTransaction =>
  value !== null && 'seq' in value;

/** Looks where a stored transaction stands, and sends its bytes when the chain does not know it. */
export async function settled(
  driver: ChainDriver,
  stored: Pick<StoredTransaction, 'id' | 'bytes'>,
  options: CallOptions,
): Promise<RawTransaction | StepOutcome> {
  const found = await driver.transaction(stored.id, options);
  if (found.kind === 'unknown') return chainSilent(found.detail);
  if (found.kind === 'rejected') return chainSilent(found.detail);
  if (found.kind === 'absent') {
    const sent = await driver.send(stored, options);
    if (sent.kind === 'rejected') return wait('chain.refused', 1000, { detail: sent.detail.slice(0, 300) });
    return sent.kind === 'unknown' ? chainSilent(sent.detail) : wait('chain.block', 250);
  }
  if (found.value.state === 'pending') return wait('chain.block', 250);
  if (found.value.state === 'failed')
    return {
      kind: 'reject',
      reason: 'invalid',
      code: 'contract.reverted',
      detail: found.value.error ?? 'the chain refused it',
    };
  return found.value;
}

export const isMined = (value: RawTransaction | StepOutcome): value is RawTransaction => 'events' in value;
