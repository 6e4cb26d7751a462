import type { ContractPackage } from '#protocol/control/operations.ts';
import { contractsOf, type ContractRow } from '#city-node/apps/app-row.ts';
import { appendEvents, type NewEvent } from '#city-node/events/append.ts';
import type { Conn } from '#city-node/db/pool.ts';
import { findByPurpose } from '#city-node/custody/outbox.ts';
import { refuseDeployment } from '../accept.ts';
import { isMined, isStored, settled, signOnce } from '../settle.ts';
import {
  chainSilent,
  driverOf,
  requestOf,
  targetChain,
  textOf,
  wait,
  type Step,
  type StepInput,
} from '../step.ts';
import { signerOfApp } from './placing.ts';

const purposeOf = (input: StepInput) => `${input.operation.id}:deploy`;
const keyGone = {
  kind: 'reject',
  reason: 'denied',
  code: 'app.no-key',
  detail: 'the key is destroyed',
} as const;

/** Asks the chain whether it would run, signs, and stores; from here on only these bytes are sent. */
export const signTransaction: Step = async (input) => {
  const { node, app, operation } = input;
  const request = requestOf(operation, 'deployContract', 'upgradeContract');
  const driver = await driverOf(input);
  if (!driver) return wait('chain.starting', 200);
  const signer = await signerOfApp(input, driver);
  if (!signer) return keyGone;
  const name = purposeOf(input);
  const stored = await signOnce(
    node,
    { name, chain: targetChain(input), driver, signer, appCode: app.app_code },
    async () => {
      const refusal = await refuseDeployment(node.pool, app, request);
      if (refusal && refusal.reason !== 'quota') return { ...refusal, reason: refusal.reason };
      return driver.deploy({ from: signer.address, package: request.package }, input);
    },
  );
  if (!isStored(stored)) return stored ?? keyGone;
  return {
    kind: 'done',
    params: { transactionId: stored.id },
    data: { transactionId: stored.id, address: stored.contractAddress },
  };
};

const storedOf = async (input: StepInput) => {
  const stored = await findByPurpose(input.node.pool, purposeOf(input));
  if (!stored) throw new Error(`no stored transaction of operation ${input.operation.id}`);
  return stored;
};

export const sendTransaction: Step = async (input) => {
  const driver = await driverOf(input);
  if (!driver) return wait('chain.starting', 200);
  const stored = await storedOf(input);
  const sent = await driver.send(stored, input);
  if (sent.kind === 'unknown') return chainSilent(sent.detail);
  if (sent.kind === 'rejected') return wait('chain.refused', 1000, { detail: sent.detail.slice(0, 300) });
  return { kind: 'done', params: { transactionId: stored.id } };
};

export const awaitReceipt: Step = async (input) => {
  const driver = await driverOf(input);
  if (!driver) return wait('chain.starting', 200);
  const mined = await settled(driver, await storedOf(input), input);
  if (!isMined(mined)) return mined;
  return {
    kind: 'done',
    params: { height: mined.height ?? 0, cost: mined.cost ?? '' },
    data: { height: mined.height ?? 0, address: mined.contractAddress },
  };
};

/** There must be a contract now; then the app has it. */
export const checkCode: Step = async (input) => {
  const { operation, app } = input;
  const driver = await driverOf(input);
  if (!driver) return wait('chain.starting', 200);
  const address = textOf(operation.data, 'address');
  const there = await driver.hasContract(address, input);
  if (there.kind !== 'done') return chainSilent(there.detail);
  // The chain may have lost its last second: its transaction is being sent again.
  if (!there.value) return wait('chain.block', 500);
  const request = requestOf(operation, 'deployContract', 'upgradeContract');
  const contract: Deployed = {
    chain: targetChain(input),
    address,
    transactionId: textOf(operation.data, 'transactionId'),
    height: Number(operation.data.height),
    package: request.package,
  };
  const current = operation.kind === 'deployContract';
  return {
    kind: 'done',
    params: { address },
    write: async (tx) => {
      await insertContract(tx, app.app_code, contract, current);
      if (current) await appendEvents(tx, [deployedEvent(app, contract)]);
    },
  };
};

export const switchVersion: Step = async (input) => {
  const { app, operation } = input;
  const request = requestOf(operation, 'upgradeContract');
  const { name, version } = request.package;
  const contracts = await contractsOf(input.node.pool, app);
  const made = contracts.find((contract) => contract.name === name && contract.version === version);
  if (!made) throw new Error(`no contract ${name} ${version}`);
  return {
    kind: 'done',
    params: { version },
    write: async (tx) => {
      const where = 'app_code = $1 and chain = $2 and name = $3';
      const key = [app.app_code, app.chain, name];
      await tx.query(`update contracts set current = false where ${where} and current`, key);
      await tx.query(`update contracts set current = true where ${where} and version = $4`, [
        ...key,
        version,
      ]);
      await appendEvents(tx, [deployedEvent(app, deployedOf(made))]);
    },
  };
};

/** Deploys the current contracts anew on the chain to which the app moves, with fresh state; then the app stands there. */
export const moveContracts: Step = async (input) => {
  const { node, operation, app } = input;
  const chain = targetChain(input);
  const driver = await driverOf(input);
  if (!driver) return wait('chain.starting', 200);
  const signer = await signerOfApp(input, driver);
  if (!signer) return keyGone;
  const moved: Deployed[] = [];
  for (const old of (await contractsOf(node.pool, app)).filter((contract) => contract.current)) {
    const name = `${operation.id}:move:${old.name}`;
    const stored = await signOnce(node, { name, chain, driver, signer, appCode: app.app_code }, () =>
      driver.deploy({ from: signer.address, package: old.package }, input),
    );
    if (!isStored(stored)) return stored ?? keyGone;
    const mined = await settled(driver, stored, input);
    if (!isMined(mined)) return mined;
    moved.push({
      chain,
      address: mined.contractAddress ?? '',
      transactionId: mined.id,
      height: mined.height ?? 0,
      package: old.package,
    });
  }
  return {
    kind: 'done',
    params: { contracts: moved.length },
    data: { from: app.chain },
    write: async (tx) => {
      for (const contract of moved) await insertContract(tx, app.app_code, contract, true);
      const placement = {
        ...(operation.data.placement as object),
        reason: { code: 'placement.moved', params: {} },
      };
      await tx.query('update apps set chain = $2, placement = $3 where app_code = $1', [
        app.app_code,
        chain,
        JSON.stringify(placement),
      ]);
      await appendEvents(tx, [
        ...moved.map((contract) => deployedEvent(app, contract)),
        { kind: 'app.placed', portalId: app.portal_id, appCode: app.app_code, data: { placement } },
      ]);
    },
  };
};

interface Deployed {
  chain: string;
  address: string;
  transactionId: string;
  height: number;
  package: ContractPackage;
}

const deployedOf = (row: ContractRow): Deployed => ({
  chain: row.chain,
  address: row.address,
  transactionId: row.transaction_id,
  height: Number(row.height),
  package: row.package,
});

async function insertContract(tx: Conn, appCode: string, made: Deployed, current: boolean): Promise<void> {
  await tx.query(
    `insert into contracts (app_code, chain, name, version, address, transaction_id, height, deployed_at, current, package)
     values ($1, $2, $3, $4, $5, $6, $7, now(), $8, $9) on conflict (app_code, chain, name, version) do nothing`,
    [
      appCode,
      made.chain,
      made.package.name,
      made.package.version,
      made.address,
      made.transactionId,
      made.height,
      current,
      JSON.stringify(made.package),
    ],
  );
}

const deployedEvent = (app: StepInput['app'], made: Deployed): NewEvent => ({
  kind: 'contract.deployed',
  portalId: app.portal_id,
  appCode: app.app_code,
  data: {
    name: made.package.name,
    version: made.package.version,
    address: made.address,
    transactionId: made.transactionId,
    height: made.height,
  },
});
