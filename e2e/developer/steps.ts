import type { Page } from '@playwright/test';
import { expect } from '#e2e/test.ts';

/** A name that no other test of this run, nor an earlier run on the same stack, has used. */
export const fresh = (what: string): string =>
  `${what}-${Date.now().toString(36)}${Math.floor(Math.random() * 1e4)}`;

/** Sign-up with its mail, to the first page of the console. */
export async function signUp(page: Page): Promise<{ email: string; password: string }> {
  const email = `${fresh('buyer')}@example.test`;
  const password = 'quiet harbour lamp';
  await page.goto('/sign-up');
  await page.getByLabel('Your name').fill('Bea Buyer');
  await page.getByLabel('Organisation').fill('Quay Works');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Now look into your mailbox')).toBeVisible();
  await followMail(page, email, /verify-email/);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await expect(page).toHaveURL(/\/apps/);
  return { email, password };
}

/** Opens the newest mail to an address and follows its link. */
export async function followMail(page: Page, email: string, link: RegExp): Promise<void> {
  const mails = page.getByRole('table', { name: 'Mailbox' }).getByRole('link');
  await expect(async () => {
    await page.goto(`/sandbox/mailbox?q=${encodeURIComponent(email)}`);
    await expect(mails.first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await mails.first().click();
  await page.getByRole('article').getByRole('link', { name: link }).click();
}

export async function fillBilling(page: Page): Promise<void> {
  await page.getByLabel('Legal name').fill('Quay Works Pte. Ltd.');
  await page.getByLabel('Country').selectOption('SG');
  await page.getByLabel('Street and number').fill('1 Marina Way');
  await page.getByLabel('City', { exact: true }).fill('Singapore');
  await page.getByRole('button', { name: 'Save and continue' }).click();
}

/** From /buy to a quote whose capacity is held. */
export async function quote(
  page: Page,
  appName: string,
  options: { billing?: boolean; cities?: string[] } = {},
): Promise<void> {
  await page.goto('/buy');
  const next = page.getByRole('button', { name: 'Continue' });
  await page.getByRole('radio', { name: /permissioned chain/ }).check();
  await next.click();
  for (const city of options.cities ?? ['Hangzhou'])
    await page.getByRole('checkbox', { name: new RegExp(city) }).check();
  await next.click();
  await expect(page.getByRole('heading', { name: 'How much on each?' })).toBeVisible();
  await next.click();
  await expect(page.getByText('For how long?')).toBeVisible();
  await next.click();
  if (options.billing) await fillBilling(page);
  await page.getByLabel('Name of the app').fill(appName);
  await page.getByRole('button', { name: 'Get a quote and hold the capacity' }).click();
  await expect(page.getByText('Your capacity is held and the price is fixed')).toBeVisible();
}

/** Accepts the terms, chooses a way to pay and orders. */
export async function order(page: Page, method: RegExp): Promise<void> {
  await page.getByRole('checkbox', { name: /I accept/ }).check();
  await page.getByRole('radio', { name: method }).check();
  await page.getByRole('button', { name: /^(Pay|Order|Place)/ }).click();
}

export async function payByCard(page: Page): Promise<void> {
  await page.waitForURL(/\/sandbox\/pay\//);
  await expect(page.getByText('Simulated card payment').first()).toBeVisible();
  await page.getByRole('button', { name: /^Pay / }).click();
  await page.waitForURL(/\/orders\//);
}

/** The order's page, until the city nodes have confirmed the app; then the app. */
export async function openDeliveredApp(page: Page): Promise<void> {
  await expect(page.getByText('Every city node has confirmed that your app stands.')).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('link', { name: 'Open the app' }).first().click();
  await expect(page).toHaveURL(/\/apps\/[0-9a-f-]{36}/);
}

export async function deployPreset(page: Page, contract: string): Promise<void> {
  await page.getByRole('link', { name: 'Deploy a contract' }).first().click();
  await page
    .getByRole('link', { name: /^Choose/ })
    .first()
    .click();
  await page.getByLabel('Name for calls').fill(contract);
  await page.getByRole('button', { name: /^Deploy to/ }).click();
  await expect(page.getByRole('heading', { name: `Deploying ${contract}, version 1` })).toBeVisible();
  await expect(page.getByText(`Calls to ${contract} reach version 1.`)).toBeVisible({ timeout: 60_000 });
}

/** Calls a function (`put`) from the form of the app's page. */
export async function callFunction(page: Page, name: string, values: Record<string, string>): Promise<void> {
  const form = page.getByRole('form', { name: 'Call a function' });
  const choice = form.getByLabel('Function');
  const value = await choice
    .locator('option', { hasText: new RegExp(`^${name}\\b`) })
    .first()
    .getAttribute('value');
  await choice.selectOption(value);
  for (const [argument, text] of Object.entries(values)) await form.getByLabel(argument).fill(text);
  await form.getByRole('button', { name: /^(Send|Read)$/ }).click();
}

/** Makes an API key and gives the secret that is shown once. */
export async function makeKey(page: Page, name: string): Promise<string> {
  await page.getByRole('link', { name: 'Keys', exact: true }).click();
  await page.getByRole('button', { name: 'Make a key' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  await expect(page.getByText('Copy this key now')).toBeVisible();
  const secret = await page.getByText(/^cpk_/).first().textContent();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  return secret ?? '';
}
