// Another address for an account: both ends confirm it, and the former one takes it back.
import type { Page } from '@playwright/test';
import { mailText, office, openMail } from '../support/office';
import { expect, freshEmail, open, test } from '../support/shop';
import { PASSWORD, register } from '../support/shopper';

/** Where the link of a mail leads. */
async function linkIn(desk: Page, email: string, subject: string): Promise<string> {
  await openMail(desk, email, subject);
  const link = new URL(/https?:\/\/\S+\/account\/\S+\?token=[\w-]+/.exec(await mailText(desk))?.[0] ?? '');
  return link.pathname + link.search;
}

async function says(page: Page, link: string, answer: string, told: string | RegExp): Promise<void> {
  await open(page, link);
  await page.getByRole('button', { name: answer }).click();
  await expect(page.getByText(told).first()).toBeVisible();
}

test('an address changes once both ends say so, and the former one takes it back', async ({ page, browser, watch }) => {
  watch.expect(/answered 4\d\d|status of 4\d\d/);
  const [email, wanted] = [freshEmail('former'), freshEmail('wanted')];
  await register(page, email);
  const { context, desk } = await office(browser, watch);
  await open(page, '/account/profile');
  await page.getByRole('link', { name: 'Change the address' }).click();
  await page.getByLabel('New e-mail address').fill(wanted);
  await page.getByLabel('Password').fill('not-the-password');
  await page.getByRole('button', { name: 'Change the address' }).click();
  await expect(page.getByText('This is not your password.').first()).toBeVisible();
  await expect(page.getByLabel('New e-mail address')).toHaveValue(wanted);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Change the address' }).click();
  await expect(page.getByText('Please look into your mail')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Give the change up' })).toBeVisible();

  const former = await linkIn(desk, email, 'Is another e-mail address to be used for your account?');
  await says(page, await linkIn(desk, wanted, 'Please confirm your new e-mail address'), 'Yes, this is my address', /The other address has to confirm/);
  await says(page, former, 'Yes, that was me', 'The address is changed');
  await open(page, '/account/profile');
  await expect(page.getByText(wanted)).toBeVisible();
  await openMail(desk, email, 'Your account has another e-mail address now');

  await says(page, former, 'Bring it back to mine and close it to everybody', 'Your account is safe');
  await open(page, '/account');
  await expect(page).toHaveURL(/\/login/);
  await openMail(desk, email, 'Set a new password');
  await context.close();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a change of address is asked for and given up', async ({ page, watch }) => {
    watch.expect(/answered 4\d\d|status of 4\d\d/);
    await register(page, freshEmail('plain'));
    await open(page, '/account/email');
    await page.getByLabel('New e-mail address').fill(freshEmail('plain-wanted'));
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Change the address' }).click();
    await expect(page.getByText('Please look into your mail')).toBeVisible();
    await page.getByRole('button', { name: 'Give the change up' }).click();
    await expect(page.getByLabel('New e-mail address')).toBeVisible();
    await open(page, '/account/email/confirm?token=none');
    await expect(page.getByText('This link cannot be used')).toBeVisible();
  });
});
