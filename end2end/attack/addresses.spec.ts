// Addresses that are written in odd ways, and parameters that were not meant.
import { ask, BASE, FOREIGN, sideBySide, type Answer } from './support/door';
import { Client, value } from './support/client';
import { refused, refusedSomehow, revealsNothing } from './support/refusal';
import { listing, makeProduct, productBySku, staff } from './support/staff';
import { freshEmail } from '../support/shop';
import { PASSWORD } from '../support/shopper';
import { buy, DRAFT, expect, leaveOut, register, test, things, type World } from './support/world';

const FILES = ['etc/passwd', 'Cargo.toml', '.env', 'proc/self/environ', 'favicon.svg'];
const UPWARDS = ['..%2f', '%2e%2e/', '%2e%2e%2f', '..%5c', '..\\', '%252e%252e%252f', '....//', '..;/', '%c0%ae%c0%ae/', '..%00/'];

/** Ways to write a path of the back office. */
const TO_THE_OFFICE = [
  '//admin', '///admin/orders', '/./admin', '/admin/.', '/admin/', '/admin//orders', '/ADMIN', '/Admin/orders', '/admin;x', '/admin;x/orders', '/admin.', '/admin..',
  '/%61dmin', '/%61dmin/orders', '/admin%2forders', '/admin%2Forders', '/admin%20', '/admin%00', '/admin%0a', '/admin%5corders', '/x/../admin', '/x/..%2fadmin',
  '/pkg/../admin/orders', '/pkg/..%2fadmin', '/login/..;/admin', '/admin/login/../orders', '/admin/orders?x=/admin/login', '/admin/orders#/admin/login', '/ａdmin',
];

test('C-30 no way to write a path leads past who may see it, or out of the folder', async ({ world }) => {
  await test.step('the back office shows itself to nobody', async () => {
    const secret = world.ada.order ?? world.ada.email;
    await sideBySide(TO_THE_OFFICE, async (path) => {
      const answer = await ask(ascii(path));
      const shown = answer.status === 200 && /office-side|Dashboard/.test(answer.text);
      expect(shown, `${path}: ${answer.status}`).toBe(false);
      expect(answer.text, path).not.toContain(secret);
      expect(answer.status, path).toBeLessThan(500);
    });
  });
  await test.step('no file outside is served', async () => {
    const folders = ['/pkg/', '/fonts/', '/media/', '/demo/', '/'];
    const paths = folders.flatMap((folder) => UPWARDS.flatMap((up) => FILES.slice(0, 4).map((file) => folder + up.repeat(6) + file)));
    await sideBySide(paths, async (path) => {
      const answer = await ask(path);
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(answer.status, path).toBeLessThan(500);
      expect(answer.text, path).not.toMatch(/root:.*:0:0:|\[workspace\]|PATH=/);
    });
  });
  await test.step('the API', () => oddApiPaths(world));
});

/** Escapes only what cannot stand in a request line. */
const ascii = (path: string) => path.replace(/[^\x21-\x7e]/g, encodeURIComponent);

async function oddApiPaths({ ada, functions, variant }: World): Promise<void> {
  const paths = ['/api/v1/%6frders', '/api/v1//orders', '/api/v1/./orders', '/api/v1/orders/', '/api/v1/orders%2f', '/API/v1/orders', '/api/v1/x/../orders', '/api//v1/orders', '/api/v1/orders;x', '/api/v1/orders.json'];
  for (const path of paths) refused(await ask(path), 401, 404);
  // Webhooks and the API need not say where they come from: nothing else may be reached through them.
  const add = functions.of('cart/api.rs#add_to_cart').slice('/api/'.length);
  const before = await things(ada);
  for (const exempt of ['/api/v1/../', '/api/v1/%2e%2e/', '/api/v1/..%2f', '/webhooks/../api/', '/webhooks/%2e%2e/api/', '/webhooks/..%2fapi%2f', '/api/v1/;/../']) {
    const headers = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' };
    refusedSomehow(await ada.send(exempt + add, { method: 'POST', headers, body: `variant=${variant}&quantity=1` }));
  }
  expect(await things(ada)).toBe(before);
}

const INJECTIONS = ["'", "' or '1'='1", "'; drop table products; --", 'price;--', 'price desc', '(select 1)', '../..', '%', '_', '\\', '(a+)+$', '{{7*7}}', '${7*7}', 'null', '[]', '\u2028', 'x'.repeat(5000)];
const PARAMETERS = ['q', 'sort', 'category', 'brand', 'option', 'price_min', 'price_max', 'in_stock', 'page', 'per_page', 'languageCode', 'filterOperator', 'status', 'locale'];
const MOST_MS = Number(process.env.TRADEWIND_ATTACK_MOST_MS ?? 1000);

test('C-31 sorting, filtering and paging take what is on their lists, quickly, and show no drafts', async ({ world }) => {
  const all = value(await ask('/api/v1/products')).total;
  await test.step('values that were not meant', async () => {
    const tries = PARAMETERS.flatMap((name) => INJECTIONS.map((text) => `${name}=${encodeURIComponent(text)}`));
    await sideBySide(tries, async (query) => {
      const answer = await ask(`/api/v1/products?${query}`);
      if (answer.status === 200) expect(value(answer).total, query).toBeLessThanOrEqual(all);
      else refused(answer, 404, 414, 422, 431);
      revealsNothing(answer);
    });
  });
  await test.step('named parameters only, each of its kind', async () => {
    const wrong = ['sort=id', 'sort=price', 'sort[]=name', 'page=0', 'page=-1', 'page=1000000000', 'page=1e3', 'page=99999999999999999999', 'per_page=0', 'per_page=101', 'price_min=-1', 'price_min=1.5', 'in_stock=maybe', 'filterOperator=OR', 'status=draft', 'languageCode=en', 'sort=name&sort=id'];
    for (const query of wrong) refused(await ask(`/api/v1/products?${query}`), 422);
  });
  await test.step('very many', () => veryMany());
  await test.step('pages take them too, and ignore what they do not know', () => inPages());
  await test.step('words that make searches slow', () => slowWords(world));
});

async function veryMany(): Promise<void> {
  for (const name of ['brand', 'option', 'q', 'x']) {
    const query = Array.from({ length: 10_000 }, (_, index) => `${name}=${name === 'option' ? 'a:' : ''}${index}`).join('&');
    const answer = await ask(`/api/v1/products?${query}`);
    refused(answer, 414, 422, 431);
    expect(answer.ms).toBeLessThan(3 * MOST_MS);
  }
}

async function inPages(): Promise<void> {
  const pages = ['/shop?sort=price;--', "/shop?sort='", '/shop?page=1000000000', '/shop?page=-1', "/search?q=' or 1=1 --", '/c/tableware?Colour=%27%3B--', '/shop?price_min=NaN&price_max=1e400', `/search?q=${'x'.repeat(4000)}`];
  await sideBySide(pages, async (page) => {
    const answer = await ask(encodeURI(page));
    expect([200, 404, 414, 422], `${page}: ${answer.status}`).toContain(answer.status);
    revealsNothing(answer);
  });
}

async function slowWords({ slug }: World): Promise<void> {
  const words = ['(a+)+$', 'a'.repeat(100), '% % % %', '*'.repeat(100), '" OR "', 'a & b | !c', ':*', '\\'.repeat(99), 'é'.repeat(100), slug];
  const quick = async (path: string): Promise<Answer> => {
    // The best of three: the machine may be busy, the query must not be.
    const answers = [await ask(path), await ask(path), await ask(path)];
    return answers.reduce((best, other) => (other.ms < best.ms ? other : best));
  };
  for (const word of words) {
    for (const path of ['/api/v1/products', '/api/v1/search/suggestions']) {
      const answer = await quick(`${path}?q=${encodeURIComponent(word)}`);
      expect(answer.status, `${path} ${word}: ${answer.text.slice(0, 100)}`).toBe(200);
      expect(answer.ms, `${path} ${word}`).toBeLessThan(MOST_MS);
    }
  }
}

const CRLF = ['\r\nSet-Cookie: sid=stolen', '\nSet-Cookie: sid=stolen', '\r\n\r\n<script>', '\u010d\u010aSet-Cookie: sid=stolen', '%0d%0aSet-Cookie:%20sid=stolen', '\u0000'];

/** Log-ins can be tried seldom where all of them come from one address: then only these. */
function affordable<T>(tries: T[], most: number): T[] {
  if (!FOREIGN) return tries;
  leaveOut(`${tries.length - most} of ${tries.length}: the shop lets one address log in too seldom`);
  return tries.slice(0, most);
}

/** No header of the answer is the attacker's. */
function injectsNothing(answer: Answer): void {
  // What stays percent-encoded in a redirect is part of its address.
  const { location, serverfnredirect, ...headers } = answer.headers;
  expect(JSON.stringify(headers)).not.toMatch(/sid=stolen|<script>/);
  expect(`${location}${serverfnredirect}`).not.toMatch(/[\r\n\0]/);
  expect(answer.status, answer.text.slice(0, 200)).toBeLessThan(500);
  revealsNothing(answer);
}

test('C-33 line breaks get into no header, no redirect and no mail, and formulas into no report', async ({ world }) => {
  const { functions } = world;
  const shopper = await register(functions, 'breaker');
  for (const text of affordable(CRLF, 2)) {
    await test.step(JSON.stringify(text), async () => {
      const log = { email: shopper.email, password: PASSWORD, next: `/account${text}` };
      injectsNothing(await new Client(functions).call('account/api.rs#log_in', log));
      injectsNothing(await new Client(functions).call('admin/api.rs#log_in_staff', { ...log, next: `/admin${text}` }));
      injectsNothing(await new Client(functions).call('orders/api.rs#find_order', { number: `TW${text}`, email: 'a@example.test' }));
      injectsNothing(await new Client(functions).keep('order', 'x').call('orders/api.rs#load_order', { number: `TW${text}` }));
      for (const path of [`/login?next=${encodeURIComponent(text)}`, `/account${encodeURIComponent(text)}`, `/orders/${encodeURIComponent(text)}`, `/p/${encodeURIComponent(text)}`]) {
        injectsNothing(await ask(path));
      }
      const referer = `${BASE}/login?x=${encodeURIComponent(text)}`;
      injectsNothing(await new Client(functions).call('account/api.rs#log_in', { ...log, password: 'wrong' }, { headers: { accept: 'text/html', referer } }));
    });
  }
  await test.step('in names and addresses that mails are sent to', () => inMails(world));
  await test.step('in reports that a spreadsheet opens', () => inReports(world));
});

/** Sells something whose name is a formula, and reads the report of what was sold. */
async function inReports({ ada, functions }: World): Promise<void> {
  if (!ada.order) return leaveOut('reports: the shop takes real cards, nothing is sold');
  if (!functions.find('admin/reports/api.rs#make_report')) return leaveOut('this shop is of a version without reports');
  const desk = await staff(functions);
  const { sku } = await makeProduct(desk, { name: `=HYPERLINK("https://evil.example","${Date.now()}")`, price: '9.00' });
  const product = await productBySku(desk, sku);
  const [{ id: variant }] = product.variants;
  const [{ id: warehouse }] = value(await desk.call('admin/stock/warehouses_api.rs#list_warehouses')).warehouses;
  await expect(async () => {
    value(await desk.call('admin/stock/api.rs#adjust_stock', { variant, warehouse, change: '3', kind: 'restock', reason: 'To be sold' }));
  }).toPass({ timeout: 20_000 });
  await buy(await register(functions, 'reported'), variant);
  await expect(async () => {
    expect(await report(desk)).toContain('HYPERLINK');
  }).toPass({ timeout: 30_000 });
  const cells = (await report(desk)).split(/\r\n|,/).map((cell) => cell.replace(/^"/, ''));
  expect(cells.filter((cell) => /^[=+@\t\r]|^-(?![\d.]+$)/.test(cell))).toEqual([]);
  value(await desk.call('admin/catalog/api.rs#set_product_status', { 'selected[0]': product.id, status: 'archived' }));
}

/** The newest report of what was sold today, as a file. */
async function report(desk: Client): Promise<string> {
  value(await desk.call('admin/reports/api.rs#make_report', { report_type: 'sales_by_product', period: 'today' }));
  const [{ id }] = value(await desk.call('admin/reports/api.rs#list_reports', listing())).page.items;
  const file = await desk.read('admin/reports/api.rs#load_report_file', { id });
  expect(file.headers['content-disposition']).toMatch(/^attachment/);
  expect(file.headers['cache-control']).toMatch(/no-store/);
  return file.text;
}

async function inMails({ functions }: World): Promise<void> {
  const guest = new Client(functions);
  for (const text of ['\r\nBcc: everybody@evil.example', '\nSubject: You won', '\r\n\r\nBody']) {
    const email = freshEmail('header');
    refused(await guest.rest('POST', '/customers', { name: `Ada${text}`, email, password: PASSWORD }), 422);
    refused(await guest.rest('POST', '/customers', { name: 'Ada', email: `${email}${text}`, password: PASSWORD }), 422);
    refused(await guest.rest('POST', '/password-resets', { email: `${email}${text}` }), 422);
    refused(await guest.call('account/api.rs#register', { name: `Ada${text}`, email, password: PASSWORD, next: '' }), 422);
    const shopper = await register(functions, 'mailed');
    const draft = await shopper.rest('PUT', '/checkout/draft', { ...DRAFT, email: `${email}${text}`, name: `Ada${text}` });
    expect(draft.status).toBeLessThan(500);
    refused(await shopper.rest('POST', '/checkout', { payment_method: '4242424242424242', expected_total: 1 }), 404, 409, 422);
  }
  const desk = await staff(functions);
  const messages = await desk.call('admin/notifications/api.rs#list_messages', { 'state[search]': 'evil.example', 'state[sort]': '', 'state[page]': 1, 'state[filters][status]': '' });
  expect(messages.text).not.toContain('everybody@evil.example');
}

const ELSEWHERE = ['//evil.example', '///evil.example', '\\\\evil.example', '/\\evil.example', '/\t/evil.example', 'https:evil.example', 'https://evil.example', 'http:/evil.example', '/%2f/evil.example', '/%5cevil.example', 'javascript:alert(1)', 'data:text/html,x', '//evil.example/%2f..', ' //evil.example', '/admin//evil.example', '@evil.example', '/.evil.example', '///', '?next=//evil.example'];

/** A browser that follows it stays in the shop. */
function staysHere(answer: Answer, next: string): void {
  for (const name of ['location', 'serverfnredirect', 'refresh']) {
    const to = answer.headers[name];
    if (to === undefined || to === '') continue;
    expect(new URL(String(to), BASE).origin, `${next} leads to ${to}`).toBe(new URL(BASE).origin);
  }
}

test('C-38 no address that is handed on leads away from the shop', async ({ world }) => {
  const { functions } = world;
  const shopper = await register(functions, 'led');
  await sideBySide(affordable(ELSEWHERE, 5), async (next) => {
    const who = { email: shopper.email, password: PASSWORD, next };
    for (const accept of ['application/json', 'text/html']) {
      const browser = new Client(functions);
      staysHere(await browser.call('account/api.rs#log_in', who, { headers: { accept } }), next);
      staysHere(await browser.call('admin/api.rs#log_in_staff', { ...who, next: `/admin${next}` }, { headers: { accept } }), next);
      staysHere(await browser.call('account/api.rs#register', { ...who, name: 'Eve', email: freshEmail('led') }, { headers: { accept } }), next);
    }
    for (const page of ['/login', '/register', '/admin/login', '/account', '/checkout/return/x']) {
      const answer = await shopper.send(`${page}?next=${encodeURIComponent(next)}`);
      staysHere(answer, next);
      expect(answer.text, page).not.toMatch(/(href|action|content)="(https?:)?[/\\]*evil\.example/i);
    }
    staysHere(await ask(encodeURI(next.startsWith('/') ? next : `/${next}`)), next);
  }, 4);
  await test.step('a form that comes from elsewhere is not sent back there', async () => {
    for (const referer of ['https://evil.example/', '//evil.example/', `${BASE}.evil.example/`]) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', referer };
      const answer = await ask(functions.of('orders/api.rs#find_order'), { method: 'POST', headers, body: 'number=x&email=x' });
      refused(answer, 403);
      staysHere(answer, referer);
    }
  });
});
