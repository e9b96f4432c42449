// What shoppers do, as often as needed.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { open, takeYourTime } from './shop';

/** A product of the demo shop with many on the shelf. */
export const MUG = { name: 'Morning Mug', slug: 'stoneware-mug' };

/** Cards of the built-in test gateway. */
export const CARDS = {
  succeeds: '4242 4242 4242 4242',
  isDeclined: '4000 0000 0000 0002',
  asksForAChallenge: '4000 0025 0000 3155',
};

export interface Buyer {
  email: string;
  name: string;
  street: string;
  postalCode: string;
  city: string;
}

export function buyer(email: string): Buyer {
  return { email, name: 'Ada Lovelace', street: 'Torstraße 12', postalCode: '10119', city: 'Berlin' };
}

export async function addToCart(page: Page, product = MUG): Promise<void> {
  await open(page, `/p/${product.slug}`);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  const drawer = page.getByRole('dialog', { name: 'Your cart' });
  await expect(drawer.getByRole('link', { name: product.name, exact: true })).toBeVisible();
  await drawer.getByRole('link', { name: 'Check out' }).click();
  await expect(page).toHaveURL(/\/checkout/);
}

/** Fills in who and where; the country first, since it decides which fields there are and what delivery costs. */
export async function fillCheckout(page: Page, who: Buyer): Promise<void> {
  await page.getByLabel('Country').selectOption('DE');
  const delivery = page.getByRole('group', { name: 'How it is sent' });
  const plain = page.getByRole('button', { name: 'Update delivery' });
  if (await plain.isVisible()) await plain.click();
  await expect(delivery).toBeVisible();
  await fillUnlessThere(page, 'E-mail', who.email);
  await fillUnlessThere(page, 'Name', who.name);
  await fillUnlessThere(page, 'Street and number', who.street);
  await fillUnlessThere(page, 'Postal code', who.postalCode);
  await fillUnlessThere(page, 'Town', who.city);
}

/** What the shop knows already is folded away. */
async function fillUnlessThere(page: Page, label: string, value: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  if ((await field.inputValue()) !== value) await field.fill(value);
}

/** Enters a code in the cart that is open, where the fields may be folded away. */
export async function enterCode(page: Page, label: string, code: string, verb: string): Promise<void> {
  const field = page.getByLabel(label);
  if (!(await field.isVisible())) await page.getByText('Discount code or gift card').click();
  await field.fill(code);
  await page.getByRole('button', { name: verb, exact: true }).click();
}

export async function pay(page: Page, card: string): Promise<void> {
  await page.getByLabel('Card number').fill(card);
  await page.getByRole('button', { name: /^Pay / }).click();
}

/** The number of the order on the page that thanks for it. */
export async function placedOrder(page: Page): Promise<string> {
  await expect(page).toHaveURL(/\/checkout\/done\/TW-/, { timeout: 20_000 });
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/thank/i);
  const number = new URL(page.url()).pathname.split('/').pop() ?? '';
  await expect(page.getByText(number).first()).toBeVisible();
  return number;
}

/** A whole purchase, from the product to the order's number. */
export async function buy(page: Page, who: Buyer, product = MUG): Promise<string> {
  await addToCart(page, product);
  await fillCheckout(page, who);
  await pay(page, CARDS.succeeds);
  return placedOrder(page);
}

export const PASSWORD = 'a-kettle-of-herrings-42';

export async function register(page: Page, email: string, name = 'Ada Lovelace'): Promise<void> {
  await open(page, '/register');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await takeYourTime(page);
  await page.getByRole('button', { name: 'Create account' }).click();
  await followTheLink(page, email);
}

const MAILED_LINK = path.resolve(__dirname, 'mailed-link.mjs');
/** Sessions of the back office by shop: one log-in is enough. */
const desks = new Map<string, string>();

/** The link that a shop mailed to an address, by which its account is made or proved. */
export async function mailedLink(shop: string, email: string): Promise<string> {
  const env = { ...process.env, DESK: desks.get(shop) ?? '' };
  const { stdout } = await promisify(execFile)(process.execPath, [MAILED_LINK, shop, email], { env });
  const { link, desk } = JSON.parse(stdout);
  desks.set(shop, desk);
  return link;
}

/** After the account was asked for: opens the mailed link and enters the password. */
export async function followTheLink(page: Page, email: string): Promise<void> {
  await expect(page.getByText('Please look into your mail')).toBeVisible();
  await open(page, await mailedLink(new URL(page.url()).origin, email));
  await expect(page.getByLabel('E-mail')).toHaveValue(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm and log in' }).click();
  await expect(page).toHaveURL(/\/account$/);
}

export async function logIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await open(page, '/login');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL(/\/account$/);
}
