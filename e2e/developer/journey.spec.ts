import { expect, test } from '#e2e/test.ts';
import { deployPreset, fresh, openDeliveredApp, order, payByCard, quote, signUp } from './steps.ts';

test('a stranger signs up, buys by card, deploys, calls and sees the calls counted', async ({
  page,
  expectAccessible,
}) => {
  test.setTimeout(240_000);
  await signUp(page);
  const appName = fresh('notary');
  await quote(page, appName, { billing: true });
  await expectAccessible(page);
  await order(page, /Card \(simulated\)/);
  await payByCard(page);
  await openDeliveredApp(page);
  await expect(page.getByRole('heading', { name: appName })).toBeVisible();
  await deployPreset(page, 'Store');
  await page.screenshot({ path: 'test-results/after-deploy.png', fullPage: true });
});
