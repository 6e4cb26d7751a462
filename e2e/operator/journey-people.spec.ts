import type { Page } from '@playwright/test';
import { followMail, fresh, signUp } from '#e2e/developer/steps.ts';
import { buyApp, makeToken, program } from '#e2e/program.ts';
import { expect, test } from '#e2e/test.ts';

test('a colleague joins the staff by mail, works by their role, and is removed; the last administrator stays', async ({
  as,
  page,
  expectAccessible,
}) => {
  test.setTimeout(240_000);
  const administrator = await as('administrator');
  const email = `${fresh('clerk')}@example.test`;
  const name = fresh('Cleo');
  const theirs = administrator.getByRole('row', { name: new RegExp(name) });

  await test.step('is invited with a role of the portal', async () => {
    await administrator.goto('/operator/staff');
    await administrator.getByLabel('E-mail').fill(email);
    await administrator.getByRole('radio', { name: /^Support/ }).check();
    await administrator.getByRole('button', { name: 'Send invitation' }).click();
    await expect(administrator.getByText(`on its way to ${email}`)).toBeVisible();
    await expectAccessible(administrator);
    await followMail(page, email, /invitations/);
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Password', { exact: true }).fill('a lamp at the quay');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Create account and join' }).click();
    await expect(page).toHaveURL(/\/operator$/);
  });

  await test.step('sees who works here, and changes nothing', async () => {
    await page.goto('/operator/staff');
    await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('Support');
    await expect(page.getByRole('button', { name: /Change role|Remove|Send invitation/ })).toHaveCount(0);
    await expectAccessible(page);
    await page.goto('/operator/brand');
    await expect(page.getByText('Your role does not open this page')).toBeVisible();
  });

  await test.step('is given another role from the next click on', async () => {
    await administrator.reload();
    await theirs.getByRole('button', { name: 'Change role' }).click();
    const dialog = administrator.getByRole('dialog');
    await dialog.getByLabel('Role').selectOption('operator');
    await dialog.getByRole('button', { name: 'Change role' }).click();
    // The dialog stands in the row, and offers the same word before anything is done. On a phone the column's name leads.
    await expect(dialog).toBeHidden();
    await expect(theirs.getByRole('cell', { name: /^(Role)?\s*Operator$/ })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Brand', level: 1 })).toBeVisible();
  });

  await test.step('is removed, and finds every door shut', async () => {
    await theirs.getByRole('button', { name: 'Remove' }).click();
    await administrator.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(theirs).toBeHidden();
    await page.goto('/operator/staff');
    await expect(page.getByText('Your role does not open this page')).toBeVisible();
  });

  await test.step('the last administrator cannot leave', async () => {
    await administrator.getByRole('button', { name: 'Leave' }).click();
    const dialog = administrator.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await expect(dialog.getByText('This is the last administrator.')).toBeVisible();
    await administrator.goto('/operator/audit?action=member.remove');
    await expect(administrator.getByRole('table').locator('tbody tr').first()).toContainText(
      'Amina Administrator',
    );
  });
});

test('a suspended customer is refused at every door, told why, and comes back as it was', async ({
  as,
  page,
  request,
  expectAccessible,
}) => {
  test.setTimeout(300_000);
  const { email } = await signUp(page);
  await fillProfile(page);
  const p = program(request, await makeToken(page, 'admin'));
  const { appId } = await buyApp(p, fresh('halted'));
  const { nodes } = await p.get<{ nodes: { endpoints: Record<string, string> }[] }>(`/apps/${appId}`);
  const { secret } = await p.post<{ secret: string }>(`/apps/${appId}/keys`, { name: fresh('key') });
  const evm = Object.values(nodes[0]?.endpoints ?? {}).find((url) => /\/evm\/v1\//.test(url)) ?? '';
  const data = { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] };
  const gatewayAnswers = (status: number) =>
    expect
      .poll(async () => (await request.post(evm, { headers: { 'x-api-key': secret }, data })).status(), {
        message: `the gateway answers ${status}`,
        timeout: 30_000,
      })
      .toBe(status);
  await gatewayAnswers(200);
  const reason = fresh('Chargeback');

  const operator = await as('operator');
  await test.step('the operator suspends it with a reason', async () => {
    await operator.goto(`/operator/customers?q=${encodeURIComponent(email)}`);
    await operator.getByRole('table').getByRole('link').first().click();
    await operator.getByRole('button', { name: 'Suspend customer' }).click();
    const dialog = operator.getByRole('dialog');
    await dialog.getByLabel('Reason for the customer').fill(reason);
    await dialog.getByRole('button', { name: 'Suspend customer' }).click();
    await expect(operator.getByRole('button', { name: 'Resume customer' })).toBeVisible();
    await expect(operator.getByText(reason)).toBeVisible();
    await expectAccessible(operator);
    await gatewayAnswers(403);
  });

  await test.step('its people read why on every page, and may only look', async () => {
    for (const path of ['/apps', `/apps/${appId}`, '/orders', '/invoices', '/organisation', '/account']) {
      await page.goto(path);
      await expect(page.getByText(`Reason: ${reason}`), path).toBeVisible();
    }
    await expectAccessible(page);
    for (const closed of ['/buy', `/apps/${appId}/deploy`]) {
      await page.goto(closed);
      await expect(page.getByText(`Reason: ${reason}`), closed).toBeVisible();
      await expect(page.getByRole('heading', { name: 'This page is closed for now' }), closed).toBeVisible();
      await expect(page.getByRole('button', { name: /Continue|Deploy/ })).toHaveCount(0);
    }
    await page.goto(`/apps/${appId}?tab=keys`);
    await expect(page.getByRole('button', { name: /Make a key|Rotate|Revoke/ })).toHaveCount(0);
    await page.goto(`/sandbox/mailbox?q=${encodeURIComponent(email)}`);
    await expect(page.getByRole('link', { name: 'Quay Works is suspended' })).toBeVisible();
  });

  await test.step('its programs may look and are told the reason', async () => {
    await p.get(`/apps/${appId}`);
    for (const [path, body] of [
      [`/apps/${appId}/keys`, { name: fresh('key') }],
      [`/apps/${appId}/suspension`, {}],
    ] as const) {
      const answer = await p.ask('POST', path, { data: body });
      expect(answer.status(), path).toBe(403);
      expect(await answer.text(), path).toContain(reason);
    }
  });

  await test.step('resumed, it goes on as it was', async () => {
    await operator.getByRole('button', { name: 'Resume customer' }).click();
    await operator.getByRole('dialog').getByRole('button', { name: 'Resume customer' }).click();
    await expect(operator.getByRole('button', { name: 'Suspend customer' })).toBeVisible();
    await gatewayAnswers(200);
    await page.goto('/buy');
    await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
    await expect(page.getByText(`Reason: ${reason}`)).toHaveCount(0);
  });
});

async function fillProfile(page: Page): Promise<void> {
  await page.goto('/organisation?tab=billing');
  await page.getByLabel('Legal name').fill('Quay Works Pte. Ltd.');
  await page.getByLabel('Country').selectOption('SG');
  await page.getByLabel('Street and number').fill('1 Marina Way');
  await page.getByLabel('City', { exact: true }).fill('Singapore');
  await page.getByRole('button', { name: 'Save billing profile' }).click();
  await expect(page.getByRole('status').filter({ hasText: /saved/i })).toBeVisible();
}
