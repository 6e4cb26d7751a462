import { demoLogins } from '#db/seed/demo-logins.ts';
import { expect, test } from '#e2e/test.ts';
import {
  callFunction,
  deployPreset,
  fresh,
  makeKey,
  openDeliveredApp,
  order,
  payByCard,
  quote,
  signUp,
} from './steps.ts';

test('a stranger signs up, buys by card, deploys, calls and sees the calls counted', async ({
  page,
  request,
  expectAccessible,
}) => {
  test.setTimeout(300_000);
  await signUp(page);
  await expectAccessible(page);
  const appName = fresh('notary');
  await quote(page, appName, { billing: true });
  await expectAccessible(page);
  await order(page, /Card \(simulated\)/);
  await payByCard(page);
  await openDeliveredApp(page);
  await expect(page.getByRole('heading', { name: appName })).toBeVisible();
  await expectAccessible(page);

  await deployPreset(page, 'Store');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Call it' }).click();
  await callFunction(page, 'put', { key: 'harbour', value: 'open' });
  await expect(page.getByText('in the chain')).toBeVisible({ timeout: 30_000 });
  await callFunction(page, 'get', { key: 'harbour' });
  await expect(page.getByText('open').first()).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);

  const secret = await makeKey(page, 'billing server');
  expect(secret).toMatch(/^cpk_/);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  const endpoint = await page
    .getByText(/^https?:\/\/[^ ]+\/evm\/v1\/app\d{20}$/)
    .first()
    .textContent();
  await expect
    .poll(
      async () => {
        const answer = await request.post(endpoint ?? '', {
          headers: { 'x-api-key': secret },
          data: { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] },
        });
        return answer.status();
      },
      { message: 'the gateway knows the key that was just shown' },
    )
    .toBe(200);

  await page.getByRole('link', { name: 'Usage', exact: true }).click();
  await expect(page.getByRole('cell', { name: 'eth_blockNumber' })).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await page.goto('/invoices');
  await expect(page.getByRole('table')).toContainText('CP-');
});

test('an order is paid from the wallet, which a confirmed remittance had filled', async ({ as }) => {
  test.setTimeout(300_000);
  const developer = await as('developer');
  await developer.goto('/wallet');
  await developer.getByLabel('Amount').fill('5000');
  await developer.getByRole('radio', { name: /remittance/i }).check();
  await developer.getByRole('button', { name: /Top up/ }).click();
  const code = await developer
    .getByText(/^[2-9A-HJ-NP-Z]{8}$/)
    .first()
    .textContent();

  const finance = await as('finance');
  await finance.goto(`/finance/remittances?q=${code}`);
  await finance.getByRole('button', { name: 'Confirm' }).first().click();
  const dialog = finance.getByRole('dialog');
  await dialog.getByLabel('Amount that arrived').fill('5000.00');
  await dialog.getByLabel(/reference/i).fill('BANK-1');
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(dialog).toBeHidden();

  const appName = fresh('walletapp');
  await quote(developer, appName);
  await order(developer, /Wallet/);
  await openDeliveredApp(developer);
  await expect(developer.getByRole('heading', { name: appName })).toBeVisible();
});

test('an order is paid by remittance, and finance confirms it', async ({ as }) => {
  test.setTimeout(300_000);
  const developer = await as('developer');
  const appName = fresh('bankapp');
  await quote(developer, appName);
  await order(developer, /Bank remittance/);
  await expect(developer.getByText('Send the remittance')).toBeVisible();
  const code = await developer
    .getByText(/^[2-9A-HJ-NP-Z]{8}$/)
    .first()
    .textContent();
  const total = await developer
    .getByText(/^¥[\d,]+\.\d{2}$/)
    .first()
    .textContent();

  const finance = await as('finance');
  await finance.goto(`/finance/remittances?q=${code}`);
  await finance.getByRole('button', { name: 'Confirm' }).first().click();
  const dialog = finance.getByRole('dialog');
  await dialog.getByLabel('Amount that arrived').fill((total ?? '').replace(/[¥,]/g, ''));
  await dialog.getByLabel(/reference/i).fill('BANK-2');
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await openDeliveredApp(developer);
});

test('a declined card says so, and the order can be paid another way', async ({ as }) => {
  test.setTimeout(180_000);
  const developer = await as('developer');
  await quote(developer, fresh('declined'));
  await order(developer, /Card \(simulated\)/);
  await developer.waitForURL(/\/sandbox\/pay\//);
  await developer.getByRole('button', { name: 'Have the card declined' }).click();
  await developer.waitForURL(/\/orders\//);
  await expect(developer.getByText('The card was declined.').first()).toBeVisible();
  await developer.getByRole('button', { name: 'Cancel the order' }).click();
  await developer
    .getByRole('dialog')
    .getByRole('button', { name: /Cancel the order/ })
    .click();
  await expect(developer.getByText('cancelled').first()).toBeVisible();
});

test('a buyer in China is refused the public network, with the rule named', async ({ as }) => {
  const buyer = await as('china');
  await buyer.goto('/buy');
  const publicOffer = buyer.getByRole('radio', { name: /public network/ });
  await expect(publicOffer).toBeDisabled();
  await expect(buyer.getByText(/cn-buyer-public/)).toBeVisible();
  expect(demoLogins.china.email).toContain('china');
});
