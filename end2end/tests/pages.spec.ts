// Every page opens without a complaint, by a link and by a hard reload.
import { type Page } from '@playwright/test';
import { logInStaff } from '../support/office';
import { awake, expect, open, test } from '../support/shop';
import { MUG } from '../support/shopper';
import { NEW_PAGES, detailsOf, officeLists } from '../support/sitemap';

// Compressed, as it travels: the design's budget for the home page.
const FIRST_VISIT_BYTES = 300 * 1024;

const SHOP = [
  '/', '/shop', '/shop?sort=price_asc&page=2', `/p/${MUG.slug}`, '/search', '/search?q=mug', '/search?q=zzzzqqqq', '/cart',
  '/orders/find', '/login', '/register', '/forgot',
];

for (const address of SHOP) {
  test(`${address} opens and survives a hard reload`, async ({ page }) => {
    await open(page, address);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await expect(page).toHaveTitle(/Tradewind/);
    await page.reload();
    await awake(page);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  });
}

test('every collection opens from the footer without a full reload', async ({ page }) => {
  await open(page, '/');
  const links = page.getByRole('contentinfo').getByRole('navigation', { name: 'Shop' }).getByRole('link');
  const count = await links.count();
  expect(count).toBeGreaterThan(3);
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  for (let at = 0; at < count; at += 1) {
    const name = (await links.nth(at).textContent()) ?? '';
    await links.nth(at).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  }
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

test('an address that leads nowhere is told so, with the right status', async ({ page, watch }) => {
  watch.expect(/404/);
  for (const address of ['/no-such-page', '/p/no-such-product', '/c/no-such-collection']) {
    const answer = await page.goto(address, { waitUntil: 'networkidle' });
    expect(answer?.status(), address).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Off the map');
  }
});

test('every list of the back office opens and survives a hard reload', async ({ page }) => {
  test.setTimeout(240_000);
  await logInStaff(page);
  const lists = await officeLists(page);
  expect(lists.length).toBeGreaterThan(12);
  await openEach(page, [...lists, ...NEW_PAGES]);
});

test('what the lists of the back office lead to opens and survives a hard reload', async ({ page }) => {
  test.setTimeout(240_000);
  await logInStaff(page);
  await openEach(page, await detailsOf(page, await officeLists(page)));
});

async function openEach(page: Page, addresses: string[]): Promise<void> {
  for (const address of addresses) {
    await test.step(address, async () => {
      await open(page, address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/went wrong|Off the map|in a moment/);
    });
  }
}

test('the back office is walked through without a full reload', async ({ page }) => {
  test.setTimeout(120_000);
  await logInStaff(page);
  const lists = await officeLists(page);
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  for (const address of lists) {
    await test.step(address, async () => {
      await page.locator(`.office-side nav a[href="${address}"]`).click();
      await expect(page).toHaveURL(new RegExp(`${address}$`));
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForLoadState('networkidle');
    });
  }
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

test('what a first visit fetches to come alive stays lean', async ({ page }) => {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (/\/pkg\/.+\.(wasm|js)$/.test(request.url())) sizes.push(request.sizes().then((size) => size.responseBodySize));
  });
  await open(page, '/');
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({ type: 'kilobytes', description: String(Math.round(bytes / 1000)) });
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(FIRST_VISIT_BYTES);
});
