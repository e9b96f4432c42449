// A code of the phone beside the password.
import { createHmac } from 'node:crypto';
import { type Page } from '@playwright/test';
import { expect, freshEmail, open, test } from '../support/shop';
import { PASSWORD, register } from '../support/shopper';

const STEP = 30_000;

/** RFC 4648. */
function fromBase32(text: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => parseInt(byte, 2)));
}

/** The code of RFC 6238 that an authenticator app shows so many steps from now. */
function code(key: string, stepsFromNow = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP) + stepsFromNow));
  const mac = createHmac('sha1', fromBase32(key)).update(counter).digest();
  const offset = mac[mac.length - 1]! & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function passwordStep(page: Page, email: string): Promise<void> {
  await page.context().clearCookies();
  await open(page, '/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Enter your code');
}

async function codeStep(page: Page, typed: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(typed);
  await page.getByRole('button', { name: 'Log in' }).click();
}

async function journey(page: Page): Promise<void> {
  const email = freshEmail('careful');
  await register(page, email);

  const key = await test.step('the key is scanned or typed, and confirmed', async () => {
    await open(page, '/account/security');
    await page.getByRole('link', { name: 'Second factor', exact: true }).click();
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set up a second factor' }).click();
    await expect(page.getByRole('img', { name: 'QR code of the key' })).toBeVisible();
    const typed = (await page.locator('main code').textContent()) ?? '';
    expect(typed).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    const key = typed.replaceAll(' ', '');
    await page.getByLabel('Code', { exact: true }).fill(code(key));
    await page.getByRole('button', { name: 'Confirm' }).click();
    return key;
  });

  const recovery = await test.step('the recovery codes are shown once', async () => {
    await expect(page.getByText('Keep these codes now')).toBeVisible();
    const codes = ((await page.locator('main pre').textContent()) ?? '').trim().split('\n');
    expect(codes).toHaveLength(10);
    await page.getByRole('link', { name: 'I have kept them' }).click();
    await expect(page.getByText('Your second factor is on')).toBeVisible();
    await open(page, '/account/security/recovery-codes');
    await expect(page.getByText('Recovery codes are shown once')).toBeVisible();
    return codes;
  });

  await test.step('the password alone opens nothing', async () => {
    await passwordStep(page, email);
    await open(page, '/account');
    await expect(page).toHaveURL(/\/login/);
  });

  await test.step('a wrong code is refused, the next one of the app opens the account', async () => {
    await passwordStep(page, email);
    await codeStep(page, '000000');
    await expect(page.getByText('This code is wrong').first()).toBeVisible();
    // The code that confirmed the key is used up; a clock may be one step ahead.
    await codeStep(page, code(key, 1));
    await expect(page).toHaveURL(/\/account$/);
  });

  await test.step('a recovery code opens it once', async () => {
    await passwordStep(page, email);
    await codeStep(page, recovery[0]!.toLowerCase());
    await expect(page).toHaveURL(/\/account$/);
    await open(page, '/account/security/second-factor');
    await expect(page.getByText('9 of 10 recovery codes are left.')).toBeVisible();
  });

  await test.step('it is turned off with the password and a code', async () => {
    await page.getByText('Turn it off', { exact: true }).click();
    const form = page.locator('form', { has: page.getByRole('button', { name: 'Turn the second factor off' }) });
    await form.getByLabel('Your password').fill(PASSWORD);
    await form.getByLabel('Code', { exact: true }).fill(recovery[1]!);
    await form.getByRole('button', { name: 'Turn the second factor off' }).click();
    await expect(page.getByRole('button', { name: 'Set up a second factor' })).toBeVisible();
  });
}

test('a shopper sets up a second factor, logs in with it, and turns it off', async ({ page, watch }) => {
  test.setTimeout(180_000);
  watch.expect(/answered 4(01|22)|status of 4(01|22)/);
  await journey(page);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the second factor works as well', async ({ page, watch }) => {
    test.setTimeout(180_000);
    watch.expect(/answered 4(01|22)|status of 4(01|22)/);
    await journey(page);
  });
});
