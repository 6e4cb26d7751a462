import type { Page } from '@playwright/test';
import { fresh } from '#e2e/developer/steps.ts';
import { holdQuote, makeToken, program } from '#e2e/program.ts';
import { expect, test } from '#e2e/test.ts';

/** In a file of its own, so that it runs once and not at phone width again: each run takes the whole portal a week further. */
test('the clock goes forward only, and what falls due on the way is done', async ({
  as,
  request,
  expectAccessible,
}) => {
  test.setTimeout(300_000);
  const p = program(request, await makeToken(await as('developer'), 'admin'));
  const quoteId = await holdQuote(p, fresh('forgotten'));
  const finance = await as('finance');
  await finance.goto('/finance');
  await finance
    .getByRole('row', { name: /open, live/ })
    .getByRole('link')
    .click();
  await finance.waitForURL(/\/weeks\//);

  const page = await as('operator');
  await page.goto('/operator/clock');
  await expectAccessible(page);
  await page.getByLabel('To a time of your own').check();
  await page.getByLabel('Until').fill('2020-01-01T00:00');
  await page.getByRole('button', { name: 'Move the clock' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'only goes forward' })).toBeVisible();

  await move(page, 'An hour');
  await p.until<{ state: string }>(`/quotes/${quoteId}`, ({ state }) => state === 'expired');
  await move(page, 'To the end of this week');
  await expect(async () => {
    await finance.reload();
    await expect(finance.getByText(/Statement #\d+/)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await expect(finance.getByText('equals the ledger')).toBeVisible();
  await expect(finance.getByRole('button', { name: 'Mark as remitted' })).toBeVisible();
});

/** Moves the clock and waits until it is there: only then is the form back. */
async function move(page: Page, how: string): Promise<void> {
  await page.goto('/operator/clock');
  const ahead = page.locator('dl > div').filter({ hasText: 'Ahead of real time' }).locator('dd');
  const before = await ahead.innerText();
  await page.getByLabel(how, { exact: true }).check();
  await page.getByRole('button', { name: 'Move the clock' }).click();
  await expect(ahead).not.toHaveText(before, { timeout: 120_000 });
  await expect(page.getByRole('button', { name: 'Move the clock' })).toBeVisible({ timeout: 120_000 });
}
