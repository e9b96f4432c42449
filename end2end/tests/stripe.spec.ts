// Buying with Stripe: the card in Stripe's own fields, or, without scripts, at Stripe's own page. The card's number
// never comes to the shop.
import type { Page } from '@playwright/test';
import { awake, freshEmail } from '../support/shop';
import { MUG, addToCart, buyer, fillCheckout, placedOrder } from '../support/shopper';
import { expect, test } from '../support/stripe-shop';

const GOOD = '4242 4242 4242 4242';
const DECLINED = '4000 0000 0000 0002';
const CHALLENGE = '4000 0025 0000 3155';

const payButton = (page: Page) => page.getByRole('button', { name: /^Pay / });

/** Fails when a card's number is sent to the shop. */
function watchForCards(page: Page, shop: string): string[] {
  const leaks: string[] = [];
  page.on('request', (request) => {
    const sent = decodeURIComponent((request.postData() ?? '').replaceAll('+', '')) + request.url();
    if (request.url().startsWith(shop) && /4(?:242|000)\d{12}/.test(sent)) leaks.push(`${request.method()} ${request.url()}`);
  });
  return leaks;
}

async function atTheCheckout(page: Page): Promise<void> {
  await addToCart(page);
  await expect(page.locator('#f-payment_method[data-ready]')).toBeVisible();
  await awake(page);
  await fillCheckout(page, buyer(freshEmail('stripe')));
}

async function payInPlace(page: Page, card: string): Promise<void> {
  await page.frameLocator('iframe[title="Secure payment input frame"]').getByLabel('Card number').fill(card);
  await payButton(page).click();
}

test('a card is entered into Stripe\'s fields and never comes to the shop @phone', async ({ page, shop }) => {
  const leaks = watchForCards(page, shop.base);
  await atTheCheckout(page);
  await expect(page.getByText('You enter your card at Stripe')).toBeHidden();
  await payInPlace(page, GOOD);
  await placedOrder(page);
  expect(leaks).toEqual([]);
});

test('a card that is not complete, then one that is declined, cost nothing that was typed', async ({ page }) => {
  await atTheCheckout(page);
  await payInPlace(page, '4242');
  await expect(page.getByText('Your card number is incomplete.')).toBeVisible();
  await payInPlace(page, DECLINED);
  await expect(page.getByText(/declined/i).first()).toBeVisible();
  await expect(page.getByLabel('Street and number')).toHaveValue('Torstraße 12');
  await payInPlace(page, GOOD);
  await placedOrder(page);
});

test('the payer\'s bank asks, and the order is placed on the way back', async ({ page, shop }) => {
  await atTheCheckout(page);
  await payInPlace(page, CHALLENGE);
  await expect(page).toHaveURL(new RegExp(`^${shop.stripe}/challenge/`));
  await page.getByRole('button', { name: 'Complete' }).click();
  await placedOrder(page);
});

test('where Stripe\'s script cannot be loaded, one pays at Stripe\'s page', async ({ page, shop, watch }) => {
  watch.expect(/stripe\.js/);
  await page.route('**/stripe.js', (route) => route.abort());
  await addToCart(page);
  await expect(page.getByText('You enter your card at Stripe')).toBeVisible();
  await awake(page);
  await fillCheckout(page, buyer(freshEmail('blocked')));
  await payButton(page).click();
  await payAtStripe(page, shop.stripe, GOOD);
  await placedOrder(page);
});

async function payAtStripe(page: Page, stripe: string, card: string): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`^${stripe}/pay/cs_`));
  await page.getByLabel('Card number').fill(card);
  await page.getByRole('button', { name: 'Pay' }).click();
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  async function filledIn(page: Page): Promise<void> {
    await page.goto(`/p/${MUG.slug}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'Check out' }).click();
    await fillCheckout(page, buyer(freshEmail('plain-stripe')));
    await expect(page.getByText('You enter your card at Stripe')).toBeVisible();
  }

  test('one pays at Stripe\'s page and comes back to an order @phone', async ({ page, shop }) => {
    const leaks = watchForCards(page, shop.base);
    await filledIn(page);
    await payButton(page).click();
    await payAtStripe(page, shop.stripe, DECLINED);
    await expect(page.getByRole('alert')).toContainText('declined');
    await payAtStripe(page, shop.stripe, GOOD);
    await placedOrder(page);
    expect(leaks).toEqual([]);
  });

  test('one may turn back at Stripe\'s page, and pay later', async ({ page, shop }) => {
    await filledIn(page);
    await payButton(page).click();
    await expect(page).toHaveURL(new RegExp(`^${shop.stripe}/pay/cs_`));
    const left = page.url();
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await expect(page).toHaveURL(/\/checkout$/);
    await payButton(page).click();
    await payAtStripe(page, shop.stripe, GOOD);
    await placedOrder(page);
    expect((await page.request.get(left)).status()).toBe(404);
  });
});
