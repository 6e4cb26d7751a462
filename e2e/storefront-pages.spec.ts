import { expect, test } from './test.ts';

const total = /^¥\s?[\d,]+\.\d{2}/;

test.describe('the storefront, signed out', () => {
  test('prices an app in two cities, line by line, and takes the choice to the cart', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const price = page.locator('[aria-live=polite]').first();
    await expect(price).toHaveText(total);
    const before = await price.innerText();

    const cities = page.getByRole('group', { name: 'Cities' });
    for (const box of await cities.getByRole('checkbox').all()) await box.check();
    await expect(price).not.toHaveText(before);
    await expect(page.getByRole('region', { name: 'Price, line by line' }).getByRole('row')).toHaveCount(
      5 * (await cities.getByRole('checkbox').count()),
    );
    await page.getByLabel('Throughput', { exact: true }).fill('25');
    await page.getByText('Month', { exact: true }).click();
    await expect(price).toContainText('a month');
    await page.getByText('How we count').click();
    await expect(page.getByText('Three cloud servers with storage')).toBeVisible();

    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.waitForURL('**/sign-in?**');
    const next = new URL(page.url()).searchParams.get('next') ?? '';
    expect(next).toContain('tps=25');
    expect(next).toContain('term=month');
    expect(next).toContain('node=hangzhou');
    expect(next).toContain('node=singapore');
  });

  test('says which city has too little, and sells nothing there', async ({ page }) => {
    await page.goto('/?node=hangzhou&tps=9999');
    await expect(page.getByRole('status').filter({ hasText: 'Hangzhou has' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add to cart' })).toBeDisabled();
  });

  test('finds city nodes by search and filters that live in the URL', async ({ page }) => {
    await page.goto('/city-nodes');
    await page.getByRole('searchbox').fill('singapore');
    await page.getByLabel('Kind').selectOption('public');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page).toHaveURL(/q=singapore/);
    const rows = page.getByRole('table').getByRole('row');
    await expect(rows.filter({ hasText: 'Singapore' })).toHaveCount(1);
    await expect(rows.filter({ hasText: 'Hangzhou' })).toHaveCount(0);
    await page.getByRole('table').getByRole('link', { name: 'Singapore' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Singapore' })).toBeVisible();
    await page.goto('/city-nodes?q=atlantis');
    await expect(page.getByText('No city node fits')).toBeVisible();
  });

  test('speaks Chinese and goes dark by choice, and remembers both', async ({ page }) => {
    await page.goto('/city-nodes');
    await page.getByRole('button', { name: '中文' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('城市节点');
    await page.getByRole('button', { name: '深色' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.goto('/');
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });

  for (const path of ['/', '/city-nodes', '/city-nodes/singapore', '/nothing-here']) {
    test(`${path} is accessible, and no wider than the screen`, async ({ page, expectAccessible }) => {
      await page.goto(path);
      await expectAccessible(page);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
    });
  }
});

test.describe('with scripts off', () => {
  test.use({ javaScriptEnabled: false });

  test('the server does the sums', async ({ page }) => {
    await page.goto('/?node=hangzhou');
    const price = page.locator('[aria-live=polite]').first();
    const before = await price.innerText();
    await page
      .getByRole('group', { name: /world map/ })
      .getByRole('button', { name: 'Singapore' })
      .click();
    await expect(page).toHaveURL(/toggle=singapore/);
    await expect(price).not.toHaveText(before);
    await page.getByLabel('Storage', { exact: true }).fill('200');
    await page.getByRole('button', { name: 'Update the price' }).click();
    await expect(page).toHaveURL(/storage=200/);
  });
});
