// What a shopper agrees to, takes home, and takes away.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, freshEmail, open, test } from '../support/shop';
import { PASSWORD, buy, buyer, register } from '../support/shopper';

async function agreesAndTakesItBack(page: Page): Promise<void> {
  await open(page, '/account/privacy');
  await page.getByRole('button', { name: 'Turn on: Personal recommendations' }).click();
  await expect(page.getByText('Saved. It counts from now on.')).toBeVisible();
  await page.getByRole('button', { name: 'Turn off: Personal recommendations' }).click();
  await expect(page.getByRole('button', { name: 'Turn on: Personal recommendations' })).toBeVisible();
}

/** The file, after a wrong password was refused. */
async function takesTheDataHome(page: Page): Promise<string> {
  await open(page, '/account/privacy');
  await page.getByLabel('Password', { exact: true }).fill('not-the-password');
  await page.getByRole('button', { name: 'Get my data' }).click();
  await expect(page.getByText('This is not your password.').first()).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Get my data' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download my data' }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}

async function goes(page: Page): Promise<void> {
  await open(page, '/account/privacy');
  await page.getByRole('link', { name: 'Delete the account' }).click();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Delete the account' }).click();
  await expect(page.getByText('Your account is deleted')).toBeVisible();
}

test('a shopper takes everything home and is erased', async ({ page, watch }) => {
  watch.expect(/answered 4\d\d|status of 4\d\d/);
  const email = freshEmail('private');
  await register(page, email);
  await agreesAndTakesItBack(page);
  const number = await buy(page, buyer(email));
  const file = JSON.parse(await takesTheDataHome(page));
  expect(file.identity.account.rows[0].email).toBe(email);
  expect(JSON.stringify(file.orders.orders.rows)).toContain(number);
  expect(file.identity.consents.rows).toHaveLength(2);
  await goes(page);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a shopper agrees, takes everything home and is erased', async ({ page, watch }) => {
    watch.expect(/answered 4\d\d|status of 4\d\d/);
    const email = freshEmail('plain-private');
    await register(page, email);
    await agreesAndTakesItBack(page);
    expect(await takesTheDataHome(page)).toContain(email);
    await goes(page);
  });
});
