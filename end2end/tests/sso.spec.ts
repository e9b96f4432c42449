// Signing in with an account elsewhere.
import type { Page } from '@playwright/test';
import { freshEmail, open } from '../support/shop';
import { PASSWORD, register } from '../support/shopper';
import { expect, test, type SsoShop } from '../support/sso-shop';

/** At the provider, which asks for nothing but who one is. */
async function vouchedFor(page: Page, shop: SsoShop, email: string, groups = ''): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`^${shop.provider}/interaction/`));
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Groups').fill(groups);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function shopper(page: Page, shop: SsoShop): Promise<string> {
  const email = freshEmail('elsewhere');
  await test.step('who is new has an account at once', async () => {
    await open(page, '/login');
    await page.getByRole('link', { name: 'Continue with Corp' }).click();
    await vouchedFor(page, shop, email);
    await expect(page).toHaveURL(/\/account$/);
    await expect(page.getByText('Ada', { exact: false }).first()).toBeVisible();
  });
  await test.step('it is shown, and is the only way in', async () => {
    await open(page, '/account/security');
    await expect(page.getByText(email)).toBeVisible();
    await page.getByText('Unlink Corp').click();
    await page.getByRole('button', { name: 'Unlink Corp' }).click();
    await expect(page.getByText('Nothing else would open your account.')).toBeVisible();
  });
  return email;
}

test('a shopper signs in with an account elsewhere', async ({ page, shop, watch }) => {
  watch.expect(/409/);
  const email = await shopper(page, shop);
  await test.step('to show that it is them, they sign in there anew, though it knows this browser', async () => {
    await open(page, '/account/delete');
    await page.getByRole('link', { name: 'Log in again with Corp' }).click();
    await vouchedFor(page, shop, email);
    await expect(page).toHaveURL(/\/account\/delete$/);
  });
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test('a shopper signs in with an account elsewhere all the same', async ({ page, shop }) => {
    await shopper(page, shop);
  });
});

test('an account with a password gets another way in, and is opened by it', async ({ page, shop }) => {
  const email = freshEmail('linker');
  await register(page, email);
  await open(page, '/account/security');
  await page.getByText('Link Corp').click();
  await page.locator('#linked').getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Go on to Corp' }).click();
  await vouchedFor(page, shop, email);
  await expect(page.getByText('It is linked')).toBeVisible();
  await page.getByRole('button', { name: 'Log out', exact: true }).first().click();
  await expect(page).toHaveURL(`${shop.base}/`);
  await open(page, '/login?next=/account/profile');
  // The provider knows this browser by now, and sends it back at once.
  await page.getByRole('link', { name: 'Continue with Corp' }).click();
  await expect(page).toHaveURL(/\/account\/profile$/);
  await expect(page.getByLabel('Name')).toHaveValue('Ada Lovelace');
});

test('staff come in by what the provider says they are, and others do not', async ({ browser, page, shop, watch }) => {
  await open(page, '/admin/login');
  await page.getByRole('link', { name: 'Continue with Corp' }).click();
  await vouchedFor(page, shop, freshEmail('nobody'));
  await expect(page.getByText('Your account at the provider opens nothing here.')).toBeVisible();

  const context = await browser.newContext({ baseURL: shop.base });
  watch.follow(context);
  const desk = await context.newPage();
  await open(desk, '/admin/login');
  await desk.getByRole('link', { name: 'Continue with Corp' }).click();
  await vouchedFor(desk, shop, freshEmail('helper'), 'helpers');
  await expect(desk).toHaveURL(/\/admin$/);
  await open(desk, '/admin/orders');
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Orders');
  await context.close();
});
