// Not a test but a photographer: `make screenshots` puts every page into test-results/screenshots, at two
// widths, light and dark, and what axe-core finds in them into axe.txt there. Somebody with an account, an order and a filled cart, who is staff as well, shows them.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { violations } from '../support/axe';
import { logInStaff } from '../support/office';
import { freshEmail, open } from '../support/shop';
import { CARDS, MUG, addToCart, buy, buyer, pay, register } from '../support/shopper';
import { NEW_PAGES, detailsOf, officeLists } from '../support/sitemap';

const FOLDER = path.resolve(__dirname, '../../test-results/screenshots');
const STAGE = path.join(FOLDER, 'stage.json');
const FOUND = path.join(FOLDER, 'axe.txt');

/** Who looks, and at what: file name and address. */
interface Stage {
  state: BrowserContextOptions['storageState'];
  pages: [string, string][];
}

const SHOP: [string, string][] = [
  ['home', '/'], ['shop', '/shop'], ['category', '/c/tableware'], ['product', `/p/${MUG.slug}`],
  ['search', '/search?q=mug'], ['search-empty', '/search?q=zzzzqqqq'], ['cart', '/cart'], ['checkout', '/checkout'],
  ['order-find', '/orders/find'], ['contact', '/contact'], ['not-found', '/no-such-page'],
  ['account', '/account'], ['account-orders', '/account/orders'], ['account-addresses', '/account/addresses'],
  ['account-profile', '/account/profile'], ['account-security', '/account/security'], ['account-privacy', '/account/privacy'],
  ['account-delete', '/account/delete'], ['account-email', '/account/email'],
];

/** Those who are logged in are led elsewhere. */
const STRANGER: [string, string][] = [
  ['login', '/login'], ['register', '/register'], ['forgot', '/forgot'], ['reset', '/account/reset?token=none'], ['verify', '/account/verify?token=none'], ['email-link', '/account/email/confirm?token=none'],
  ['cart-empty', '/cart'], ['admin-login', '/admin/login'],
];

async function setTheStage(browser: Browser): Promise<Stage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const who = buyer(freshEmail('sample'));
  await register(page, who.email, who.name);
  const number = await buy(page, who);
  // The shop knows the address by now.
  await addToCart(page);
  await pay(page, CARDS.asksForAChallenge);
  await page.waitForURL(/\/checkout\/challenge\//);
  const challenge = new URL(page.url()).pathname;
  await logInStaff(page);
  const lists = await officeLists(page);
  const office = [...lists, ...NEW_PAGES, ...(await detailsOf(page, lists))];
  const stage: Stage = {
    state: await context.storageState(),
    pages: [
      ...SHOP,
      ['challenge', challenge], ['done', `/checkout/done/${number}`],
      ['order', `/orders/${number}`], ['account-order', `/account/orders/${number}`],
      ...office.map((address): [string, string] => [nameOf(address), address]),
    ],
  };
  await context.close();
  return stage;
}

/** `/admin/orders/0198…` becomes `admin-orders-one`. */
function nameOf(address: string): string {
  return address.slice(1).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'one').replace(/[^a-z0-9]+/gi, '-');
}

async function photograph(page: Page, pages: [string, string][], look: string): Promise<void> {
  for (const [name, address] of pages) {
    await open(page, address);
    await loadPictures(page);
    await page.screenshot({ path: path.join(FOLDER, `${name}-${look}.png`), fullPage: true, animations: 'disabled' });
    for (const found of await violations(page)) appendFileSync(FOUND, `${name} (${look}): ${found}\n`);
  }
}

/** Pictures below the fold load when they are near the view. */
async function loadPictures(page: Page): Promise<void> {
  await page.evaluate(async () => {
    document.querySelectorAll('img[loading=lazy]').forEach((image) => image.setAttribute('loading', 'eager'));
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
  });
}

test.describe.configure({ mode: 'default' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  mkdirSync(FOLDER, { recursive: true });
  if (existsSync(STAGE)) return;
  writeFileSync(STAGE, JSON.stringify(await setTheStage(browser)));
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1440]) {
    test(`every page at ${width} pixels, ${colorScheme}`, async ({ browser }) => {
      test.setTimeout(900_000);
      const stage = JSON.parse(readFileSync(STAGE, 'utf8')) as Stage;
      const look = { colorScheme, bypassCSP: true, viewport: { width, height: 900 } };
      const known = await browser.newContext({ ...look, storageState: stage.state });
      await photograph(await known.newPage(), stage.pages, `${width}-${colorScheme}`);
      await known.close();
      const stranger = await browser.newContext(look);
      await photograph(await stranger.newPage(), STRANGER, `${width}-${colorScheme}`);
      await stranger.close();
    });
  }
}
