import { demoIds } from '#e2e/demo-ids.ts';
import { expect, test } from '#e2e/test.ts';
import { followMail, fresh, signInHere, signOut } from './steps.ts';

test('a colleague is invited by mail, looks at everything and touches nothing', async ({
  as,
  page,
  expectAccessible,
}) => {
  test.setTimeout(300_000);
  const owner = await as('developer');
  await demoIds(as); // There is an app to look at, whichever test runs first.
  const email = `${fresh('guest')}@example.test`;
  const guest = { email, password: 'a lamp at the quay' };
  const name = fresh('Gil');

  await test.step('is invited', async () => {
    await owner.goto('/organisation');
    await owner.getByLabel('E-mail').fill(email);
    await owner.getByRole('radio', { name: /^Viewer/ }).check();
    await owner.getByRole('button', { name: 'Send invitation' }).click();
    await expect(owner.getByText(`on its way to ${email}`)).toBeVisible();
    await expectAccessible(owner);
  });

  await test.step('joins with an account of their own', async () => {
    await followMail(page, email, /invitations/);
    await expect(page.getByRole('heading', { name: /^Join / })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Password', { exact: true }).fill(guest.password);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Create account and join' }).click();
    await expect(page).toHaveURL(/\/apps$/);
  });

  await test.step('looks, and touches nothing', async () => {
    await page.getByRole('table').getByRole('link').first().click();
    await expect(page).toHaveURL(/\/apps\/[0-9a-f-]{36}/);
    const app = new URL(page.url()).pathname;
    await expect(page.getByRole('link', { name: /Deploy a contract|Upgrade|New app/ })).toHaveCount(0);
    await page.goto(`${app}?tab=keys`);
    await expect(page.getByRole('heading', { name: 'API keys' })).toBeVisible();
    await expect(page.getByRole('button', { name: /Make a key|Rotate|Revoke/ })).toHaveCount(0);
    for (const closed of [`${app}?tab=settings`, '/buy', '/wallet', '/operator', '/finance']) {
      await page.goto(closed);
      await expect(page.getByText('Your role does not open this page')).toBeVisible();
    }
    await expectAccessible(page);
  });

  await test.step('forgets the password and sets a new one by mail', async () => {
    await page.goto('/account');
    await expectAccessible(page);
    await signOut(page);
    await page.goto('/sign-in');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await expect(page.getByRole('heading', { name: 'Set a new password' })).toBeVisible();
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Send link' }).click();
    await expect(page.getByText('a link is on its way there')).toBeVisible();
    await expectAccessible(page);
    await followMail(page, email, /reset-password/);
    await expectAccessible(page);
    await page.getByLabel('New password').fill('another lamp at sea');
    await page.getByRole('button', { name: 'Set password' }).click();
    await expect(page).toHaveURL(/\/apps$/);
    await signOut(page);
    await page.goto('/sign-in');
    await signInHere(page, guest);
    await expect(page.getByRole('alert').filter({ hasText: 'do not fit together' })).toBeVisible();
    await signInHere(page, { email, password: 'another lamp at sea' });
    await expect(page).toHaveURL(/\/apps$/);
  });

  await test.step('reads the console in Chinese, and in English again', async () => {
    await page.goto('/orders');
    await page.getByRole('button', { name: '中文' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expect(page.getByRole('heading', { level: 1, name: '订单' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Orders' })).toBeVisible();
  });

  await test.step('is removed, and has no access from then on', async () => {
    await owner.goto('/organisation');
    await owner.getByRole('row', { name: email }).getByRole('button', { name: 'Remove' }).click();
    const dialog = owner.getByRole('dialog', { name: `Remove ${name}?` });
    await expectAccessible(owner);
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await expect(owner.getByRole('row', { name: email })).toHaveCount(0);
    await page.goto('/apps');
    await expect(page.getByText('Your role does not open this page')).toBeVisible();
  });
});
