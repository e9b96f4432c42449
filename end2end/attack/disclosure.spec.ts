// What strangers can read: in pages, scripts and the API, and in what caches keep.
import { createHash } from 'node:crypto';
import { Client, value } from './support/client';
import { ask, BASE, sideBySide, type Answer } from './support/door';
import { publishedFiles } from './support/functions';
import { revealsNothing } from './support/refusal';
import { staff } from './support/staff';
import { expect, register, test, type Ada, type World } from './support/world';

/** Names of what the public must not get, as they would stand in JSON or in a page. */
const NOT_FOR_THE_PUBLIC = [
  /cost_price|purchase_price|\bmargin\b_?(bp|pct)/i, /\\?"(password|hashed_password|password_hash|token_hash|secret_key|webhook_secret)\\?"\s*:/i,
  /sk_(test|live)_\w+|whsec_\w+|\$argon2/, /\\?"(warehouse|warehouse_id|warehouses|supplier|on_hand|reserved)\\?"\s*:/, /BEGIN [A-Z ]*PRIVATE KEY/,
];

const PUBLIC_PAGES = ['/', '/shop', '/search?q=a', '/cart', '/login', '/register', '/forgot', '/orders/find', '/nothing/here', '/admin/login', '/robots.txt', '/sitemap.xml'];

function publicOnly(answer: Answer, where: string): void {
  for (const secret of NOT_FOR_THE_PUBLIC) expect(answer.text, `${where} holds ${secret}`).not.toMatch(secret);
}

test('C-26 neither pages, nor what hydrates them, nor scripts, nor the API tell strangers what is not theirs', async ({ world }) => {
  const { ada, slug } = world;
  const pages = [...PUBLIC_PAGES, `/p/${slug}`, ...(await categories())];
  await sideBySide(pages, async (page) => {
    const answer = await ask(page);
    publicOnly(answer, page);
    revealsNothing(answer);
    for (const secret of ada.secrets) expect(answer.text, page).not.toContain(secret);
  });
  await test.step('the API', () => everyPublicRead(world));
  await test.step('scripts and WebAssembly', () => everyFile(ada));
  await test.step('what lies beside them', async () => {
    for (const path of ['/metrics', '/health/ready', '/debug', '/.env', '/.git/config', '/Cargo.toml', '/pkg/', '/pkg/tradewind.js.map', '/server-status']) {
      const answer = await ask(path);
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      publicOnly(answer, path);
    }
  });
  await test.step('drafts', () => drafts(world));
});

async function categories(): Promise<string[]> {
  const tree: { slug: string }[] = value(await ask('/api/v1/categories'));
  return tree.slice(0, 3).map(({ slug }) => `/c/${slug}`);
}

async function everyPublicRead({ operations, slug, ada }: World): Promise<void> {
  const reads = operations.filter(({ method }) => method === 'GET').map(({ path }) => `/api/v1${path.replace('{slug}', slug)}`);
  for (const path of reads.filter((read) => !read.includes('{'))) {
    const answer = await ask(path);
    publicOnly(answer, path);
    for (const secret of ada.secrets) expect(answer.text, path).not.toContain(secret);
  }
}

async function everyFile({ secrets }: Ada): Promise<void> {
  const files = await publishedFiles();
  expect(files.length).toBeGreaterThan(2);
  await sideBySide(files, async (file) => {
    const answer = await ask(`/pkg/${file}`);
    publicOnly(answer, file);
    for (const secret of secrets) expect(answer.text, file).not.toContain(secret);
    expect((await ask(`/pkg/${file}.map`)).status, `${file}.map`).toBe(404);
  });
}

/** Made, put on sale, and withdrawn: then it is nowhere. */
async function drafts({ functions }: World): Promise<void> {
  const desk = await staff(functions);
  const sku = `DRAFT-${Date.now()}`;
  const name = `Unannounced ${sku}`;
  const form = { 'form[name]': name, 'form[status]': 'draft', 'form[currency]': 'EUR', 'form[variants][0][sku]': sku, 'form[variants][0][price]': '10.00' };
  expect((await desk.call('admin/catalog/api.rs#save_product', form)).status).toBeLessThan(400);
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const reads = [`/p/${slug}`, `/api/v1/products/${slug}`, `/api/v1/products?q=${encodeURIComponent(name)}`, `/search?q=${sku}`, `/api/v1/search/suggestions?q=Unannounced`, '/api/v1/products?sort=newest&per_page=100', '/sitemap.xml'];
  for (const path of reads) {
    const { text } = await ask(path);
    const shown = text.replaceAll(decodeURIComponent(path), '').replaceAll(`value="${sku}"`, '');
    if (!path.startsWith('/search')) expect(shown, path).not.toContain(sku);
    expect(shown, path).not.toContain(`"sku":"${sku}"`);
  }
}

const nonceOf = ({ headers }: Answer) => /'nonce-([\w-]+)'/.exec(String(headers['content-security-policy']))?.[1] ?? 'no nonce';
const digest = (answer: Answer) => createHash('sha256').update(answer.text.replaceAll(nonceOf(answer), '#')).digest('hex');

/** May be kept by a cache between the shop and its shoppers. */
function isKept({ headers }: Answer): boolean {
  const control = headers['cache-control'] ?? '';
  return !/no-store|private|no-cache/.test(control);
}

const PERSONAL = ['/account', '/account/orders', '/account/addresses', '/account/profile', '/account/security', '/account/privacy', '/account/delete', '/cart', '/checkout', '/orders/find', '/login'];

/** Addresses of personal pages that a careless cache takes for files. */
function disguised(page: string): string[] {
  return [`${page}/x.css`, `${page}/pkg/x.js`, `${page};.css`, `${page}%2fx.css`, `${page}%0a.css`, `${page}%00.css`, `${page}.css`, `${page}?x.css`, `${page}%23.css`, `${page}%3f.css`, `/pkg/..%2f${page.slice(1)}`];
}

test('C-39 no cache keeps what is personal, and no address makes it look like a file', async ({ world }) => {
  const { ada, functions } = world;
  await test.step('personal pages and answers are for no cache', async () => {
    for (const page of PERSONAL) expect((await ada.send(page)).headers['cache-control'], page).toBe('no-store');
    for (const read of ['/account', '/orders', '/carts/current', '/account/addresses']) {
      expect((await ada.rest('GET', read)).headers['cache-control'], read).toMatch(/no-store/);
    }
    for (const key of ['visitor.rs#who_is_looking', 'cart/api.rs#load_cart', 'account/api.rs#load_profile']) {
      expect((await ada.call(key)).headers['cache-control'], key).toBe('no-store');
    }
  });
  await test.step('nor under an address that looks like a file', async () => {
    for (const path of PERSONAL.slice(0, 6).flatMap(disguised)) {
      const [hers, strangers] = [await ada.send(path), await ask(path)];
      if (isKept(hers)) for (const secret of ada.secrets) expect(hers.text, path).not.toContain(secret);
      for (const secret of ada.secrets) expect(strangers.text, path).not.toContain(secret);
    }
  });
  await test.step('the shop\'s own cache gives everybody the same page', () => sharedPages(world));
  await test.step('a form that was sent back is shown to whoever sent it', async () => {
    const referer = `${BASE}/search?q=kept-for-nobody`;
    const typist = new Client(functions);
    const typed = { number: 'typed-by-ada', email: 'no address' };
    await typist.call('orders/api.rs#find_order', typed, { headers: { accept: 'text/html', referer } });
    await typist.send('/search?q=kept-for-nobody');
    const other = await ask('/search?q=kept-for-nobody');
    expect(other.text).not.toContain('typed-by-ada');
    expect(other.headers['set-cookie']).toBeUndefined();
  });
});

/** Ada comes first: what is kept of her visit is what strangers get. */
async function sharedPages({ ada, slug }: World): Promise<void> {
  for (const path of [`/?of=${ada.email.length}`, `/shop?page=1&of=${Date.now()}`, `/p/${slug}?of=${Date.now()}`]) {
    const [hers, strangers] = [await ada.send(path), await ask(path)];
    expect(hers.headers['set-cookie'], path).toBeUndefined();
    for (const secret of ada.secrets) expect(strangers.text, path).not.toContain(secret);
    expect(digest(hers), path).toBe(digest(strangers));
    expect(nonceOf(hers), 'the nonce').not.toBe(nonceOf(strangers));
  }
}
