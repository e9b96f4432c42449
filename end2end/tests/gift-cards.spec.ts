// A gift card in the back office: issued, its code shown once, its balance changed, blocked.
import type { Page } from '@playwright/test';
import { logInStaff } from '../support/office';
import { expect, freshEmail, open, test } from '../support/shop';
import { addToCart, buyer, CARDS, enterCode, fillCheckout, pay, placedOrder } from '../support/shopper';

const REFUSED = /^Please enter an amount of more than nothing/;

/** Opens a form that is folded away, unless it is open, and returns its button. */
async function unfold(page: Page, title: string, verb: string) {
  const button = page.getByRole('button', { name: verb, exact: true });
  if (!(await button.isVisible())) await page.getByText(title, { exact: true }).click();
  return button;
}

async function issue(page: Page, amount: string): Promise<void> {
  await page.getByLabel('Amount', { exact: true }).fill(amount);
  await page.getByRole('button', { name: 'Issue gift card' }).click();
}

async function adjust(page: Page, what: string, amount: string): Promise<void> {
  const button = await unfold(page, 'Change the balance', 'Change balance');
  await page.getByLabel('What to do').selectOption(what);
  await page.getByLabel('Amount', { exact: true }).fill(amount);
  await page.getByLabel('Reason').fill('Goodwill');
  await button.click();
}

async function journey(page: Page): Promise<void> {
  const recipient = freshEmail('gifted');
  const balance = page.locator('.stat').filter({ hasText: 'Balance' }).locator('.stat-value');
  await logInStaff(page);

  await test.step('a negative or a huge amount is refused at its field, and what was typed stays', async () => {
    for (const amount of ['-20', '5000.01', '92233720368547758.07']) {
      await open(page, '/admin/gift-cards/new');
      await expect(page.getByLabel('Last day')).toHaveValue(/^\d{4}-12-31$/);
      await page.getByLabel("Recipient's e-mail").fill(recipient);
      await issue(page, amount);
      await expect(page.getByText(REFUSED)).toBeVisible();
      await expect(page.getByLabel('Amount', { exact: true })).toHaveValue(amount);
      await expect(page.getByLabel("Recipient's e-mail")).toHaveValue(recipient);
    }
  });

  const code = await test.step('the code is shown once', async () => {
    await issue(page, '50');
    await expect(page.getByText('Pass this code on now')).toBeVisible();
    const code = ((await page.locator('main pre').textContent()) ?? '').trim();
    expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    const address = new URL(page.url()).pathname;
    await open(page, address);
    await expect(page.getByText('A code is shown once')).toBeVisible();
    await page.getByRole('link', { name: 'To the card' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(`•••• ${code.slice(-4)}`);
    await expect(page.getByText(code)).toHaveCount(0);
    await expect(balance).toContainText('50.00');
    return code;
  });

  await test.step('it is in the list once, found by its recipient', async () => {
    await open(page, `/admin/gift-cards?q=${encodeURIComponent(recipient)}&status=active`);
    const rows = page.getByRole('table', { name: 'Gift cards' }).locator('tbody tr');
    await expect(rows).toHaveCount(1);
    await expect(rows.first()).toContainText(recipient);
    await rows.first().getByRole('link', { name: `•••• ${code.slice(-4)}` }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(code.slice(-4));
  });

  await test.step('some is taken off, but no more than is on it and nothing below nothing', async () => {
    await adjust(page, 'take', '-12.50');
    await expect(page.getByText(REFUSED)).toBeVisible();
    await expect(page.getByLabel('Amount', { exact: true })).toHaveValue('-12.50');
    await adjust(page, 'take', '50.01');
    await expect(page.getByText(REFUSED)).toBeHidden();
    await expect(page.getByLabel('Amount', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    await adjust(page, 'take', '12.50');
    const movement = page.getByRole('table', { name: 'Movements' }).getByRole('row').filter({ hasText: 'Goodwill' });
    await expect(movement).toHaveCount(1);
    await expect(movement).toContainText('−12.50');
    await expect(balance).toContainText('37.50');
  });

  await test.step('it is blocked, and pays again', async () => {
    const status = page.locator('.page-header .badge');
    await (await unfold(page, 'Block the card', 'Block card')).click();
    await expect(status).toHaveText('Blocked');
    await (await unfold(page, 'Let it pay again', 'Unblock card')).click();
    await expect(status).toHaveText('Active');
  });
}

test('staff issue a gift card, see its code once, change its balance and block it', async ({ page, watch }) => {
  test.setTimeout(120_000);
  watch.expect(/answered 422|status of 422/);
  await journey(page);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('gift cards are issued, changed and blocked as well', async ({ page, watch }) => {
    test.setTimeout(120_000);
    watch.expect(/answered 422|status of 422/);
    await journey(page);
  });
});

/** A gift card with so much on it; its code. */
async function issued(page: Page, amount: string): Promise<string> {
  await logInStaff(page);
  await open(page, '/admin/gift-cards/new');
  await issue(page, amount);
  await expect(page.getByText('Pass this code on now')).toBeVisible();
  return ((await page.locator('main pre').textContent()) ?? '').trim();
}

async function enter(page: Page, code: string): Promise<void> {
  await open(page, '/cart');
  await enterCode(page, 'Gift card', code, 'Use the gift card');
}

async function shopping(page: Page): Promise<void> {
  const code = await issued(page, '60');
  const line = page.getByText(`Gift card ending ${code.slice(-4)}`).filter({ visible: true }).first();
  await addToCart(page);
  await enter(page, 'ABCD-ABCD-ABCD-ABCD');
  await expect(page.getByText('We do not know this gift card.')).toBeVisible();
  await enter(page, code.toLowerCase().replaceAll('-', ' '));
  await expect(line).toBeVisible();

  await test.step('it pays the first order alone', async () => {
    await open(page, '/checkout');
    await fillCheckout(page, buyer('gifted@example.com'));
    await expect(page.getByText('Your gift card pays for everything')).toBeVisible();
    await expect(page.getByLabel('Card number')).toBeHidden();
    await page.getByRole('button', { name: 'Place the order' }).click();
    await placedOrder(page);
  });

  await test.step('and a part of the second, the rest by card', async () => {
    await addToCart(page);
    await enter(page, code);
    await expect(line).toBeVisible();
    await addToCart(page);
    await expect(page.getByText('To pay').filter({ visible: true }).first()).toBeVisible();
    await pay(page, CARDS.succeeds);
    const number = await placedOrder(page);
    await open(page, `/orders/${number}`);
    await expect(page.getByText('Paid by gift card').first()).toBeVisible();
  });

  await test.step('then nothing is left', async () => {
    await addToCart(page);
    await enter(page, code);
    await expect(page.getByText(/nothing left|empty|used up/i).first()).toBeVisible();
  });
}

test('a shopper pays with a gift card, alone and beside a card, until nothing is left', async ({ page, watch }) => {
  test.setTimeout(180_000);
  watch.expect(/answered 422|status of 422/);
  await shopping(page);
});
