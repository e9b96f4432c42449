// Twenty shoppers want the last five: exactly five get one.
import type { APIRequestContext, Page } from '@playwright/test';
import { createProduct, office, restock } from '../support/office';
import { formIn, send, type Form } from '../support/forms';
import { expect, freshEmail, open, test } from '../support/shop';
import { buyer } from '../support/shopper';

const SHOPPERS = 20;
const UNITS = 5;

test(`${SHOPPERS} shoppers race for the last ${UNITS} units and exactly ${UNITS} get them`, async ({
  page, browser, playwright, watch, baseURL,
}) => {
  test.setTimeout(180_000);
  const base = baseURL ?? '';
  const tag = Date.now().toString(36).toUpperCase();
  const product = { name: `Last Cup ${tag}`, sku: `LASTCUP-${tag}`, price: '12.00' };
  const { context, desk } = await office(browser, watch);
  await createProduct(desk, product);
  await restock(desk, product.sku, UNITS);

  await open(page, `/search?q=${encodeURIComponent(product.name)}`);
  const address = await page.getByRole('main').getByRole('link', { name: product.name, exact: true }).getAttribute('href');
  const shoppers = await Promise.all(
    Array.from({ length: SHOPPERS }, () => playwright.request.newContext({ baseURL: base })),
  );
  const forms: Form[] = [];
  for (const shopper of shoppers) forms.push(await prepare(page, shopper, base, address ?? ''));
  const outcomes = await Promise.all(shoppers.map((shopper, at) => payNow(shopper, base, forms[at])));
  expect(outcomes.filter((placed) => placed)).toHaveLength(UNITS);

  await open(desk, `/admin/stock?q=${product.sku}`);
  const row = desk.getByRole('row').filter({ hasText: product.sku });
  await expect(row).toContainText('Sold out');
  await Promise.all(shoppers.map((shopper) => shopper.dispose()));
  await context.close();
});

/** Everything up to the last button: the cart, the address, the price of the delivery. */
async function prepare(reader: Page, shopper: APIRequestContext, base: string, address: string): Promise<Form> {
  const formAt = async (path: string, field: string) => formIn(reader, await (await shopper.get(path)).text(), field);
  await send(shopper, base, await formAt(address, 'variant'), {});
  const who = buyer(freshEmail('racer'));
  await send(shopper, base, await formAt('/checkout', 'draft[email]'), {
    'draft[email]': who.email, 'draft[name]': who.name, 'draft[street]': who.street, 'draft[city]': who.city,
    'draft[postal_code]': who.postalCode, 'draft[country]': 'DE', intent: 'update',
  });
  return formAt('/checkout', 'draft[email]');
}

async function payNow(shopper: APIRequestContext, base: string, form: Form): Promise<boolean> {
  const answer = await send(shopper, base, form, { payment_method: '4242424242424242' });
  return answer.url().includes('/checkout/done/');
}
