import { expect, test } from '#e2e/test.ts';
import { callerOf, expectRpc, makeKey } from './app-steps.ts';
import { askForQuote, fresh, openDeliveredApp, order, payByCard, signInHere } from './steps.ts';

test('what was chosen in the calculator is in the cart, and becomes an endpoint of a public network', async ({
  page,
  request,
  expectAccessible,
}) => {
  test.setTimeout(300_000);
  const appName = fresh('lookout');
  await test.step('chooses, signed out', async () => {
    await page.goto('/');
    const framework = page.getByLabel('Framework');
    const publicNetwork = framework.locator('option', { hasText: /public/i }).first();
    await framework.selectOption((await publicNetwork.textContent()) ?? '');
    const singapore = page
      .getByRole('group', { name: 'Cities' })
      .getByRole('checkbox', { name: 'Singapore' });
    await singapore.check();
    await page.getByLabel('Throughput', { exact: true }).fill('15');
    await page.getByText('Month', { exact: true }).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
  });

  await test.step('signs in, and finds the choice again', async () => {
    await page.waitForURL('**/sign-in?**');
    await signInHere(page, 'developer');
    await expect(page.getByRole('heading', { name: 'Is this right?' })).toBeVisible();
    await expect(page.getByText('Ethereum, public network')).toBeVisible();
    await expect(page.getByText(/^15 TPS/).first()).toBeVisible();
    await expect(page.getByText('for one month').first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('pays; the provider’s events arrive in the wrong order', async () => {
    await askForQuote(page, appName);
    await order(page, /Card \(simulated\)/);
    await payByCard(page, 'outOfOrder');
    await openDeliveredApp(page);
  });

  await test.step('has an endpoint and a key, and nothing to deploy', async () => {
    await expect(page.getByText('Endpoint and key, no deployment')).toBeVisible();
    await expect(page.getByText(/local test chain/)).toBeVisible();
    await expect(page.getByRole('link', { name: 'Contract', exact: true })).toBeHidden();
    await expectAccessible(page);
    const secret = await makeKey(page, 'lookout');
    await expectRpc(await callerOf(page, request), secret, 200, 'the public network answers');
    await page.goto(`${new URL(page.url()).pathname}/deploy`);
    await expect(page.getByText('Contracts are not deployed through the portal').first()).toBeVisible();
    await expectAccessible(page);
  });
});
