// What protects an account, and how it ends.
import type { Page } from '@playwright/test';
import { mailText, office, openMail } from '../support/office';
import { expect, freshEmail, open, takeYourTime, test } from '../support/shop';
import { PASSWORD, buy, buyer, followTheLink, logIn, mailedLink, register } from '../support/shopper';

const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';

async function isRefusedAsWeak(page: Page): Promise<void> {
  const email = freshEmail('weak');
  await open(page, '/register');
  await page.getByLabel('Name', { exact: true }).fill('Rosalind Wintergreen');
  await page.getByLabel('E-mail').fill(email);
  for (const weak of ['qwertyuiop[]', 'wintergreen1']) {
    await page.getByLabel('Password', { exact: true }).fill(weak);
    await takeYourTime(page);
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByText(/This password is easy to guess\./).first()).toBeVisible();
    await expect(page.getByLabel('E-mail')).toHaveValue(email);
  }
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await takeYourTime(page);
  await page.getByRole('button', { name: 'Create account' }).click();
  await followTheLink(page, email);
}

async function deletesTheAccount(page: Page, email: string): Promise<void> {
  await open(page, '/account/profile');
  await page.getByRole('link', { name: 'Delete the account' }).click();
  await expect(page.getByRole('heading', { name: 'What has to be kept' })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill('not-the-password');
  await page.getByRole('button', { name: 'Delete the account' }).click();
  await expect(page.getByText('This is not your password.').first()).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Delete the account' }).click();
  await expect(page.getByText('Your account is deleted')).toBeVisible();
  await open(page, '/account');
  await expect(page).toHaveURL(/\/login/);
}

test('a password that is easy to guess is refused at the field', async ({ page, watch }) => {
  watch.expect(/answered 4\d\d|status of 4\d\d/);
  await isRefusedAsWeak(page);
});

test('who logs in with another browser is told by mail, and finds it in the list', async ({ page, browser, watch }) => {
  const email = freshEmail('elsewhere');
  await register(page, email);
  const phone = await browser.newContext({ userAgent: PHONE });
  watch.follow(phone);
  await logIn(await phone.newPage(), email);

  const { context, desk } = await office(browser, watch);
  await openMail(desk, email, 'Your account was opened from a new place');
  const text = await mailText(desk);
  expect(text).toContain('Safari on iPhone');
  await context.close();

  const link = new URL(/https?:\/\/\S+\/account\/security/.exec(text)?.[0] ?? '');
  await open(page, link.pathname);
  await page.getByRole('button', { name: /^Log out Safari on iPhone/ }).click();
  await expect(page.getByText('Safari on iPhone')).toHaveCount(0);
  await phone.close();
});

test('an account is made by the link in the mail and its password, and a taken address is answered the same', async ({ page, browser, watch }) => {
  watch.expect(/answered 4\d\d|status of 4\d\d/);
  const email = freshEmail('confirms');
  const asks = async () => {
    await open(page, '/register');
    await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByText('Please look into your mail')).toBeVisible();
    return page.getByRole('main').innerText();
  };
  const free = await asks();
  const link = await mailedLink(new URL(page.url()).origin, email);
  await open(page, link);
  await page.getByLabel('Password', { exact: true }).fill('not-what-was-chosen');
  await page.getByRole('button', { name: 'Confirm and log in' }).click();
  await expect(page.getByText('This is not the password that you chose.').first()).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm and log in' }).click();
  await expect(page).toHaveURL(/\/account$/);
  await open(page, link);
  await page.getByRole('button', { name: 'Confirm the address' }).click();
  await expect(page.getByText('This link has expired or was used already.').first()).toBeVisible();

  await page.context().clearCookies();
  expect(await asks()).toBe(free);
  const { context, desk } = await office(browser, watch);
  await openMail(desk, email, 'Somebody tried to register with your e-mail address');
  await open(desk, `/admin/customers?q=${encodeURIComponent(email)}`);
  await desk.getByRole('table').getByRole('link').first().click();
  await expect(desk.getByText('Confirmed', { exact: true })).toBeVisible();
  await context.close();
});

test('an account is deleted by its owner, and its orders stay', async ({ page, browser, watch }) => {
  watch.expect(/answered 4\d\d|status of 4\d\d/);
  const email = freshEmail('leaver');
  await register(page, email);
  const number = await buy(page, buyer(email));
  await deletesTheAccount(page, email);

  await open(page, '/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();

  const { context, desk } = await office(browser, watch);
  await open(desk, `/admin/orders?q=${number}`);
  await expect(desk.getByRole('link', { name: number, exact: true })).toBeVisible();
  await open(desk, `/admin/customers?q=${encodeURIComponent(email)}`);
  await expect(desk.getByRole('table').getByText(email)).toHaveCount(0);
  await context.close();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a weak password is refused, and an account is deleted', async ({ page, watch }) => {
    watch.expect(/answered 4\d\d|status of 4\d\d/);
    await isRefusedAsWeak(page);
    const email = freshEmail('plain-leaver');
    await page.context().clearCookies();
    await register(page, email);
    await deletesTheAccount(page, email);
  });
});
