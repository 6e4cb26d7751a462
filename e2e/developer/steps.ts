import type { Locator, Page } from '@playwright/test';
import { demoLogins, type DemoRole } from '#db/seed/demo-logins.ts';
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
  const wanted = page.getByRole('article').getByRole('link', { name: link });
  // An earlier mail may be there before the one that is waited for.
  await expect(async () => {
    await page.goto(`/sandbox/mailbox?q=${encodeURIComponent(email)}`);
    await mails.first().click({ timeout: 2_000 });
    await expect(wanted).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await wanted.click();
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
  options: { billing?: boolean; cities?: string[]; look?: () => Promise<void> } = {},
): Promise<void> {
  await page.goto('/buy');
  const next = page.getByRole('button', { name: 'Continue' });
  await options.look?.();
  await page.getByRole('radio', { name: /permissioned chain/ }).check();
  await next.click();
  for (const city of options.cities ?? ['Hangzhou'])
    await page.getByRole('checkbox', { name: new RegExp(city) }).check();
  await next.click();
  await expect(page.getByRole('heading', { name: 'How much on each?' })).toBeVisible();
  await options.look?.();
  await next.click();
  await expect(page.getByText('For how long?')).toBeVisible();
  await next.click();
  await options.look?.();
  if (options.billing) await fillBilling(page);
  await askForQuote(page, appName);
}

/** From the last step of the cart to a quote whose capacity is held. */
export async function askForQuote(page: Page, appName: string): Promise<void> {
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

/** How the simulated provider tells the portal. */
export type Delivery = 'once' | 'twice' | 'late' | 'outOfOrder' | 'never';

export async function payByCard(page: Page, delivery: Delivery = 'once'): Promise<void> {
  await page.waitForURL(/\/sandbox\/pay\//);
  await expect(page.getByRole('heading', { name: 'Simulated card payment' })).toBeVisible();
  await page.getByLabel('How the provider tells the portal').selectOption(delivery);
  await page.getByRole('button', { name: /^Pay / }).click();
  await page.waitForURL(/\/orders\//);
}

export async function declineCard(page: Page): Promise<void> {
  await page.waitForURL(/\/sandbox\/pay\//);
  await page.getByRole('button', { name: 'Have the card declined' }).click();
  await page.waitForURL(/\/orders\//);
}

/** The code that the newest remittance on the page is known by, and the amount it must have. */
export async function remittanceAsked(page: Page): Promise<{ code: string; amount: string }> {
  const fact = (label: string) =>
    page.getByRole('term').filter({ hasText: label }).locator('xpath=following-sibling::dd[1]');
  const code = await fact('Identification code')
    .getByText(/^[2-9A-HJ-NP-Z]{8}$/)
    .first()
    .textContent();
  const amount = await fact('Amount').first().textContent();
  return { code: code ?? '', amount: (amount ?? '').replace(/[^\d.]/g, '') };
}

/** Finance finds a remittance by its code and confirms what arrived. */
export async function confirmRemittance(
  finance: Page,
  asked: { code: string; amount: string },
): Promise<void> {
  await finance.goto(`/finance/remittances?q=${asked.code}`);
  await finance.getByRole('button', { name: 'Confirm' }).first().click();
  const dialog = finance.getByRole('dialog');
  await dialog.getByLabel('Amount that arrived').fill(asked.amount);
  await dialog.getByLabel(/reference/i).fill(`BANK-${asked.code}`);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(dialog).toBeHidden();
}

/** The order's page, until the city nodes have confirmed the app; then the app. */
export async function openDeliveredApp(page: Page): Promise<void> {
  await expect(page.getByText('Every city node has confirmed that your app stands.')).toBeVisible({
    timeout: 90_000,
  });
  await page.getByRole('link', { name: 'Open the app' }).first().click();
  await expect(page).toHaveURL(/\/apps\/[0-9a-f-]{36}/);
}

/** On the sign-in page. */
export async function signInHere(
  page: Page,
  who: DemoRole | { email: string; password: string },
): Promise<void> {
  const { email, password } = typeof who === 'string' ? demoLogins[who] : who;
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The links of the area: beside the page on a wide screen, in a menu on a phone. */
export async function navigation(page: Page): Promise<Locator> {
  const side = page.getByRole('complementary').getByRole('navigation');
  if (await side.isVisible()) return side;
  await page.locator('summary', { has: page.locator('svg') }).click();
  return page.getByRole('navigation', { name: 'Main' });
}

export async function signOut(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Sign out' });
  if (await page.getByRole('complementary').getByRole('navigation').isVisible())
    await page.getByRole('banner').locator('summary').filter({ visible: true }).click();
  else await navigation(page);
  await button.filter({ visible: true }).click();
}
