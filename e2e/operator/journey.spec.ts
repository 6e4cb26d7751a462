import type { Locator, Page } from '@playwright/test';
import { demoLogins } from '#db/seed/demo-logins.ts';
import { fresh, signUp } from '#e2e/developer/steps.ts';
import { buyApp, holdQuote, makeToken, program } from '#e2e/program.ts';
import { expect, test } from '#e2e/test.ts';

/** A red square of sixteen pixels. */
const logo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR4nGM4oKBAEmIY1TCqYfhqAAC6CAAQx2ckEwAAAABJRU5ErkJggg==',
  'base64',
);

test('a brand is seen at once by visitors, in mail and on invoices, and can be taken back', async ({
  as,
  page,
  request,
  expectAccessible,
}) => {
  test.setTimeout(240_000);
  const name = fresh('Quayside');
  const operator = await as('operator');
  await operator.goto('/operator/brand');
  await operator.getByLabel('Name of the portal').fill(name);
  await operator.getByLabel('Brand colour on light pages').fill('#ffe600');
  await expect(operator.getByText(/^#ffe600 becomes #/)).toBeVisible();
  await expect(operator.getByText(/on the page \d+(\.\d)?:1/).first()).toBeVisible();
  await operator.getByLabel('Brand colour on light pages').fill('#7a1fa2');
  await expect(operator.getByText(/^#ffe600 becomes #/)).toBeHidden();
  await operator.getByLabel('Tagline (English)').fill(`${name} sells berths.`);
  await operator.getByLabel('Claim (English)').fill(`Moor your chain at ${name}`);
  await operator.getByLabel('Seller', { exact: true }).fill(`${name} Pte. Ltd.`);
  await operator
    .getByLabel('Logo', { exact: true })
    .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: logo });
  await expect(operator.getByRole('img', { name: 'The logo now' })).toBeVisible();
  await expectAccessible(operator);
  await operator.getByRole('button', { name: 'Save brand' }).click();
  await expect(operator.getByText('Saved. Every visitor sees it from now on.')).toBeVisible();

  await page.goto('/');
  await expect(page).toHaveTitle(new RegExp(name));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Moor your chain at ${name}`);
  await expect(page.locator('header img[src^="/api/brand-assets/"]')).toBeVisible();
  await expect(page.locator('meta[name=description]')).toHaveAttribute('content', `${name} sells berths.`);
  expect(await brandColour(page)).toBe('#7a1fa2');
  await expectAccessible(page);

  await page.goto('/forgot-password');
  await page.getByLabel('E-mail').fill(demoLogins.viewer.email);
  await page.getByRole('button', { name: 'Send link' }).click();
  const mail = page.getByRole('link', { name: `Set a new password for ${name}` });
  await expect(async () => {
    await page.goto(`/sandbox/mailbox?q=${encodeURIComponent(demoLogins.viewer.email)}`);
    await expect(mail.first()).toBeVisible({ timeout: 1_000 });
  }).toPass();

  const developer = await as('developer');
  const p = program(request, await makeToken(developer, 'admin'));
  const { orderId } = await buyApp(p, fresh('branded'));
  const { invoices } = await p.get<{ invoices: { id: string }[] }>(`/orders/${orderId}`);
  await developer.goto(`/invoices/${invoices[0]?.id}`);
  await expect(developer.getByRole('main').getByText(`${name} Pte. Ltd.`)).toBeVisible();

  await operator.reload();
  await operator.getByRole('button', { name: 'Back to the default' }).click();
  await operator.getByRole('dialog').getByRole('button', { name: 'Back to the default' }).click();
  await expect(operator.getByRole('dialog')).toBeHidden();
  await page.goto('/');
  await expect(page).not.toHaveTitle(new RegExp(name));
  expect(await brandColour(page)).not.toBe('#7a1fa2');
  // What was issued under the old name stays as it was.
  await developer.reload();
  await expect(developer.getByRole('main').getByText(`${name} Pte. Ltd.`)).toBeVisible();
});

test('a price book is proposed by one, approved by another, and used by the next quote', async ({
  as,
  request,
  expectAccessible,
}) => {
  test.setTimeout(180_000);
  const operator = await as('operator');
  await operator.goto('/operator/prices/new');
  let base = '';
  for (const field of await operator.getByLabel('Base fee, a month').all()) {
    base = (Number(await field.inputValue()) + 0.01).toFixed(2);
    await field.fill(base);
  }
  const note = fresh('a cent more a month');
  await operator.getByLabel(/^Note/).fill(note);
  await expectAccessible(operator);
  await operator.getByRole('button', { name: 'Send to the approver' }).click();
  await expect(operator).toHaveURL(/\/operator\/prices\/\d+$/, { timeout: 60_000 });
  await expect(
    operator.getByText('You proposed this version, so somebody else has to approve it.'),
  ).toBeVisible();
  await expect(operator.getByRole('button', { name: 'Approve' })).toBeHidden();

  const approver = await as('approver');
  await approver.goto(operator.url());
  await expect(approver.getByText(note)).toBeVisible();
  await expectAccessible(approver);
  await approver.getByRole('button', { name: 'Approve' }).click();
  await approver.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(approver.getByText('in force', { exact: true })).toBeVisible();

  const p = program(request, await makeToken(await as('developer'), 'admin'));
  const quote = await p.get<{
    priceBookVersion: number;
    lines: { resource: string; net: { amount: string } }[];
  }>(`/quotes/${await holdQuote(p, fresh('priced'))}`);
  expect(quote.priceBookVersion).toBe(Number(operator.url().split('/').at(-1)));
  expect(quote.lines.some(({ net }) => /\.\d[1-9]$/.test(net.amount))).toBe(true);
});

test('a compliance rule refuses a purchase by its name, until it is removed', async ({
  as,
  page,
  expectAccessible,
}) => {
  test.setTimeout(180_000);
  await signUp(page);
  await page.goto('/organisation?tab=billing');
  await page.getByLabel('Legal name').fill('Eldey ehf.');
  await page.getByLabel('Country').selectOption('IS');
  await page.getByLabel('Street and number').fill('Bryggjan 1');
  await page.getByLabel('City', { exact: true }).fill('Reykjavík');
  await page.getByRole('button', { name: 'Save billing profile' }).click();
  await expect(page.getByRole('status').filter({ hasText: /saved/i })).toBeVisible();
  const operator = await as('operator');
  const rule = fresh('is-buyer-test');
  await operator.goto('/operator/compliance');
  // What an interrupted run may have left.
  const left = operator.getByRole('row', { name: /is-buyer-test/ });
  for (let count = await left.count(); count > 0; count -= 1) {
    await removeRule(operator, left.first());
    await expect(left).toHaveCount(count - 1);
  }
  const offer = page.getByRole('radio', { name: /permissioned chain/ });
  await page.goto('/buy');
  await expect(offer).toBeEnabled();

  await operator.getByLabel('Rule', { exact: true }).fill(rule);
  await operator.getByLabel('Framework kind').selectOption('permissioned');
  await operator.getByLabel('Buyer in').fill('is');
  await operator.getByRole('button', { name: 'Publish with this rule' }).click();
  const row = operator.getByRole('row', { name: new RegExp(rule) });
  await expect(row).toContainText('Iceland');
  await expectAccessible(operator);

  await page.reload();
  await expect(offer).toBeDisabled();
  await expect(page.getByText(new RegExp(rule)).first()).toBeVisible();
  await expectAccessible(page);

  await removeRule(operator, row);
  await expect(row).toBeHidden();
  await page.reload();
  await expect(offer).toBeEnabled();
});

test('a paused city node is not on the storefront', async ({ as, page }) => {
  const operator = await as('operator');
  await operator.goto('/operator/city-nodes/singapore');
  const inTable = page.getByRole('table').getByRole('link', { name: 'Singapore' });
  for (const [now, next, shown] of [
    ['Pause', 'Resume', 0],
    ['Resume', 'Pause', 1],
  ] as const) {
    await operator.getByRole('button', { name: now }).click();
    await operator.getByRole('dialog').getByRole('button', { name: now }).click();
    await expect(operator.getByRole('button', { name: next })).toBeVisible();
    await page.goto('/city-nodes');
    await expect(inTable).toHaveCount(shown);
  }
});

test('an app suspended by the operator is refused at the gateway, and its owner cannot undo it', async ({
  as,
  request,
  expectAccessible,
}) => {
  test.setTimeout(240_000);
  const name = fresh('suspect');
  const developer = await as('developer');
  const p = program(request, await makeToken(developer, 'admin'));
  const { appId } = await buyApp(p, name);
  const { nodes } = await p.get<{ nodes: { endpoints: Record<string, string> }[] }>(`/apps/${appId}`);
  const { secret } = await p.post<{ secret: string }>(`/apps/${appId}/keys`, { name: fresh('key') });
  const evm = Object.values(nodes[0]?.endpoints ?? {}).find((url) => /\/evm\/v1\//.test(url)) ?? '';
  const answers = (status: number) =>
    expect
      .poll(
        async () => {
          const data = { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] };
          return (await request.post(evm, { headers: { 'x-api-key': secret }, data })).status();
        },
        { message: `the gateway answers ${status}`, timeout: 30_000 },
      )
      .toBe(status);
  await answers(200);

  const operator = await as('operator');
  await operator.goto(`/operator/apps?q=${name}`);
  const row = operator.getByRole('table').getByRole('row', { name });
  await row.getByRole('button', { name: 'Suspend' }).click();
  const dialog = operator.getByRole('dialog');
  await dialog.getByLabel('Reason for the customer').fill('Court order 7-11');
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await expect(row).toContainText('Court order 7-11');
  await answers(403);

  await developer.goto(`/apps/${appId}?tab=settings`);
  await expect(developer.getByText('Suspended by the portal operator')).toBeVisible();
  await expect(developer.getByText('Court order 7-11').first()).toBeVisible();
  await expect(developer.getByRole('button', { name: /Resume/ })).toBeHidden();
  await expectAccessible(developer);
  const undo = await p.ask('DELETE', `/apps/${appId}/suspension`);
  expect(undo.ok()).toBe(false);
  expect(await undo.text()).toContain('Court order 7-11');

  await row.getByRole('button', { name: 'Resume' }).click();
  await operator.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
  await expect(row).toContainText('active');
  await answers(200);
});

test('customers and orders are found, and the audit log shows who did what', async ({
  as,
  expectAccessible,
}) => {
  const operator = await as('operator');
  await operator.goto('/operator/customers');
  await operator.getByRole('searchbox').fill(demoLogins.developer.email);
  await operator.getByRole('button', { name: 'Apply' }).click();
  await expect(operator).toHaveURL(/q=developer/);
  await expect(operator.getByRole('table').locator('tbody tr')).toHaveCount(1);
  await operator.getByRole('table').getByRole('link').first().click();
  await expect(operator.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(operator).toHaveURL(/customers\/[0-9a-f-]{36}/);
  await expectAccessible(operator);

  await operator.goto('/operator/orders');
  const first = operator.getByRole('table').locator('tbody tr').first().getByRole('link').first();
  const number = await first.innerText();
  await operator.getByRole('searchbox').fill(number);
  await operator.getByLabel('State').selectOption('');
  await operator.getByRole('button', { name: 'Apply' }).click();
  await expect(operator.getByRole('table').locator('tbody tr')).toHaveCount(1);
  await first.click();
  await expect(operator.getByRole('heading', { level: 1, name: new RegExp(number) })).toBeVisible();
  await expectAccessible(operator);

  const days = await setting(operator, 'An order waits for its remittance');
  await operator.goto('/operator/audit?action=setting.put');
  const newest = operator.getByRole('table').locator('tbody tr').first();
  await expect(newest).toContainText('Olive Operator');
  await expect(newest).toContainText('remittanceDays');
  expect(days).toMatch(/^\d+$/);
  await expectAccessible(operator);
});

test('a legal text is published for everybody', async ({ as, page }) => {
  const operator = await as('operator');
  await operator.goto('/operator/legal?kind=privacy');
  const sentence = fresh('We keep nothing longer than needed');
  for (const label of ['Text (English)', 'Text（中文）']) {
    const field = operator.getByLabel(label);
    // Grows by a line a run; the oldest text of the demo stays in front of it.
    const text = (await field.inputValue()).split('\n\nWe keep nothing')[0];
    await field.fill(`${text}\n\n${sentence}.`);
  }
  await operator.getByRole('button', { name: /^Publish version \d+$/ }).click();
  await expect(operator.getByText(/^Version \d+ is in force\.$/)).toBeVisible();
  await page.goto('/legal/privacy');
  await expect(page.getByText(sentence)).toBeVisible();
});

test('what waits for somebody, jobs and operations are in sight', async ({ as, expectAccessible }) => {
  const operator = await as('operator');
  await operator.goto('/operator');
  await expect(operator.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await expect(operator.getByText('Orders paid', { exact: true })).toBeVisible();
  await expectAccessible(operator);
  await operator.goto('/operator/jobs');
  await expect(operator.getByRole('heading', { level: 1, name: 'Jobs' })).toBeVisible();
  await operator.goto('/operator/operations?show=all');
  await expect(operator.getByRole('table', { name: 'Operations' })).toContainText('Create app');
  await expectAccessible(operator);
});

async function removeRule(operator: Page, row: Locator): Promise<void> {
  await row.getByRole('button', { name: 'Remove' }).click();
  await operator.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
}

/** Puts a number of the settings up by one and down again; the text it had. */
async function setting(operator: Page, label: string): Promise<string> {
  await operator.goto('/operator/settings');
  const field = operator.getByLabel(label);
  const form = operator.locator('form').filter({ has: field });
  const before = await field.inputValue();
  for (const value of [String(Number(before) + 1), before]) {
    await field.fill(value);
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form.getByText('Saved.')).toBeVisible();
    await operator.reload();
    await expect(field).toHaveValue(value);
  }
  return before;
}

const brandColour = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--brand-light').trim());
