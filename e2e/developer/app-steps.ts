import type { APIRequestContext, Page } from '@playwright/test';
import { expect } from '#e2e/test.ts';

/** A part of the app's page. */
export async function openTab(page: Page, name: string): Promise<void> {
  const tab = page
    .getByRole('navigation', { name: 'Parts of the app' })
    .getByRole('link', { name, exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-current', 'page');
}

/** Deploys the first preset under a name, or a new version of it. */
export async function deployPreset(page: Page, contract: string, version = 1): Promise<void> {
  await page
    .getByRole('link', { name: version === 1 ? 'Deploy a contract' : /^Upgrade/ })
    .first()
    .click();
  await page
    .getByRole('link', { name: /^Choose:/ })
    .first()
    .click();
  if (version === 1) await page.getByLabel('Name for calls').fill(contract);
  await page.getByRole('button', { name: version === 1 ? /^Deploy to/ : /^Upgrade on/ }).click();
  await expectDeployed(page, contract, version);
}

export async function expectDeployed(page: Page, contract: string, version = 1): Promise<void> {
  await expect(page.getByRole('heading', { name: `${contract}, version ${version}` })).toBeVisible();
  await expect(page.getByText(`Calls to ${contract} reach version ${version}.`)).toBeVisible({
    timeout: 90_000,
  });
}

/** Calls a function (`put`) from the form of the app's page. */
export async function callFunction(page: Page, name: string, values: Record<string, string>): Promise<void> {
  const form = page.getByRole('form', { name: 'Call a function' });
  await form.getByLabel('Function').selectOption({ label: name });
  for (const [argument, text] of Object.entries(values)) await form.getByLabel(argument).fill(text);
  await form.getByRole('button', { name: /^(Send|Read)$/ }).click();
}

/** The secret that is shown once; whoever looks meanwhile may do so in `look`. */
async function takeSecret(page: Page, look?: () => Promise<void>): Promise<string> {
  const shown = page.getByRole('dialog', { name: 'Copy this key now' });
  await expect(shown).toBeVisible();
  await look?.();
  const secret = await shown.getByText(/^cpk_/).first().textContent();
  await shown.getByRole('button', { name: 'I have kept it' }).click();
  await expect(shown).toBeHidden();
  return secret ?? '';
}

/** Makes an API key, for everything or for some functions. */
export async function makeKey(
  page: Page,
  name: string,
  options: { functions?: string[]; look?: () => Promise<void> } = {},
): Promise<string> {
  await openTab(page, 'Keys');
  await page.getByRole('button', { name: 'Make a key' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Make an API key' });
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  for (const fn of options.functions ?? [])
    await dialog.getByRole('checkbox', { name: fn, exact: true }).check();
  await options.look?.();
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  return takeSecret(page, options.look);
}

/** Makes a key's successor; the old one stops at once. */
export async function rotateKey(page: Page, name: string): Promise<string> {
  await page.getByRole('row', { name }).getByRole('button', { name: 'Rotate' }).first().click();
  const dialog = page.getByRole('dialog', { name: `Rotate ${name}` });
  await dialog.getByLabel('Hours both work').fill('0');
  await dialog.getByRole('button', { name: 'Make the new key' }).click();
  const secret = await takeSecret(page);
  await expect(page.getByRole('row', { name }).filter({ hasText: 'working' })).toHaveCount(1);
  await expect(page.getByRole('row', { name }).filter({ hasText: 'expired' })).toHaveCount(1);
  return secret;
}

export async function revokeKey(page: Page, name: string): Promise<void> {
  await page
    .getByRole('row', { name })
    .filter({ hasText: 'working' })
    .getByRole('button', { name: 'Revoke' })
    .click();
  const dialog = page.getByRole('dialog', { name: `Revoke ${name}?` });
  await dialog.getByRole('button', { name: 'Revoke the key' }).click();
  await expect(dialog).toBeHidden();
}

/** An app as a program sees it: by its addresses and a key, without the portal. */
export type Caller = { request: APIRequestContext; rpc: string; door: string };

export async function callerOf(page: Page, request: APIRequestContext): Promise<Caller> {
  await openTab(page, 'Overview');
  const address = async (form: RegExp) => (await page.getByText(form).first().textContent()) ?? '';
  return {
    request,
    rpc: await address(/^https?:\/\/[^ ]+\/evm\/v1\/app\d{20}$/),
    door: await address(/^https?:\/\/[^ ]+\/v1\/apps\/app\d{20}$/),
  };
}

/** Polls until the gateway answers a JSON-RPC call by this key with that status. */
export async function expectRpc(caller: Caller, key: string, status: number, why: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const answer = await caller.request.post(caller.rpc, {
          headers: { 'x-api-key': key },
          data: { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] },
        });
        return answer.status();
      },
      { message: why, timeout: 30_000, intervals: [250] },
    )
    .toBe(status);
}

/** One call through the framework-neutral door. */
export async function call(
  caller: Caller,
  key: string,
  kind: 'query' | 'invoke',
  body: { contract: string; function: string; args: unknown[] },
): Promise<{ status: number; body: unknown }> {
  const answer = await caller.request.post(`${caller.door}/${kind}`, {
    headers: { 'x-api-key': key },
    data: body,
  });
  return { status: answer.status(), body: await answer.json() };
}
