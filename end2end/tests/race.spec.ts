// Twenty shoppers want the last five: exactly five get one.
import type { APIRequestContext, Page } from '@playwright/test';
import { createProduct, office, restock } from '../support/office';
import { formIn, send } from '../support/forms';
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
  for (const shopper of shoppers) await putIntoCart(page, shopper, base, address ?? '');
  const outcomes = await Promise.all(shoppers.map((shopper, at) => checkOut(page, shopper, base, at)));
  expect(outcomes.filter((placed) => placed)).toHaveLength(UNITS);

  await open(desk, `/admin/stock?q=${product.sku}`);
  const row = desk.getByRole('row').filter({ hasText: product.sku });
  await expect(row).toContainText('Sold out');
  await Promise.all(shoppers.map((shopper) => shopper.dispose()));
  await context.close();
});

async function putIntoCart(reader: Page, shopper: APIRequestContext, base: string, address: string): Promise<void> {
  const html = await (await shopper.get(address)).text();
  const answer = await send(shopper, base, await formIn(reader, html, 'variant'), {});
  expect(answer.ok(), await answer.text()).toBe(true);
}

async function checkOut(reader: Page, shopper: APIRequestContext, base: string, at: number): Promise<boolean> {
  const who = buyer(freshEmail(`racer-${at}`));
  const typed = {
    'draft[email]': who.email, 'draft[name]': who.name, 'draft[street]': who.street, 'draft[city]': who.city,
    'draft[postal_code]': who.postalCode, 'draft[country]': 'DE',
  };
  const form = async () => formIn(reader, await (await shopper.get('/checkout')).text(), 'draft[email]');
  await send(shopper, base, await form(), { ...typed, intent: 'update' });
  const answer = await send(shopper, base, await form(), { ...typed, payment_method: '4242424242424242' });
  return answer.url().includes('/checkout/done/');
}
