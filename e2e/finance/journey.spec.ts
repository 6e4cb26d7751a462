import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from '@playwright/test';
import { fresh } from '#e2e/developer/steps.ts';
import { buyApp, holdQuote, makeToken, placeOrder, program, startCard } from '#e2e/program.ts';
import { expect, test } from '#e2e/test.ts';
import { root } from '#scripts/home.ts';

const run = promisify(execFile);

test('a closed week adds up on screen, in its CSV and in its JSON', async ({ as, expectAccessible }) => {
  const page = await as('finance');
  await page.goto('/finance');
  await expect(page.getByRole('heading', { level: 1, name: 'Weeks' })).toBeVisible();
  await expect(page.getByRole('row', { name: /open, live/ })).toHaveCount(1);
  await expectAccessible(page);
  await page
    .getByRole('row', { name: /issued|remitted/ })
    .first()
    .getByRole('link')
    .click();
  await expect(page.getByText(/Statement #\d+/)).toBeVisible();
  await expect(page.getByText('equals the ledger')).toBeVisible();
  await expectAccessible(page);

  const parties = page.getByRole('table', { name: 'By party' });
  const shares = await amounts(parties.locator('tbody tr'));
  const [total] = await amounts(parties.locator('tfoot tr'));
  expect(sum(shares)).toBe(total);
  const tax = await figure(page, '− Tax');
  const net = await figure(page, '= Net');
  expect(net).toBe((await figure(page, 'Collected')) - (await figure(page, '− Refunds')) - tax);
  const taxShares = await amounts(parties.locator('tbody tr').filter({ hasText: /^Tax/ }));
  expect((total ?? 0n) - sum(taxShares)).toBe(net);
  if (taxShares.length > 0) expect(sum(taxShares)).toBe(tax);

  const csv = (await readFile(await download(page, 'CSV'), 'utf8')).trimEnd().split('\r\n');
  const column = (csv[0] ?? '').split(',').indexOf('amount');
  const cents = csv.slice(1).map((row) => minor(row.split(',')[column] ?? ''));
  expect(csv.at(-1)).toMatch(/^total,/);
  expect(sum(cents.slice(0, -1))).toBe(cents.at(-1));
  expect(cents.at(-1)).toBe(total);

  const json = await download(page, 'JSON');
  // The command as the page gives it, with the portal's key.
  await page.getByText('Check it without us').click();
  const command = (await page.getByText(/^node scripts\/verify-settlement/).textContent()) ?? '';
  const [, key = ''] = /--key ([\w-]{43})$/.exec(command.trim()) ?? [];
  const verify = (portalKey: string) =>
    run(process.execPath, [join(root, 'scripts/verify-settlement/main.ts'), json, '--key', portalKey]);
  expect((await verify(key)).stdout).toMatch(/^ok: \d{4}-W\d{2} \(statement \d+, signed\)/);
  await expect(verify('A'.repeat(43))).rejects.toMatchObject({ code: 1 });
});

test('an issued week is marked as remitted, once', async ({ as }) => {
  const page = await as('finance');
  await page.goto('/finance');
  const issued = page.getByRole('row', { name: /issued/ });
  // A stack that was tested often may have none left: then what is remitted must stay so.
  const some = (await issued.count()) > 0;
  await (some ? issued.last() : page.getByRole('row', { name: /remitted/ }).first())
    .getByRole('link')
    .click();
  await expect(page.getByText(/Statement #\d+/)).toBeVisible();
  const button = page.getByRole('button', { name: 'Mark as remitted' });
  if (some) {
    const reference = fresh('BANK');
    await button.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('This cannot be undone');
    await dialog.getByRole('button', { name: 'Mark as remitted' }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog.getByLabel('Bank reference').fill(reference);
    await dialog.getByRole('button', { name: 'Mark as remitted' }).click();
    await expect(page.getByText(`(${reference})`)).toBeVisible();
  }
  await expect(page.getByText('remitted', { exact: true })).toBeVisible();
  await expect(button).toBeHidden();
});

test('a refunded order takes each share back in the week it happens', async ({
  as,
  request,
  expectAccessible,
}) => {
  test.setTimeout(240_000);
  const developer = await as('developer');
  const p = program(request, await makeToken(developer, 'admin'));
  const bought = await buyApp(p, fresh('refunded'));
  const page = await as('finance');
  const week = await openWeek(page);
  const refunds = await figure(page, '− Refunds');

  await page.goto(`/finance/refunds?q=${bought.number}`);
  await expectAccessible(page);
  await page.getByRole('table', { name: 'Orders found' }).getByRole('button', { name: 'Refund' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /wallet/ }).check();
  await dialog.getByLabel('Reason').fill('bought twice');
  await dialog.getByRole('button', { name: 'Refund the order' }).click();
  await expect(dialog).toBeHidden();
  const given = page.getByRole('table', { name: 'Refunds so far' }).getByRole('row', { name: bought.number });
  await expect(async () => {
    await page.reload();
    await expect(given).toContainText('refunded', { timeout: 1_000 });
  }).toPass();

  // A week may have ended meanwhile; the new one has begun with nothing.
  const now = await openWeek(page);
  const before = now === week ? refunds : 0n;
  expect((await figure(page, '− Refunds')) - before).toBeGreaterThanOrEqual(minor(bought.total));
  await page.goto(`/finance/weeks/${now}?event=refund`);
  const taken = await amounts(page.getByRole('table', { name: 'Lines' }).locator('tbody tr'));
  expect(taken.length).toBeGreaterThan(0);
  for (const amount of taken) expect(amount).toBeLessThanOrEqual(0n);

  const order = await p.get<{ state: string; invoices: { id: string; kind: string }[] }>(
    `/orders/${bought.orderId}`,
  );
  expect(order.state).toBe('refunded');
  const note = order.invoices.find(({ kind }) => kind === 'creditNote');
  await developer.goto(`/invoices/${note?.id}`);
  await expect(developer.getByRole('heading', { level: 1, name: /Credit note/ })).toBeVisible();
});

test('a remittance is confirmed only for what was asked', async ({ as, request, expectAccessible }) => {
  test.setTimeout(240_000);
  const p = program(request, await makeToken(await as('developer'), 'admin'));
  const orderId = await placeOrder(p, await holdQuote(p, fresh('remitted')));
  await p.post(`/orders/${orderId}/payments`, { method: 'remittance' });
  type Order = {
    state: string;
    total: { amount: string };
    payments: { identificationCode: string | null }[];
  };
  const { total, payments } = await p.until<Order>(`/orders/${orderId}`, (order) =>
    order.payments.some(({ identificationCode }) => identificationCode !== null),
  );
  const page = await as('finance');
  await page.goto(`/finance/remittances?q=${payments[0]?.identificationCode}`);
  await expectAccessible(page);
  await page.getByRole('table').getByRole('button', { name: 'Confirm' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Amount that arrived').fill('1.00');
  await dialog.getByLabel('Bank reference').fill(fresh('BANK'));
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(dialog.getByRole('alert')).toContainText(`The buyer was asked for ${total.amount}`);
  await expectAccessible(page);
  await dialog.getByLabel('Amount that arrived').fill(total.amount);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('table').getByRole('row').last()).toContainText('confirmed');
  await p.until<Order>(`/orders/${orderId}`, ({ state }) => state === 'delivered');
});

test('a card payout is recorded once, and never for more than the provider holds', async ({
  as,
  request,
  expectAccessible,
}) => {
  test.setTimeout(240_000);
  const p = program(request, await makeToken(await as('developer'), 'admin'));
  const orderId = await placeOrder(p, await holdQuote(p, fresh('paidout')));
  const { paymentId } = await startCard(p, orderId);
  await p.post(`/payments/${paymentId}/sandbox-decision`, { decision: 'succeed' });
  await p.until<{ state: string }>(`/payments/${paymentId}`, ({ state }) => state === 'succeeded');

  const page = await as('finance');
  await page.goto('/finance/collections');
  await expectAccessible(page);
  const reference = fresh('po');
  const dialog = page.getByRole('dialog');
  const record = async (amount: string) => {
    await dialog.getByLabel('Amount that arrived').fill(amount);
    await dialog.getByLabel(/^Fee that was kept/).fill('0.01');
    await dialog.getByLabel('Reference of the payout').fill(reference);
    await dialog.getByRole('button', { name: 'Record a payout' }).click();
  };
  await page.getByRole('button', { name: 'Record a payout' }).click();
  await record('99999999.00');
  await expect(dialog.getByRole('alert')).toContainText('The provider holds');
  // Its texts wrap, although the cell it stands in does not.
  expect(await dialog.evaluate((box) => box.scrollWidth <= box.clientWidth)).toBe(true);
  await expectAccessible(page);
  await record('0.02');
  await expect(dialog).toBeHidden();
  const recorded = page.getByRole('table', { name: 'Payouts so far' }).getByRole('row', { name: reference });
  await expect(recorded).toContainText('0.02');

  await page.getByRole('button', { name: 'Record a payout' }).click();
  await record('0.02');
  await expect(dialog.getByRole('alert')).toContainText('recorded before');
  await page.keyboard.press('Escape');

  await recorded.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: /^Ledger transaction \d+$/ })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Postings' })).toContainText('Fees kept by simulated');
});

test('the ledger leads from an account to the postings, and checks itself', async ({
  as,
  expectAccessible,
}) => {
  const page = await as('finance');
  await page.goto('/finance/ledger');
  await page.getByRole('link', { name: 'Check the whole chain' }).click();
  await expect(page.getByText('Ledger and seals agree')).toBeVisible({ timeout: 30_000 });
  expect(await figure(page, 'All debits')).toBe(await figure(page, 'All credits'));
  await page.getByRole('table', { name: 'Accounts' }).getByRole('link').first().click();
  await expect(page.getByRole('table', { name: 'Postings' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('table', { name: 'Postings' }).getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: /^Ledger transaction \d+$/ })).toBeVisible();
  await expectAccessible(page);
  const foot = page.getByRole('table', { name: 'Postings' }).locator('tfoot tr td');
  const [debit, credit] = await Promise.all([foot.nth(1).innerText(), foot.nth(2).innerText()]);
  expect(minor(debit)).toBe(minor(credit));
  expect(minor(debit)).toBeGreaterThan(0n);
});

/** An amount as people or files write it, in minor units: `−¥1,234.50` is -123450. */
const minor = (text: string): bigint =>
  BigInt(text.replace(/[^\d]/g, '') || '0') * (/[-−(]/.test(text) ? -1n : 1n);
const sum = (all: bigint[]): bigint => all.reduce((total, each) => total + each, 0n);

/** The last cell of each row that has an amount in it; the ledger's number may stand behind it. */
async function amounts(rows: Locator): Promise<bigint[]> {
  const texts = await rows.evaluateAll((all) =>
    all.map((row) =>
      [...row.querySelectorAll('td')]
        .map((cell) => cell.textContent)
        .findLast((text) => /¥/.test(text ?? '')),
    ),
  );
  return texts.map((text) => minor(text ?? ''));
}

/** A figure at the head of a page, by its label. */
async function figure(page: Page, label: string): Promise<bigint> {
  const value = page
    .locator('dl > div')
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator('dd');
  return minor((await value.innerText()).split('\n')[0] ?? '');
}

async function openWeek(page: Page): Promise<string> {
  await page.goto('/finance');
  await page
    .getByRole('row', { name: /open, live/ })
    .getByRole('link')
    .click();
  await page.waitForURL(/\/weeks\//);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

async function download(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name, exact: true }).click(),
  ]);
  return file.path();
}
