// A day between the shelves: few rights, and no hand on the mouse.
import { hire, office } from '../support/office';
import { awake, expect, freshEmail, open, test } from '../support/shop';
import type { Page } from '@playwright/test';
import { MUG, buy, buyer, type Buyer } from '../support/shopper';

const ORDERS = 5;

/** As somebody who is not known yet, to whom the whole form is shown. */
async function buyAnew(page: Page, who: Buyer): Promise<string> {
  await page.context().clearCookies();
  return buy(page, who);
}

test('a warehouse clerk picks and ships several orders by keyboard', async ({ page, browser, watch }) => {
  test.setTimeout(300_000);
  const who = buyer(freshEmail('many'));
  const { context, desk } = await office(browser, watch);
  const floor = await browser.newContext();
  watch.follow(floor);
  const clerk = await floor.newPage();
  const list = `/admin/orders?q=${encodeURIComponent(who.email)}&status=confirmed&sort=placed`;
  const rows = clerk.getByRole('link', { name: /^TW-/ });

  await test.step('a colleague is hired for the warehouse', async () => {
    await hire(desk, clerk, 'warehouse', 'Bob Babbage');
    await expect(clerk.getByRole('link', { name: 'Stock', exact: true }).first()).toBeVisible();
    await expect(clerk.getByRole('link', { name: 'Customers', exact: true })).toHaveCount(0);
  });

  const numbers: string[] = [];
  for (let order = 0; order < ORDERS; order++) numbers.push(await buyAnew(page, who));

  await test.step('the orders are selected and picked together', async () => {
    await expect(async () => {
      await open(clerk, list);
      await expect(rows).toHaveCount(ORDERS, { timeout: 1000 });
    }).toPass({ timeout: 30_000 });
    for (let order = 0; order < ORDERS; order++) await clerk.keyboard.press('j');
    await clerk.keyboard.press('x');
    await expect(clerk.getByText('1 row selected')).toBeVisible();
    await clerk.keyboard.press('x');
    await clerk.keyboard.press('p');
    await expect(clerk.getByRole('heading', { level: 1, name: 'Pick list' })).toBeVisible();
    const picked = clerk.getByRole('table', { name: 'To pick' }).getByRole('row').filter({ hasText: MUG.name });
    await expect(picked.locator('[data-label="Units"]')).toHaveText(String(ORDERS));
  });

  await test.step('each is opened, sent, and left for the next one', async () => {
    await open(clerk, list);
    await clerk.keyboard.press('j');
    await clerk.keyboard.press('e');
    for (const [place, number] of numbers.entries()) {
      await expect(clerk.getByRole('heading', { level: 1 })).toContainText(number);
      await awake(clerk);
      await clerk.keyboard.press('s');
      await expect(clerk.getByLabel(/^How many of/)).toBeFocused();
      await clerk.keyboard.press('Enter');
      await expect(clerk.getByRole('button', { name: 'Send parcel' })).toHaveCount(0);
      await expect(clerk.getByRole('button', { name: 'Send refund' })).toHaveCount(0);
      if (place + 1 < ORDERS) await clerk.keyboard.press('j');
    }
    await open(clerk, list);
    await expect(clerk.getByText('Nothing matches')).toBeVisible();
  });

  await test.step('a note tells the administrator, whose desk counts it', async () => {
    await open(clerk, `/admin/orders?q=${numbers[0]}`);
    await clerk.keyboard.press('j');
    await clerk.keyboard.press('e');
    await expect(clerk.getByRole('heading', { level: 1 })).toContainText(numbers[0]);
    await awake(clerk);
    await clerk.keyboard.press('n');
    await clerk.keyboard.type('The last mug of this box. @Administrator please order more.');
    await clerk.keyboard.press('Tab');
    await clerk.keyboard.press('Enter');
    await expect(clerk.getByText('Note added.')).toBeVisible();
    await expect(clerk.getByText('Note by Bob Babbage')).toBeVisible();
    await open(desk, '/admin/mentions');
    await expect(desk.getByText('The last mug of this box.').first()).toBeVisible();
    await desk.getByRole('button', { name: 'Mark all as read' }).click();
    await expect(desk.getByText('Marked as read.')).toBeVisible();
  });
  await floor.close();
  await context.close();
});

test('many orders are tagged at once, after a look at what will change, and a view finds them again', async ({ page, browser, watch }) => {
  test.setTimeout(180_000);
  const who = buyer(freshEmail('tagged'));
  const tag = `late ${Date.now().toString(36)}`;
  const numbers = [await buyAnew(page, who), await buyAnew(page, who)];
  const { context, desk } = await office(browser, watch);
  const rows = desk.getByRole('link', { name: /^TW-/ });

  await test.step('all that match are selected, looked at and tagged', async () => {
    await expect(async () => {
      await open(desk, `/admin/orders?q=${encodeURIComponent(who.email)}`);
      await expect(rows).toHaveCount(2, { timeout: 1000 });
    }).toPass({ timeout: 30_000 });
    await desk.getByLabel('Select all 2 orders that match').check();
    await desk.getByRole('button', { name: 'Tag', exact: true }).click();
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Tag 2 orders');
    await desk.getByLabel('Tag', { exact: true }).fill(tag);
    await desk.getByRole('button', { name: 'Tag 2 orders' }).click();
    await expect(desk.getByText('2 orders done, 0 failed, 0 skipped.')).toBeVisible();
  });

  await test.step('the list is narrowed by the tag, and kept as a view', async () => {
    await open(desk, `/admin/orders?tag=${encodeURIComponent(tag)}`);
    await expect(rows).toHaveText(numbers.reverse());
    await desk.getByText('Views', { exact: true }).click();
    await desk.getByLabel('Save this view as').fill(tag);
    await desk.getByRole('button', { name: 'Save view' }).click();
    await expect(desk.getByText('View saved.')).toBeVisible();
    await open(desk, '/admin/orders');
    await desk.getByText('Views', { exact: true }).click();
    await desk.getByRole('link', { name: tag, exact: true }).first().click();
    await expect(rows).toHaveCount(2);
  });

  await test.step('a column that is not wanted is left out', async () => {
    await open(desk, `/admin/orders?tag=${encodeURIComponent(tag)}`);
    await desk.getByText('Columns', { exact: true }).first().click();
    await desk.getByLabel('Show Units').uncheck();
    await desk.getByLabel('Compact').check();
    await desk.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(desk.getByText('Saved.')).toBeVisible();
    await expect(desk.getByRole('columnheader', { name: 'Units' })).toBeHidden();
    await expect(desk.getByRole('columnheader', { name: 'Payment' })).toBeVisible();
  });

  await test.step('and everything is as before', async () => {
    await open(desk, `/admin/orders?tag=${encodeURIComponent(tag)}`);
    await desk.getByText('Columns', { exact: true }).first().click();
    await desk.getByLabel('Show Units').check();
    await desk.getByLabel('Comfortable').check();
    await desk.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(desk.getByRole('columnheader', { name: 'Units' })).toBeVisible();
  });
  await context.close();
});
