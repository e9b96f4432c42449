// Having an account.
import { mailText, office, openMail } from '../support/office';
import { expect, freshEmail, open, test } from '../support/shop';
import { CARDS, MUG, PASSWORD, addToCart, buy, buyer, fillCheckout, logIn, pay, placedOrder, register } from '../support/shopper';

test('a shopper registers, buys, logs out and in, and sees the order', async ({ page }) => {
  const email = freshEmail('shopper');
  await register(page, email);
  const number = await buy(page, buyer(email));

  await open(page, '/account');
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page).toHaveURL(/\/$/);
  await open(page, '/account');
  await expect(page).toHaveURL(/\/login/);

  await logIn(page, email);
  await open(page, '/account/orders');
  await page.getByRole('link', { name: new RegExp(number) }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(number);
  await expect(page.getByText(MUG.name).first()).toBeVisible();
});

test('what a guest put into the cart is still there after logging in', async ({ page }) => {
  const email = freshEmail('merge');
  await register(page, email);
  await open(page, '/account');
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page).toHaveURL(/\/$/);
  await addToCart(page);
  await logIn(page, email);
  await open(page, '/cart');
  await expect(page.getByRole('main').getByRole('link', { name: MUG.name, exact: true })).toBeVisible();
});

test('a forgotten password is set anew by mail, and works once', async ({ page, browser, watch }) => {
  watch.expect(/answered 4\d\d|status of 4\d\d/);
  const email = freshEmail('forgetful');
  await register(page, email);
  await page.context().clearCookies();

  await open(page, '/forgot');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByText('Please look into your mail')).toBeVisible();

  const { context, desk } = await office(browser, watch);
  await openMail(desk, email, 'Set a new password');
  const link = /https?:\/\/\S+\/account\/reset\?token=[\w-]+/.exec(await mailText(desk))?.[0] ?? '';
  await context.close();

  const address = new URL(link);
  await open(page, address.pathname + address.search);
  const fresh = `${PASSWORD}-and-another`;
  await page.getByLabel('New password').fill(fresh);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByText('Your new password is set.')).toBeVisible();
  await logIn(page, email, fresh);

  await page.context().clearCookies();
  await open(page, address.pathname + address.search);
  await page.getByLabel('New password').fill(`${fresh}-again`);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
});

test('a wrong password is refused in words, and the address stays', async ({ page, watch }) => {
  watch.expect(/answered 4\d\d|status of 4\d\d/);
  await open(page, '/login');
  await page.getByLabel('E-mail').fill('nobody@example.test');
  await page.getByLabel('Password', { exact: true }).fill('not-the-password');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue('nobody@example.test');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a shopper registers and buys', async ({ page }) => {
    const email = freshEmail('plain-shopper');
    await register(page, email);
    await page.goto(`/p/${MUG.slug}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'Check out' }).click();
    await fillCheckout(page, buyer(email));
    await pay(page, CARDS.succeeds);
    await placedOrder(page);
  });
});
