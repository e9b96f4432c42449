// What the staff do in the back office.
import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { Watch, freshEmail, open } from './shop';

const ADMINISTRATOR = {
  email: process.env.TRADEWIND_ADMIN_EMAIL ?? 'admin@tradewind.test',
  password: process.env.TRADEWIND_ADMIN_PASSWORD ?? 'correct-horse-battery-staple',
};

export async function logInStaff(page: Page, who = ADMINISTRATOR): Promise<void> {
  await open(page, '/admin/login');
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByLabel('Password').fill(who.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL(/\/admin$/);
}

/** The back office in a browser of its own, beside the shopper's. */
export async function office(browser: Browser, watch: Watch): Promise<{ context: BrowserContext; desk: Page }> {
  const context = await browser.newContext();
  watch.follow(context);
  const desk = await context.newPage();
  await logInStaff(desk);
  return { context, desk };
}

/** Waits until a mail with that subject to that address was written, and opens it. */
export async function openMail(desk: Page, email: string, subject: string): Promise<void> {
  const mail = desk.getByRole('link').filter({ hasText: email }).filter({ has: desk.getByText(subject, { exact: true }) }).first();
  await expect(async () => {
    await open(desk, `/admin/mailbox?q=${encodeURIComponent(email)}`);
    await expect(mail).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await mail.click();
  await expect(desk.getByRole('heading', { level: 1 })).toContainText(subject);
}

/** The plain text of the mail that is open. */
export async function mailText(desk: Page): Promise<string> {
  return (await desk.locator('pre').textContent()) ?? '';
}

/** Makes somebody a colleague with this role: the administrator's desk invites, the other page chooses a password and logs in. */
export async function hire(desk: Page, page: Page, role: string, name: string): Promise<void> {
  const email = freshEmail(role);
  const password = 'nine-herrings-and-a-kettle';
  await open(desk, '/admin/staff');
  await desk.getByLabel('Name', { exact: true }).fill(name);
  await desk.getByLabel('E-mail', { exact: true }).fill(email);
  await desk.getByLabel('Role', { exact: true }).selectOption(role);
  await desk.getByRole('button', { name: 'Send invitation' }).click();
  await expect(desk.getByText('Invitation sent.')).toBeVisible();
  await openMail(desk, email, 'Your access to the back office');
  const link = /https?:\/\/\S+\/account\/reset\?token=[\w-]+&staff=1/.exec(await mailText(desk))?.[0] ?? '';
  const address = new URL(link);
  await open(page, address.pathname + address.search);
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page).toHaveURL(/\/admin\/login/);
  await logInStaff(page, { email, password });
}

export async function openOrder(desk: Page, number: string): Promise<void> {
  await open(desk, `/admin/orders?q=${number}`);
  await desk.getByRole('link', { name: number, exact: true }).click();
  await expect(desk.getByRole('heading', { level: 1 })).toContainText(number);
}

/** Puts units of a new variant on the shelf; the stock list hears of new products a moment later. */
export async function restock(desk: Page, sku: string, units: number): Promise<void> {
  const row = desk.getByRole('link', { name: sku, exact: true });
  await expect(async () => {
    await open(desk, `/admin/stock?q=${sku}`);
    await expect(row).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await row.click();
  await desk.getByLabel('Change', { exact: true }).fill(String(units));
  await desk.getByLabel('Reason').fill('First delivery');
  await desk.getByRole('button', { name: 'Adjust stock' }).click();
  await expect(desk.getByText('Stock adjusted.')).toBeVisible();
}

export interface NewProduct {
  name: string;
  sku: string;
  price: string;
}

/** Creates an active product with one variant; returns the address of its page in the back office. */
export async function createProduct(desk: Page, product: NewProduct): Promise<string> {
  await open(desk, '/admin/products/new');
  await desk.getByLabel('Name', { exact: true }).first().fill(product.name);
  await desk.getByLabel('Description').fill(`${product.name}: a thing to be tested with.`);
  await desk.getByLabel('Status').selectOption('active');
  await desk.getByLabel('SKU').first().fill(product.sku);
  await desk.getByLabel('Price', { exact: true }).first().fill(product.price);
  await desk.getByRole('button', { name: 'Save product' }).click();
  await expect(desk).toHaveURL(/\/admin\/products\/[0-9a-f-]{36}$/);
  return new URL(desk.url()).pathname;
}
