// Text that wants to be a script, wherever people can write: it stays text, in Chromium.
import type { BrowserContext, Page } from '@playwright/test';
import { encode, value, Client } from './support/client';
import { BASE } from './support/door';
import type { Functions } from './support/functions';
import { listing, makeProduct, productBySku, staff } from './support/staff';
import { buy, expect, register, test, type Person, type World } from './support/world';
import { open } from '../support/shop';

/** Runs, or is refused by the policy, once a browser takes it for markup. */
const IMAGE = '<img src=x-attack onerror=window.hit=1>';
const CORPUS = [
  `</script><script>window.hit=1</script>`, `</textarea>${IMAGE}`, `"'>${IMAGE}`, `</title>${IMAGE}`, '<svg/onload=window.hit=1>', `--><!--${IMAGE}`,
  `<iframe srcdoc="${IMAGE}">`, 'javascript:window.hit=1', "{{constructor.constructor('window.hit=1')()}}", '${window.hit=1}', '\u2028window.hit=1//', '<a href="javascript:window.hit=1">x</a>',
];
const LONG = CORPUS.join(' ');
/** For names, which hold a hundred characters. */
const SHORT = `</script></title>${IMAGE}`;
const MARKUP = 'img[src="x-attack"], svg[onload], iframe[srcdoc]:not([sandbox]), a[href^="javascript:"], [onerror]';

interface Planted {
  shopper: Person;
  desk: Client;
  pages: string[];
  office: string[];
}

/** Writes the corpus wherever a shopper and the staff can; answers where it is to be read. */
async function plant(world: World): Promise<Planted> {
  const { functions, ada } = world;
  const desk = await staff(functions);
  const { answer, sku } = await makeProduct(desk, { name: SHORT, price: '12.00', description: LONG });
  expect(answer.status, answer.text).toBeLessThan(400);
  const product = await productBySku(desk, sku);
  const shopper = await register(functions, 'scripter', SHORT);
  const address = { name: SHORT, company: SHORT, street: LONG.slice(0, 190), street2: SHORT, city: SHORT, state: '', postal_code: '10119', country: 'DE', phone: SHORT.slice(0, 30), is_default: true };
  const kept = await shopper.rest('POST', '/account/addresses', address);
  expect([201, 200, 422], kept.text).toContain(kept.status);
  const { is_default: _, phone: __, ...draft } = address;
  const pages = ['/account', '/account/addresses', '/account/profile', `/p/${product.slug}`, '/shop?sort=newest'];
  const office = [`/admin/products/${product.id}`, '/admin/products', `/admin/customers?q=${encodeURIComponent(shopper.email)}`];
  if (ada.order) {
    const number = await buy(shopper, world.variant, 1, { ...draft, note: LONG });
    const { id } = value(await shopper.rest('GET', '/orders')).orders[0];
    pages.push(`/account/orders/${number}`, '/account/orders');
    office.push(`/admin/orders/${id}`, await mailOf(desk, shopper.email));
  }
  value(await shopper.rest('POST', '/carts/current/lines', { variant: product.variants[0].id, quantity: 1 }));
  return { shopper, desk, pages: [...pages, '/cart', '/checkout'], office };
}

async function mailOf(desk: Client, email: string): Promise<string> {
  let path = '/admin/notifications';
  await expect(async () => {
    const text = JSON.stringify(value(await desk.call('admin/notifications/api.rs#list_messages', listing(email))));
    const [, id] = /"id":"([0-9a-f-]{36})"/.exec(text) ?? [];
    expect(id).toBeDefined();
    path = `/admin/notifications/${id}`;
  }).toPass({ timeout: 20_000 });
  return path;
}

/** Addresses that carry the corpus themselves. */
function addresses(): string[] {
  const text = encodeURIComponent(SHORT);
  return [
    `/search?q=${encodeURIComponent(LONG.slice(0, 300))}`, `/shop?brand=${text}&Colour=${text}`, `/nothing/${text}`, `/p/${text}`, `/c/${text}`, `/orders/${text}`,
    `/orders/find?number=${text}`, `/login?next=${text}`, `/account/reset?token=${text}`, `/account/verify?token=${text}`, `/account/email/confirm?token=${text}`, `/checkout/return/${text}`, `/checkout/challenge/${text}`, `/forgot?sent=${text}`,
  ];
}

/** Collects what the policy refused, and whether anything ran. */
async function watched(context: BrowserContext): Promise<{ page: Page; complaints: string[] }> {
  const complaints: string[] = [];
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('dialog', (dialog) => { complaints.push(`a dialog: ${dialog.message()}`); void dialog.dismiss(); });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (/content security policy|refused to/i.test(message.text())) complaints.push(`${page.url()}: ${message.text()}`);
  });
  return { page, complaints };
}

async function staysText(page: Page, path: string): Promise<void> {
  await page.goto(BASE + path, { waitUntil: 'networkidle' });
  expect.soft(await page.locator(MARKUP).count(), `markup of the attacker's in ${path}`).toBe(0);
  expect.soft(await page.evaluate(() => (window as { hit?: number }).hit), `a script ran in ${path}`).toBeUndefined();
}

function cookies(client: Client) {
  return [...client.cookies].map(([name, text]) => ({ name, value: text, url: BASE }));
}

test('C-27 what people write is shown as text in every page, and the policy has nothing to refuse', async ({ world, browser }) => {
  test.slow();
  const planted = await plant(world);
  const context = await browser.newContext();
  await context.addCookies(cookies(planted.shopper));
  const { page, complaints } = await watched(context);
  for (const path of [...planted.pages, ...addresses()]) await test.step(path, () => staysText(page, path));
  await test.step('suggestions', () => suggestions(page));
  await test.step('a form that is sent back', () => sentBack(context, page, world.functions));
  await context.addCookies(cookies(planted.desk));
  const searches = ['/admin/orders', '/admin/customers', '/admin/products', '/admin/mailbox'].map((list) => `${list}?q=${encodeURIComponent(SHORT)}`);
  searches.push(`/admin/audit?who=${encodeURIComponent(SHORT)}&subject=${encodeURIComponent(SHORT)}`);
  for (const path of [...planted.office, ...searches]) await test.step(path, () => staysText(page, path));
  await test.step('without scripts, as the server wrote it', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() });
    const bare = await plain.newPage();
    for (const path of [...planted.pages, ...planted.office, ...addresses()]) {
      await bare.goto(BASE + path, { waitUntil: 'domcontentloaded' });
      expect.soft(await bare.locator(MARKUP).count(), `markup of the attacker's in ${path}`).toBe(0);
    }
    await plain.close();
  });
  await context.close();
  expect(complaints).toEqual([]);
  await planted.desk.call('admin/catalog/api.rs#set_product_status', { 'selected[0]': planted.office[0].split('/').pop() ?? '', status: 'archived' });
});

async function suggestions(page: Page): Promise<void> {
  await open(page, BASE);
  await page.getByRole('banner').getByRole('link', { name: 'Search' }).click();
  const asked = page.waitForResponse((response) => response.url().includes('/api/suggest'));
  await page.getByRole('combobox', { name: 'Search words' }).pressSequentially('script title');
  await asked;
  await expect(page.locator('#suggestions')).toBeVisible();
  expect(await page.locator(MARKUP).count()).toBe(0);
}

/** Kept in a cookie and shown again by the page. */
async function sentBack(context: BrowserContext, page: Page, functions: Functions): Promise<void> {
  const find = `${BASE}${functions.of('orders/api.rs#find_order')}`;
  const headers = { origin: BASE, referer: `${BASE}/orders/find`, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
  await context.request.post(find, { headers, data: encode({ number: LONG, email: SHORT }), maxRedirects: 0 });
  await staysText(page, '/orders/find');
}
