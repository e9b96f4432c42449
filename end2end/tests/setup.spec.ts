// The first day of a shop.
import { hire, office, restock } from '../support/office';
import { expect, open, test } from '../support/shop';

test('a new administrator sets the shop up from nothing, and a shopper finds what is sold', async ({ page, browser, watch }) => {
  test.setTimeout(180_000);
  const tag = Date.now().toString(36);
  const way = `By ship ${tag}`;
  const [category, name, sku, role] = [`Sails ${tag}`, `Storm Jib ${tag}`, `JIB-${tag.toUpperCase()}`, `clerk_${tag}`];
  const { context, desk } = await office(browser, watch);
  const zone = desk.locator('section.card').filter({ has: desk.getByRole('heading', { name: 'World', exact: true }) });
  const added = zone.locator('details').filter({ hasText: way });
  const rate = desk.getByRole('main').getByRole('listitem').filter({ hasText: 'New Zealand' });

  await test.step('how is shipped, and for how much', async () => {
    await open(desk, '/admin/settings/shipping');
    const fresh = zone.locator('details').filter({ hasText: 'Add a way to ship' });
    await fresh.locator('summary').click();
    await fresh.getByLabel('Name').fill(way);
    await fresh.getByLabel('Carrier').fill('Clipper');
    await fresh.getByLabel('Working days, at best').fill('20');
    await fresh.getByLabel('At worst').fill('40');
    await fresh.getByLabel('Prices by weight').fill('5 64.90\n30 139.00');
    await fresh.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(added.getByText('Clipper · 20–40 working days')).toBeVisible();
  });

  await test.step('how it is taxed', async () => {
    await open(desk, '/admin/settings/taxes');
    await desk.locator('#new').getByLabel('Country').fill('NZ');
    await desk.locator('#new').getByLabel('Per cent').fill('15');
    await desk.locator('#new').getByRole('button', { name: 'Save' }).click();
    await expect(rate.getByRole('textbox')).toHaveValue('15.00');
  });

  await test.step('a category, and a product with a price and stock', async () => {
    await open(desk, '/admin/categories');
    await desk.locator('#new').getByLabel('Name').fill(category);
    await desk.locator('#new').getByRole('button', { name: 'Create' }).click();
    await expect(desk.locator('summary').filter({ hasText: category })).toBeVisible();
    await open(desk, '/admin/products/new');
    await desk.getByLabel('Name', { exact: true }).first().fill(name);
    await desk.getByLabel('Description').fill('A sail for heavy weather.');
    await desk.getByLabel('Status').selectOption('active');
    await desk.getByLabel('Category').selectOption({ label: category });
    await desk.getByLabel('SKU').first().fill(sku);
    await desk.getByLabel('Price', { exact: true }).first().fill('189.00');
    await desk.getByRole('button', { name: 'Save product' }).click();
    await expect(desk).toHaveURL(/\/admin\/products\/[0-9a-f-]{36}$/);
    await restock(desk, sku, 6);
  });

  await test.step('a role, and a colleague who has it', async () => {
    await open(desk, '/admin/staff/roles');
    const fresh = desk.locator('#new');
    await fresh.getByLabel('Name').fill(`Clerk ${tag}`);
    await fresh.getByLabel('What it is for').fill('Answers customers and sends parcels');
    await fresh.getByLabel('See orders, carts').check();
    await fresh.getByLabel('Send parcels').check();
    await fresh.getByRole('button', { name: 'Create role' }).click();
    await expect(desk.getByRole('heading', { name: `Clerk ${tag}` })).toBeVisible();
    const floor = await browser.newContext();
    watch.follow(floor);
    const clerk = await floor.newPage();
    await hire(desk, clerk, role, 'Bob Babbage');
    await expect(clerk.getByRole('link', { name: 'Orders', exact: true }).first()).toBeVisible();
    for (const closed of ['Products', 'Customers', 'Staff']) {
      await expect(clerk.getByRole('link', { name: closed, exact: true })).toHaveCount(0);
    }
    await floor.close();
  });

  await test.step('a shopper finds it, and it can be bought', async () => {
    const product = page.getByRole('main').getByRole('link', { name, exact: true });
    await expect(async () => {
      await open(page, `/search?q=${encodeURIComponent(name)}`);
      await expect(product).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 20_000 });
    await product.click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add to cart' })).toBeEnabled();
  });

  await test.step('what other shoppers would be offered is taken back', async () => {
    await open(desk, '/admin/settings/taxes');
    await rate.getByRole('button', { name: /^Remove/ }).click();
    await expect(rate).toHaveCount(0);
    await open(desk, '/admin/settings/shipping');
    await added.locator('summary').first().click();
    await added.getByText('Remove this way to ship').click();
    await added.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(added).toHaveCount(0);
  });
  await context.close();
});
