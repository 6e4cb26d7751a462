import { findByPurpose, openAccount } from '#city-node/custody/outbox.ts';
import { appSigner, ensureAppKey, ensureChain, operatorSigner } from '#city-node/custody/keys.ts';
import { firstRow } from '#city-node/db/pool.ts';
import { choosePlacement } from '../placement.ts';
import { isMined, isStored, settled, signOnce } from '../settle.ts';
import { chainSilent, driverOf, requestOf, targetChain, wait, type Step, type StepOutcome } from '../step.ts';

/** Decides where the app stands; on a resize only its reason changes, unless it moves. */
export const placeApp: Step = async ({ node, operation, app }): Promise<StepOutcome> => {
  const offering = node.offerings.find(({ id }) => id === app.offering);
  const framework = offering && node.frameworks[offering.framework];
  if (!offering || !framework)
    return { kind: 'reject', reason: 'unsupported', code: 'offering.unknown', detail: app.offering };
  const { limits } = requestOf(operation, 'createApp', 'resize');
  const choice = choosePlacement(offering, limits.tps, app.app_code, operation.id, node.key.id);
  if (operation.kind === 'resize' && operation.data.moves !== true) {
    const code = operation.data.crosses === true ? 'placement.kept-contracts' : choice.placement.reason.code;
    const placement = app.placement && {
      ...app.placement,
      reason: { code, params: choice.placement.reason.params },
    };
    return {
      kind: 'done',
      params: { reason: code },
      write: async (tx) => {
        await tx.query('update apps set placement = $2 where app_code = $1', [
          app.app_code,
          placement && JSON.stringify(placement),
        ]);
      },
    };
  }
  const driver = framework.connect('http://127.0.0.1:9');
  return {
    kind: 'done',
    params: { kind: choice.placement.kind, reason: choice.placement.reason.code },
    data: { chain: choice.chain, placement: choice.placement },
    write: async (tx) => {
      await ensureChain(
        node,
        {
          id: choice.chain,
          kind: choice.chainKind,
          offering: offering.id,
          chainId: choice.placement.chainId,
        },
        driver,
        tx,
      );
      await driver.close();
      if (operation.kind === 'createApp')
        await tx.query('update apps set chain = $2, placement = $3 where app_code = $1', [
          app.app_code,
          choice.chain,
          JSON.stringify(choice.placement),
        ]);
    },
  };
};

/** The keeper starts what is wanted; this waits until the chain answers. */
export const startChain: Step = async (input) => {
  const chain = targetChain(input);
  const row = await firstRow<{ health: string; chain_id: string }>(
    input.node.pool,
    'select health, chain_id from chains where id = $1',
    [chain],
  );
  if (row?.health !== 'up') return wait('chain.starting', 200);
  return { kind: 'done', params: { chainId: Number(row.chain_id) } };
};

/** The app's own key, and its account on the chain. */
export const makeAccount: Step = async (input) => {
  const { node, app } = input;
  const chain = targetChain(input);
  const driver = await driverOf(input);
  if (!driver) return wait('chain.starting', 200);
  const address = await ensureAppKey(node, driver, app.app_code, node.pool);
  const position = await driver.position(address, input);
  if (position.kind !== 'done') return chainSilent(position.detail);
  return {
    kind: 'done',
    params: { address },
    write: async (tx) => {
      await openAccount(tx, chain, address, position.value);
      await tx.query('update apps set custody_address = $2 where app_code = $1', [app.app_code, address]);
    },
  };
};

/** Pays the account out of the chain's operator account, once. */
export const fundAccount: Step = async (input) => {
  const { node, operation, app } = input;
  const chain = targetChain(input);
  const driver = await driverOf(input);
  if (!driver) return wait('chain.starting', 200);
  const account = app.custody_address;
  if (account === null) throw new Error(`app ${app.app_code} has no account`);
  const name = `${operation.id}:fund`;
  const pay = async () => {
    const signer = await operatorSigner(node, driver, chain);
    await openAccount(node.pool, chain, signer.address, 0);
    return signOnce(node, { name, chain, driver, signer, appCode: null }, () =>
      driver.createAppSpace({ operator: signer.address, account }, input),
    );
  };
  const stored = (await findByPurpose(node.pool, name)) ?? (await pay());
  if (stored === null) return { kind: 'done' };
  if (!isStored(stored)) return stored;
  const mined = await settled(driver, stored, input);
  if (!isMined(mined)) return mined;
  return { kind: 'done', params: { transactionId: mined.id, height: mined.height ?? 0 } };
};

export const signerOfApp = (input: Parameters<Step>[0], driver: Parameters<typeof appSigner>[1]) =>
  appSigner(input.node, driver, input.app.app_code);
