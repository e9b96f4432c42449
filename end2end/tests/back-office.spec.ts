// Running the shop.
import path from 'node:path';
import { createProduct, logInStaff, mailText, office, openMail, openOrder, restock } from '../support/office';
import { awake, expect, freshEmail, open, test } from '../support/shop';
import { CARDS, buyer, fillCheckout, pay, placedOrder } from '../support/shopper';

const picture = path.resolve(__dirname, '../../demo_shop/bud-vase');

test('an administrator adds a product; it is found, bought, shipped and partly refunded, and the mails arrive', async ({
  page, browser, watch,
}) => {
  test.setTimeout(180_000);
  const tag = Date.now().toString(36).toUpperCase();
  const product = { name: `Harbour Lantern ${tag}`, sku: `LANTERN-${tag}`, price: '34.90' };
  const who = buyer(freshEmail('lantern'));
  const { context, desk } = await office(browser, watch);

  await test.step('a product with a picture, and ten of it', async () => {
    await createProduct(desk, product);
    await desk.getByLabel('Add a picture').setInputFiles(firstPicture());
    await desk.getByLabel('What it shows').fill('A lantern by the harbour');
    await desk.getByRole('button', { name: 'Upload' }).click();
    await expect(desk.getByText('Picture added.')).toBeVisible();
    await expect(desk.getByRole('img', { name: 'A lantern by the harbour' })).toBeVisible();
    await restock(desk, product.sku, 10);
  });

  const number = await test.step('a guest finds it by search and buys two', async () => {
    await expect(async () => {
      await open(page, `/search?q=${encodeURIComponent(product.name)}`);
      await expect(page.getByRole('main').getByRole('link', { name: product.name, exact: true })).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 20_000 });
    await page.getByRole('main').getByRole('link', { name: product.name, exact: true }).click();
    await expect(page.getByRole('img', { name: 'A lantern by the harbour' }).first()).toBeVisible();
    await page.getByRole('button', { name: 'One more' }).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('dialog', { name: 'Your cart' }).getByRole('link', { name: 'Check out' }).click();
    await fillCheckout(page, who);
    await pay(page, CARDS.succeeds);
    return placedOrder(page);
  });

  await test.step('the order is sent', async () => {
    await openOrder(desk, number);
    await desk.getByLabel('Tracking number').fill(`TRACK-${tag}`);
    await desk.getByRole('button', { name: 'Send parcel' }).click();
    await expect(desk.getByText('Parcel sent off.')).toBeVisible();
  });

  await test.step('one of the two is refunded', async () => {
    const refund = desk.getByRole('group').filter({ hasText: 'Send refund' });
    await desk.getByText('Refund', { exact: true }).first().click();
    await refund.getByLabel(/^How many of/).fill('1');
    await refund.getByLabel('Reason').fill('Came with a scratch');
    await refund.getByRole('button', { name: 'Send refund' }).click();
    await expect(desk.getByText('Refund sent.')).toBeVisible();
    await expect(desk.getByText('Partially refunded').first()).toBeVisible({ timeout: 20_000 });
  });

  await test.step('three mails were written', async () => {
    await openMail(desk, who.email, `Your order ${number}`);
    await openMail(desk, who.email, `Your order ${number} is on its way`);
    expect(await mailText(desk)).toContain(`TRACK-${tag}`);
    await openMail(desk, who.email, `Refund for your order ${number}`);
    expect(await mailText(desk)).toContain('34.90');
  });

  await test.step('the buyer sees it all', async () => {
    await open(page, `/orders/${number}`);
    await expect(page.getByText('On its way').first()).toBeVisible();
    await expect(page.getByText('1 of 2 refunded')).toBeVisible();
  });
  await context.close();
});

test('the back office asks who is there before it shows anything', async ({ page }) => {
  for (const address of ['/admin', '/admin/orders', '/admin/products/new', '/admin/audit']) {
    await open(page, address);
    await expect(page).toHaveURL(/\/admin\/login/);
  }
});

test('a list keeps its filters in the address, and the palette leads everywhere', async ({ page }) => {
  await logInStaff(page);
  await open(page, '/admin/products');
  await page.getByLabel('Name or SKU').fill('mug');
  await page.getByLabel('Name or SKU').press('Enter');
  await expect(page).toHaveURL(/q=mug/);
  await expect(page.getByRole('link', { name: /Morning Mug/ })).toBeVisible();
  await page.reload();
  await awake(page);
  await expect(page.getByLabel('Name or SKU')).toHaveValue('mug');

  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox', { name: /Find/ }).pressSequentially('stock led');
  await page.getByRole('dialog', { name: 'Find' }).getByRole('link', { name: /Stock ledger/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Stock ledger' })).toBeVisible();
});

test('choices may hold any signs, and an emptied row does not shift what is said at the others', async ({ page, watch }) => {
  watch.expect(/answered 422|status of 422/);
  const tag = Date.now().toString(36).toUpperCase();
  await logInStaff(page);
  await open(page, '/admin/products/new');
  await page.getByLabel('Name', { exact: true }).first().fill(`Flag ${tag}`);
  await page.getByLabel('Option', { exact: true }).first().fill('Colour');
  await page.getByLabel('Choices', { exact: true }).first().fill('Red / white\nBlue');
  await page.getByRole('button', { name: 'Add variant' }).click();
  await page.getByRole('button', { name: 'Add variant' }).click();
  const fill = async (row: number, sku: string, choice: string, price: string) => {
    await page.locator(`[name="form[variants][${row}][sku]"]`).fill(sku);
    await page.locator(`[name="form[variants][${row}][choices][0]"]`).fill(choice);
    await page.locator(`[name="form[variants][${row}][price]"]`).fill(price);
  };
  await fill(0, `FLAG-${tag}-1`, 'Red / white', '9.00');
  await fill(2, `FLAG-${tag}-2`, 'Blue', 'a lot');
  await page.getByRole('button', { name: 'Save product' }).click();
  const third = page.getByRole('table', { name: 'Variants' }).locator('tbody tr').nth(2);
  await expect(third.getByText('Please enter a price')).toBeVisible();
  await fill(2, `FLAG-${tag}-2`, 'Blue', '9.00');
  await page.getByRole('button', { name: 'Save product' }).click();
  await expect(page).toHaveURL(/\/admin\/products\/[0-9a-f-]{36}$/);
  await expect(page.locator('[name="form[variants][0][choices][0]"]')).toHaveValue('Red / white');

  await open(page, `/admin/products?q=FLAG-${tag}`);
  await page.getByRole('checkbox', { name: `Select Flag ${tag}` }).check();
  await page.getByRole('button', { name: 'Put on sale' }).click();
  await expect(page.getByRole('row').filter({ hasText: `Flag ${tag}` }).getByText('Active')).toBeVisible();
});

test('the key figures stand three in a row on a laptop', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await logInStaff(page);
  const tops = await page.locator('.stat').evaluateAll((figures) => figures.map((figure) => figure.getBoundingClientRect().top));
  expect(tops).toHaveLength(6);
  expect(new Set(tops.slice(0, 3)).size).toBe(1);
  expect(new Set(tops.slice(3)).size).toBe(1);
});

function firstPicture(): string {
  return path.join(picture, require('node:fs').readdirSync(picture).sort()[0]);
}
