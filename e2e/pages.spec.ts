import type { Page } from '@playwright/test';
import { demoIds, staffIds } from './demo-ids.ts';
import { fresh } from './developer/steps.ts';
import { fill, pageDoors } from './doors.ts';
import { holdQuote, makeToken, placeOrder, program, startCard } from './program.ts';
import { expect, test } from './test.ts';

/** Further faces of a page: tabs and steps that its plain address does not show. */
const faces: Readonly<Record<string, readonly string[]>> = {
  '/apps/[appId]': ['tab=contract', 'tab=calls', 'tab=usage', 'tab=keys', 'tab=settings'],
  '/organisation': ['tab=billing', 'tab=tokens', 'tab=name'],
  '/operator/brand': ['host=portal.example.com'],
  '/operator/city-nodes/[slug]': ['tab=offerings', 'tab=events', 'tab=settings'],
  '/operator/legal': ['kind=privacy'],
  '/operator/operations': ['show=all'],
  '/operator/orders': ['q=nothing-like-this'],
  '/finance/ledger': ['check=1'],
  '/finance/refunds': ['q=CP'],
};

for (const [route, door] of Object.entries(pageDoors))
  test(`${route} for ${door.for}`, async ({ as, page: visitor, request, expectAccessible }) => {
    test.setTimeout(240_000);
    const page = door.for === 'everybody' ? visitor : await as(door.for);
    const path = await pathTo(route);
    await page.goto(path);
    await expectGood(page);
    await expectAccessible(page);
    for (const face of faces[route] ?? []) {
      await page.goto(`${path}?${face}`);
      await expectGood(page);
      await expectAccessible(page);
    }

    async function pathTo(pattern: string): Promise<string> {
      if (!pattern.includes('[')) return pattern;
      if (pattern === '/sandbox/pay/[id]') return payPage();
      const area = /^\/(operator|finance)\//.test(pattern) || door.for === 'everybody';
      const ids: Record<string, string> = area ? await staffIds(as) : await demoIds(as);
      if (pattern === '/operator/orders/[orderId]') Object.assign(ids, await demoIds(as));
      return fill(pattern, { ...ids, id: ids.transaction ?? ids.invoiceId ?? '', token: 'no-such-token' });
    }

    async function payPage(): Promise<string> {
      const p = program(request, await makeToken(await as('developer'), 'admin'));
      const { payUrl } = await startCard(p, await placeOrder(p, await holdQuote(p, fresh('paying'))));
      return new URL(payUrl).pathname;
    }
  });

for (const [path, role, heading] of [
  ['/', null, /\p{Script=Han}/u],
  ['/city-nodes', null, '城市节点'],
  ['/sign-up', null, /\p{Script=Han}/u],
  ['/apps', 'developer', /\p{Script=Han}/u],
  ['/buy', 'developer', /\p{Script=Han}/u],
  ['/operator', 'operator', /\p{Script=Han}/u],
  ['/finance', 'finance', /\p{Script=Han}/u],
] as const)
  test(`${path} in Chinese`, async ({ as, page: visitor, baseURL, expectAccessible }) => {
    const page = role ? await as(role) : visitor;
    await page.context().addCookies([{ name: 'locale', value: 'zh', url: baseURL ?? '' }]);
    await page.goto(path);
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expectGood(page);
    await expectAccessible(page);
  });

/** What holds of every page: one heading, the brand in its title, and nothing wider than the screen. */
async function expectGood(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }), page.url()).toHaveCount(1);
  const brand = await page.locator('meta[name=application-name]').getAttribute('content');
  expect(brand, page.url()).toBeTruthy();
  expect(await page.title(), page.url()).toContain(brand);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wider, `${page.url()} is wider than its screen`).toBeLessThanOrEqual(0);
}
