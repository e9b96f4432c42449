// Where things are.
import { createProduct, logInStaff, restock } from '../support/office';
import { expect, open, test } from '../support/shop';

test('a second warehouse is opened, filled from the first and given up again', async ({ page, watch }) => {
  test.setTimeout(120_000);
  watch.expect(/answered 409|status of 409/);
  const tag = Date.now().toString(36).toUpperCase();
  const [sku, place] = [`CRATE-${tag}`, `Quay ${tag}`];
  await logInStaff(page);
  await createProduct(page, { name: `Crate ${tag}`, sku, price: '12.00' });
  await restock(page, sku, 8);

  await open(page, '/admin/stock/warehouses');
  const fresh = page.locator('#new');
  await fresh.getByLabel('Name').fill(place);
  await fresh.getByLabel('Place').fill('Bremen');
  await fresh.getByRole('button', { name: 'Create warehouse' }).click();
  await expect(page.getByText('Warehouse saved.')).toBeVisible();
  await expect(page.locator('summary').filter({ hasText: place })).toBeVisible();

  const move = async (from: string, to: string, units: string) => {
    await open(page, `/admin/stock?q=${sku}`);
    await page.getByRole('link', { name: sku, exact: true }).first().click();
    await page.getByLabel('From', { exact: true }).selectOption({ label: from });
    await page.getByLabel('To', { exact: true }).selectOption({ label: to });
    await page.getByLabel('Units to move').fill(units);
    await page.getByLabel('Why they move').fill('Nearer to the ships');
    await page.getByRole('button', { name: 'Move units' }).click();
    await expect(page.getByText('Units moved.')).toBeVisible();
  };
  await move('Main warehouse', place, '3');
  await open(page, `/admin/stock?q=${sku}`);
  await expect(page.getByRole('row').filter({ hasText: place })).toContainText('3');
  await expect(page.getByRole('row').filter({ hasText: 'Main warehouse' })).toContainText('5');

  const giveUp = async () => {
    await open(page, '/admin/stock/warehouses');
    const own = page.locator('details').filter({ hasText: place });
    await own.locator('summary').click();
    await own.getByLabel('In use').uncheck();
    await own.getByRole('button', { name: 'Save' }).click();
  };
  await giveUp();
  await expect(page.getByText('Move them to another one first')).toBeVisible();
  await move(place, 'Main warehouse', '3');
  await giveUp();
  await expect(page.getByText('Not in use').first()).toBeVisible();
});
