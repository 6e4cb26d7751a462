import { printToken } from '#protocol/control/enrolment.ts';
import { generateEdgeKey } from '#protocol/edge-signing/keys.ts';
import { expect, test } from '#e2e/test.ts';

test.describe('the operator’s network', () => {
  test('shows each city node with its offerings, events and capacity', async ({ as, expectAccessible }) => {
    const page = await as('operator');
    await page.goto('/operator/city-nodes');
    const row = page.getByRole('row', { name: /Singapore/ });
    await expect(row).toContainText('on sale');
    // One late answer of a chain is shown as trouble, until the next look at the node.
    await expect(async () => {
      await page.reload();
      await expect(row).toContainText('healthy', { timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await expectAccessible(page);
    await row.getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1, name: 'Singapore' })).toBeVisible();
    const parts = page.getByRole('navigation', { name: 'Parts of this city node' });
    for (const tab of ['Offerings', 'What happened', 'Settings']) {
      await parts.getByRole('link', { name: tab }).click();
      await expect(parts.getByRole('link', { name: tab })).toHaveAttribute('aria-current', 'page');
      await expectAccessible(page);
    }
    await page.goto('/operator/city-nodes/singapore?tab=offerings');
    await expect(page.getByText('ethereum-public', { exact: true })).toBeVisible();
    await expect(page.getByText('a local test chain stands in')).toBeVisible();
  });

  test('says what is wrong with a token, and with a node that gives no answer', async ({
    as,
    expectAccessible,
  }) => {
    test.setTimeout(180_000);
    const page = await as('operator');
    await page.goto('/operator/city-nodes/enrol');
    await page.getByLabel('Enrolment token').fill('cpn1_nonsense');
    await page.getByRole('button', { name: 'Enrol', exact: true }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'not an enrolment token' })).toBeVisible();
    await expectAccessible(page);
    const token = printToken({
      v: 1,
      url: 'http://127.0.0.1:9',
      key: generateEdgeKey().key.publicKey,
      secret: 'x'.repeat(43),
      expiresAt: new Date(Date.now() + 20_000).toISOString(),
    });
    await page.getByLabel('Enrolment token').fill(token);
    await page.getByRole('button', { name: 'Enrol', exact: true }).click();
    await expect(page.getByText('Node at http://127.0.0.1:9 called')).toBeVisible();
    await expect(page.getByText('gave no answer while the token lived')).toBeVisible({ timeout: 100_000 });
  });

  test('lists jobs and operations', async ({ as, expectAccessible }) => {
    const page = await as('operator');
    await page.goto('/operator/operations?show=all');
    await expect(page.getByRole('heading', { level: 1, name: 'Operations' })).toBeVisible();
    await expectAccessible(page);
    await page.goto('/operator/jobs');
    await expect(page.getByRole('heading', { level: 1, name: 'Jobs' })).toBeVisible();
    await expectAccessible(page);
  });
});
