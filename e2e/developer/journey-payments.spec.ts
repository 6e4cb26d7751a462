import { expect, test } from '#e2e/test.ts';
import { callFunction, expectDeployed } from './app-steps.ts';
import {
  confirmRemittance,
  declineCard,
  fresh,
  openDeliveredApp,
  order,
  payByCard,
  quote,
  remittanceAsked,
} from './steps.ts';

/** Creation code of the smallest contract that answers: `answer()` gives 42, whatever is asked. */
const answering = {
  abi: [
    {
      type: 'function',
      name: 'answer',
      stateMutability: 'view',
      inputs: [],
      outputs: [{ name: '', type: 'uint256' }],
    },
  ],
  bytecode: '0x600a600c600039600a6000f3602a60005260206000f3',
};

test('an order paid from the wallet, which a remittance had filled, runs a contract of one’s own', async ({
  as,
  expectAccessible,
}) => {
  test.setTimeout(300_000);
  const [developer, finance] = [await as('developer'), await as('finance')];
  await test.step('the wallet is filled by remittance', async () => {
    await developer.goto('/wallet');
    await expectAccessible(developer);
    const onTheirWay = developer.getByRole('heading', { name: 'A remittance on its way' });
    const before = await onTheirWay.count();
    await developer.getByLabel('Amount').fill('5000');
    await developer.getByRole('radio', { name: /remittance/i }).check();
    await developer.getByRole('button', { name: /Top up/ }).click();
    await expect(onTheirWay).toHaveCount(before + 1);
    await confirmRemittance(finance, await remittanceAsked(developer));
  });

  const appName = fresh('walletapp');
  await quote(developer, appName);
  await order(developer, /Wallet/);
  await openDeliveredApp(developer);
  await expect(developer.getByRole('heading', { level: 1, name: appName })).toBeVisible();

  await test.step('ABI and bytecode are uploaded, deployed and called', async () => {
    await developer.getByRole('link', { name: 'Deploy a contract' }).first().click();
    await developer.getByLabel('Artefact or ABI').fill(JSON.stringify(answering.abi));
    await developer.getByRole('button', { name: 'Upload and go on' }).click();
    await expect(developer.getByRole('alert').filter({ hasText: 'There is no bytecode' })).toBeVisible();
    await expectAccessible(developer);
    await developer.getByLabel('Bytecode').fill(answering.bytecode);
    await developer.getByLabel('Contract name').fill('Answering');
    await developer.getByRole('button', { name: 'Upload and go on' }).click();
    await developer.getByRole('button', { name: /^Deploy to/ }).click();
    await expectDeployed(developer, 'Answering');
    await developer.getByRole('link', { name: 'Call it' }).click();
    await callFunction(developer, 'answer', {});
    await expect(developer.getByText('42', { exact: true })).toBeVisible({ timeout: 30_000 });
  });
});

test('an order is paid by remittance, and finance confirms it', async ({ as, expectAccessible }) => {
  test.setTimeout(240_000);
  const [developer, finance] = [await as('developer'), await as('finance')];
  await quote(developer, fresh('bankapp'));
  await order(developer, /Bank remittance/);
  await expect(developer.getByRole('heading', { name: 'Send the remittance' })).toBeVisible();
  await expectAccessible(developer);
  await confirmRemittance(finance, await remittanceAsked(developer));
  await openDeliveredApp(developer);
});

test('a card is declined, the pay page left, and the third attempt told late', async ({
  as,
  expectAccessible,
}) => {
  test.setTimeout(300_000);
  const developer = await as('developer');
  await quote(developer, fresh('patience'));
  await order(developer, /Card \(simulated\)/);
  await developer.waitForURL(/\/sandbox\/pay\//);
  await expectAccessible(developer);
  await declineCard(developer);
  await expect(developer.getByText('The card was declined.').first()).toBeVisible();
  await expectAccessible(developer);

  await developer.getByRole('radio', { name: /Card \(simulated\)/ }).check();
  await developer.getByRole('button', { name: /^Pay ¥/ }).click();
  await developer.waitForURL(/\/sandbox\/pay\//);
  await developer.getByRole('link', { name: 'Leave without paying' }).click();
  await expect(developer.getByRole('heading', { name: 'A card payment is open' })).toBeVisible();
  await expectAccessible(developer);

  await developer.getByRole('link', { name: 'Go to the pay page' }).click();
  await payByCard(developer, 'late');
  await openDeliveredApp(developer);
});

test('an order that waits for payment can be cancelled', async ({ as, expectAccessible }) => {
  test.setTimeout(180_000);
  const developer = await as('developer');
  await quote(developer, fresh('regret'));
  await order(developer, /Card \(simulated\)/);
  await declineCard(developer);
  await developer.getByRole('button', { name: 'Cancel the order' }).click();
  const dialog = developer.getByRole('dialog');
  await expectAccessible(developer);
  await dialog.getByRole('button', { name: /Cancel the order/ }).click();
  await expect(developer.getByText('This order was cancelled').first()).toBeVisible();
});

test('a buyer in China is refused the public network, with the rule named', async ({
  as,
  expectAccessible,
}) => {
  const buyer = await as('china');
  await buyer.goto('/buy');
  await expect(buyer.getByRole('radio', { name: /public network/ })).toBeDisabled();
  await expect(buyer.getByText(/cn-buyer-public/)).toBeVisible();
  await expectAccessible(buyer);
});
