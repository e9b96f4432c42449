// Buying as a guest: with scripts, without, with cards that do not simply succeed, by keyboard.
import { expect, freshEmail, open, test } from '../support/shop';
import { CARDS, MUG, addToCart, buy, buyer, fillCheckout, pay, placedOrder } from '../support/shopper';

test('a guest buys, and finds the order again @phone', async ({ page }) => {
  const who = buyer(freshEmail('guest'));
  const number = await buy(page, who);

  await page.context().clearCookies();
  await open(page, '/orders/find');
  await page.getByLabel('Order number').fill(number);
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByRole('button', { name: 'Show the order' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(number);
  await expect(page.getByText(MUG.name).first()).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a guest buys all the same @phone', async ({ page }) => {
    await page.goto(`/p/${MUG.slug}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await expect(page).toHaveURL(/\/cart$/);
    await page.getByRole('link', { name: 'Check out' }).click();
    await fillCheckout(page, buyer(freshEmail('plain')));
    await pay(page, CARDS.succeeds);
    await placedOrder(page);
  });

  test('a declined card costs nothing that was typed', async ({ page }) => {
    const who = buyer(freshEmail('plain-declined'));
    await page.goto(`/p/${MUG.slug}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'Check out' }).click();
    await fillCheckout(page, who);
    await pay(page, CARDS.isDeclined);
    await expect(page.getByRole('alert').filter({ hasText: /declined/i })).toBeVisible();
    await expect(page.getByLabel('Street and number')).toHaveValue(who.street);
    await pay(page, CARDS.succeeds);
    await placedOrder(page);
  });

  test('a form that was refused keeps what was typed and says why', async ({ page, watch }) => {
    watch.expect(/answered 4\d\d|status of 4\d\d/);
    await page.goto('/orders/find');
    await page.getByLabel('Order number').fill('TW-NOT-MINE');
    await page.getByLabel('E-mail').fill('somebody@example.test');
    await page.getByRole('button', { name: 'Show the order' }).click();
    await expect(page.getByLabel('Order number')).toHaveValue('TW-NOT-MINE');
    await expect(page.getByLabel('E-mail')).toHaveValue('somebody@example.test');
    await expect(page.getByRole('alert')).toBeVisible();
  });

  test('the cart can be changed and emptied', async ({ page }) => {
    await page.goto(`/p/${MUG.slug}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('button', { name: `One more: ${MUG.name}` }).click();
    await expect(page.getByRole('textbox', { name: `Quantity of ${MUG.name}` })).toHaveValue('2');
    await page.getByRole('button', { name: `Remove ${MUG.name}` }).click();
    await expect(page.getByText('Your cart is empty')).toBeVisible();
  });
});

test('a declined card costs nothing that was typed, and another card goes through', async ({ page }) => {
  const who = buyer(freshEmail('declined'));
  await addToCart(page);
  await fillCheckout(page, who);
  await pay(page, CARDS.isDeclined);
  await expect(page.getByRole('alert').filter({ hasText: /declined/i })).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue(who.email);
  await expect(page.getByLabel('Street and number')).toHaveValue(who.street);
  await pay(page, CARDS.succeeds);
  await placedOrder(page);
});

test('a card that asks for a challenge goes through once it is passed', async ({ page }) => {
  await addToCart(page);
  await fillCheckout(page, buyer(freshEmail('challenge')));
  await pay(page, CARDS.asksForAChallenge);
  await expect(page).toHaveURL(/\/checkout\/challenge\//);
  await page.getByRole('button', { name: 'Approve the payment' }).click();
  await placedOrder(page);
});

test('a challenge that is not passed leads back to the checkout with everything typed', async ({ page }) => {
  const who = buyer(freshEmail('refused'));
  await addToCart(page);
  await fillCheckout(page, who);
  await pay(page, CARDS.asksForAChallenge);
  await expect(page).toHaveURL(/\/checkout\/challenge\//);
  await page.getByRole('button', { name: 'Refuse' }).click();
  await expect(page.getByRole('heading', { name: 'The order was not placed' })).toBeVisible();
  await page.getByRole('link', { name: 'Back to the checkout' }).click();
  await expect(page.getByLabel('E-mail')).toHaveValue(who.email);
  await expect(page.getByLabel('Street and number')).toHaveValue(who.street);
  await pay(page, CARDS.succeeds);
  await placedOrder(page);
});

test('the keyboard alone fills a cart', async ({ page }) => {
  await open(page, `/p/${MUG.slug}`);
  const button = page.getByRole('button', { name: 'Add to cart' });
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await button.evaluate((element) => element === document.activeElement)) break;
  }
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Your cart' });
  await expect(drawer).toBeVisible();
  await expect(drawer.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(button).toBeFocused();
});

test('search suggests while one types and finds despite a typing error', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('banner').getByRole('link', { name: 'Search' }).click();
  const words = page.getByRole('combobox', { name: 'Search words' });
  await words.pressSequentially('morning');
  await expect(page.getByRole('option', { name: new RegExp(MUG.name) })).toBeVisible();
  await words.fill('mornign mug');
  await words.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=/);
  await expect(page.getByRole('main').getByRole('link', { name: MUG.name, exact: true })).toBeVisible();
});
