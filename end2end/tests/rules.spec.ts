// The back office watches over the shop: its rules, what is stuck, and money that somebody has to look at.
import type { Page } from '@playwright/test';
import { logInStaff, office } from '../support/office';
import { expect, freshEmail, open, test } from '../support/shop';
import { buy, buyer } from '../support/shopper';

/** "31 of 31", as the page of rules says it. */
async function rulesThatHold(desk: Page): Promise<{ hold: number; all: number }> {
  const told = await desk.locator('.stat').filter({ hasText: 'Rules that hold' }).locator('.stat-value').textContent();
  const [, hold, all] = /(\d+) of (\d+)/.exec(told ?? '') ?? [];
  return { hold: Number(hold), all: Number(all) };
}

async function checkNow(desk: Page): Promise<void> {
  await desk.getByRole('button', { name: 'Check now' }).click();
}

test('after a purchase every rule is examined at once, and what holds is shown with its figures', async ({ page, browser, watch }) => {
  test.setTimeout(120_000);
  await buy(page, buyer(freshEmail('rules')));
  const { context, desk } = await office(browser, watch);
  await open(desk, '/admin/rules');
  await checkNow(desk);
  await expect(desk.getByText('Every rule was examined.')).toBeVisible({ timeout: 30_000 });
  await expect(desk.getByText(/Last checked, admin@/)).toBeVisible();

  const { hold, all } = await rulesThatHold(desk);
  expect(all).toBeGreaterThan(25);
  expect(hold).toBeLessThanOrEqual(all);
  const rules = desk.getByRole('table', { name: 'Rules' });
  const stock = rules.getByRole('row').filter({ hasText: 'Available and reserved units are never negative' });
  await expect(stock).toContainText('I-1');
  await expect(stock.getByText('Holds')).toBeVisible();
  await expect(rules.getByText('Broken', { exact: true }).first()).toBeVisible();
  await context.close();
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the rules are examined by a form, and every page that waits for a person is there', async ({ page }) => {
    test.setTimeout(120_000);
    await logInStaff(page);
    await page.goto('/admin/rules');
    await checkNow(page);
    await expect(page).toHaveURL(/\/admin\/rules/);
    await expect(page.getByText(/Last checked, admin@/)).toBeVisible();
    for (const [name, address] of [['Stuck', '/admin/stuck'], ['Reconciliation', '/admin/reconciliation'], ['Disputes', '/admin/disputes']] as const) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    }
  });
});

test('what waits for a person is found in the navigation and by the palette', async ({ page }) => {
  await logInStaff(page);
  for (const name of ['Rules', 'Stuck', 'Reconciliation', 'Disputes']) {
    await open(page, '/admin');
    // What is open is counted beside the name.
    await page.locator('.office-side').getByRole('link', { name: new RegExp(`^${name}(, \\d+ open)?$`) }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  }
  await page.keyboard.press('Control+K');
  await page.locator('#palette input').fill('rules');
  await page.locator('#palette').getByRole('link', { name: /Rules/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Rules' })).toBeVisible();
});
