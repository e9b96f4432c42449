// Passkeys, with an authenticator that Chromium plays.
import { type Page } from '@playwright/test';
import { mailText, office, openMail } from '../support/office';
import { awake, expect, freshEmail, open, test } from '../support/shop';
import { PASSWORD, register } from '../support/shopper';

/** A device with a fingerprint reader that always knows its owner. */
async function plugIn(page: Page): Promise<void> {
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
}

/** On the page with one's passkeys. */
async function addPasskey(page: Page, password: string, name: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText('Keep these codes now')).toBeVisible();
  await page.getByRole('link', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 of 10 recovery codes are left.')).toBeVisible();
  await awake(page);
}

async function passwordStep(page: Page, door: string, email: string, password: string): Promise<void> {
  await page.context().clearCookies();
  await open(page, door);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Enter your code');
}

test('a shopper adds a passkey, logs in without the password, and removes it', async ({ page }) => {
  test.setTimeout(120_000);
  const email = freshEmail('keys');
  await plugIn(page);
  await register(page, email);

  await test.step('the passkey is added, and there are recovery codes', async () => {
    await open(page, '/account/security');
    await addPasskey(page, PASSWORD, 'My laptop');
    await open(page, '/account/security');
    await expect(page.getByRole('listitem').filter({ hasText: 'My laptop' })).toContainText('not used yet');
  });

  await test.step('it opens the account without address and password', async () => {
    await page.context().clearCookies();
    await open(page, '/login');
    await page.getByRole('button', { name: 'Use a passkey instead' }).click();
    await expect(page).toHaveURL(/\/account$/);
  });

  await test.step('it is the second step after the password', async () => {
    await passwordStep(page, '/login', email, PASSWORD);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await expect(page).toHaveURL(/\/account$/);
  });

  await test.step('it is removed by itself, and the password alone opens the account again', async () => {
    await open(page, '/account/security');
    await page.getByText('Remove a passkey', { exact: true }).click();
    const form = page.locator('form', { has: page.getByRole('button', { name: 'Remove the passkey' }) });
    await form.getByLabel('Password').fill(PASSWORD);
    await form.getByRole('button', { name: 'Use a passkey' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'My laptop' })).toHaveCount(0);
  });
});

test('a colleague proves the second step by a passkey', async ({ page, browser, watch }) => {
  test.setTimeout(180_000);
  const [email, password] = [freshEmail('keyholder'), 'nine-herrings-and-a-kettle'];
  const { context, desk } = await office(browser, watch);
  await open(desk, '/admin/staff');
  await desk.getByLabel('Name', { exact: true }).fill('Bob Babbage');
  await desk.getByLabel('E-mail', { exact: true }).fill(email);
  await desk.getByLabel('Role', { exact: true }).selectOption('support');
  await desk.getByRole('button', { name: 'Send invitation' }).click();
  await expect(desk.getByText('Invitation sent.')).toBeVisible();
  await openMail(desk, email, 'Your access to the back office');
  const link = /https?:\/\/\S+\/account\/reset\?token=[\w-]+&staff=1/.exec(await mailText(desk))?.[0] ?? '';
  await context.close();

  await plugIn(page);
  const address = new URL(link);
  await open(page, address.pathname + address.search);
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page).toHaveURL(/\/admin\/login/);
  await open(page, '/admin/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL(/\/admin$/);
  await open(page, '/admin/security');
  await addPasskey(page, password, 'Office laptop');

  await passwordStep(page, '/admin/login', email, password);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page).toHaveURL(/\/admin$/);
  await page.context().clearCookies();
  await open(page, '/admin/login');
  await page.getByRole('button', { name: 'Use a passkey instead' }).click();
  await expect(page).toHaveURL(/\/admin$/);
});
