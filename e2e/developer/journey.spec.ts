import { readFile } from 'node:fs/promises';
import { expect, test } from '#e2e/test.ts';
import {
  call,
  callerOf,
  callFunction,
  deployPreset,
  expectRpc,
  makeKey,
  openTab,
  revokeKey,
  rotateKey,
} from './app-steps.ts';
import { fresh, navigation, openDeliveredApp, order, payByCard, quote, signUp } from './steps.ts';

/** The whole life of an app, by somebody whom the portal has never seen. Long, because each part stands on the one before. */
test('a stranger signs up, buys by card, deploys, calls, and sees it counted', async ({
  page,
  request,
  expectAccessible,
}) => {
  test.setTimeout(420_000);
  const appName = fresh('notary');
  await signUp(page);
  await expectAccessible(page);

  await test.step('buys by card; the provider tells it twice', async () => {
    await quote(page, appName, { billing: true, look: () => expectAccessible(page) });
    await expectAccessible(page);
    await order(page, /Card \(simulated\)/);
    await payByCard(page, 'twice');
    await openDeliveredApp(page);
    await expect(page.getByRole('heading', { level: 1, name: appName })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('has an invoice, as a page and as a PDF', async () => {
    const app = page.url();
    await (await navigation(page)).getByRole('link', { name: 'Invoices' }).click();
    await page.getByRole('table', { name: 'Invoices' }).getByRole('link').first().click();
    await expect(page.getByRole('heading', { level: 1, name: /^Invoice / })).toBeVisible();
    await expect(page.getByText('Quay Works Pte. Ltd.')).toBeVisible();
    await expectAccessible(page);
    const downloads = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download PDF' }).click();
    const pdf = await readFile(await (await downloads).path());
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    await page.goto(app);
  });

  await test.step('deploys a preset and calls it from a form', async () => {
    await deployPreset(page, 'Store');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Call it' }).click();
    await callFunction(page, 'put', { key: 'harbour', value: 'open' });
    await expect(page.getByText('in the chain')).toBeVisible({ timeout: 60_000 });
    await callFunction(page, 'get', { key: 'harbour' });
    await expect(page.getByText('answered')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('table', { name: 'Recent events' })).toContainText('harbour');
    await expectAccessible(page);
  });

  const reader = await makeKey(page, 'reading room', {
    functions: ['get'],
    look: () => expectAccessible(page),
  });
  const secret = await makeKey(page, 'billing server');
  const caller = await callerOf(page, request);

  await test.step('calls it from a program, with keys that may do what they are for', async () => {
    await expectRpc(caller, secret, 200, 'the gateway knows the key that was just shown');
    const get = { contract: 'Store', function: 'get', args: ['harbour'] };
    await expect
      .poll(async () => (await call(caller, reader, 'query', get)).body)
      .toMatchObject({ result: ['open', expect.any(String)] });
    const put = { contract: 'Store', function: 'put', args: ['harbour', 'shut'] };
    expect((await call(caller, reader, 'invoke', put)).status).toBe(403);
  });

  await test.step('sees the calls counted a few seconds later', async () => {
    await openTab(page, 'Usage');
    const methods = page.getByRole('table', { name: 'Method' });
    await expect(methods.getByRole('cell', { name: 'eth_blockNumber' })).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
  });

  await test.step('puts a new version in the place of the first', async () => {
    await deployPreset(page, 'Store', 2);
    await page.goto(page.url().replace(/\/deploy.*/, '?tab=contract'));
    await expect(page.getByRole('heading', { name: 'Store version 2' })).toBeVisible();
    await expect(page.getByRole('table', { name: /^Deployments/ })).toContainText('replaced');
    await expectAccessible(page);
  });

  await test.step('suspends it: the gateway refuses; resumes it: the gateway answers', async () => {
    await openTab(page, 'Settings');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Suspend' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('We look into something');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Suspend' }).click();
    await expect(page.getByText('Suspended by your organisation')).toBeVisible();
    await expectRpc(caller, secret, 403, 'the gateway refuses a suspended app');
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByText('Suspended by your organisation')).toBeHidden();
    await expectRpc(caller, secret, 200, 'the gateway lets a resumed app through');
  });

  await test.step('rotates a key and revokes it', async () => {
    await openTab(page, 'Keys');
    const successor = await rotateKey(page, 'billing server');
    expect(successor).not.toBe(secret);
    await expectRpc(caller, successor, 200, 'the gateway knows the new key');
    await expectRpc(caller, secret, 401, 'the gateway refuses the old key');
    await revokeKey(page, 'billing server');
    await expectRpc(caller, successor, 401, 'the gateway refuses the revoked key');
    await expectAccessible(page);
  });

  await test.step('retires it, by typing its name', async () => {
    await openTab(page, 'Settings');
    await page.getByRole('button', { name: 'Retire' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('something else');
    await dialog.getByRole('button', { name: 'Retire' }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('textbox').fill(appName);
    await dialog.getByRole('button', { name: 'Retire' }).click();
    await expect(page.getByText('This app was retired')).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
    await expect
      .poll(async () => (await request.post(caller.rpc, { headers: { 'x-api-key': reader } })).status())
      .toBeGreaterThanOrEqual(400);
  });
});
