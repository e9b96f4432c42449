// Who is there: Ada, who has things worth taking; Eve, who has an account; a guest; nobody; the staff.
import { expect, test as base } from '@playwright/test';
import { freshEmail } from '../../support/shop';
import { CARDS, PASSWORD } from '../../support/shopper';
import { Client, value } from './client';
import { ask, BASE, FOREIGN } from './door';
import { Functions } from './functions';
import { mailedLinks, tokenOf } from './mailbox';
import { staff } from './staff';

export interface Person extends Client {
  email: string;
}

/** Ada's things, by which an answer that should not show them is recognised. */
export interface Ada extends Person {
  secrets: string[];
  user: string;
  address: string;
  session: string;
  /** Her order's number; none where no test card is taken. */
  order?: string;
  orderId?: string;
  /** A purchase that waits for her bank. */
  waiting?: { checkout: string; payment: string };
}

export interface World {
  functions: Functions;
  ada: Ada;
  eve: Person;
  guest: Client;
  variant: string;
  product: string;
  slug: string;
  /** What the REST API can do: `GET /orders/{number}`. */
  operations: { name: string; method: string; path: string }[];
}

export const STREET = 'Secret Lane 4711';
export const DRAFT = { name: 'Ada Secretkeeper', street: STREET, city: 'Berlin', postal_code: '10119', country: 'DE' };

export async function register(functions: Functions, who: string, name = 'Eve Dropper', shop = BASE): Promise<Person> {
  const email = freshEmail(who);
  const person = Object.assign(new Client(functions, shop), { email });
  value(await person.rest('POST', '/customers', { name, email, password: PASSWORD }));
  const token = await linkTo(functions, email, shop);
  person.bearer = value(await person.rest('POST', '/customers/confirmations', { token, password: PASSWORD })).token;
  return person.keep('sid', person.bearer ?? '') as Person;
}

/** The token of the link that was mailed to whoever asked for an account with this address. */
export async function linkTo(functions: Functions, email: string, shop = BASE): Promise<string> {
  const [link] = await mailedLinks(await staff(functions, shop), email, '/account/verify');
  return tokenOf(link);
}

/** Fills the cart and quotes it for the address; what it would cost. */
export async function fillCart(buyer: Person, variant: string, quantity = 1, draft = {}): Promise<number> {
  value(await buyer.rest('POST', '/carts/current/lines', { variant, quantity }));
  return value(await buyer.rest('PUT', '/checkout/draft', { ...DRAFT, email: buyer.email, ...draft })).total.minor;
}

export function purchase(total: number, card = CARDS.succeeds) {
  return { payment_method: card, expected_total: total };
}

/** Buys one; the order's number. */
export async function buy(buyer: Person, variant: string, quantity = 1, draft = {}): Promise<string> {
  const total = await fillCart(buyer, variant, quantity, draft);
  const outcome = value(await buyer.rest('POST', '/checkout', purchase(total)));
  expect(outcome.outcome, JSON.stringify(outcome)).toBe('placed');
  return outcome.number;
}

/** Begins a purchase that the bank wants to be asked about. */
export async function beginChallenge(buyer: Person, variant: string): Promise<{ checkout: string; payment: string }> {
  const total = await fillCart(buyer, variant);
  const outcome = value(await buyer.rest('POST', '/checkout', purchase(total, CARDS.asksForAChallenge)));
  expect(outcome.outcome, JSON.stringify(outcome)).toBe('action_required');
  return { checkout: outcome.checkout, payment: new URL(outcome.url).pathname.split('/').pop() ?? '' };
}

/** A variant with many on the shelf. */
export async function plenty(shop = BASE): Promise<{ product: string; slug: string; variant: string }> {
  const { products } = value(await ask('/api/v1/products?per_page=100', {}, shop));
  let best = { product: '', slug: '', variant: '', available: 0 };
  for (const { id, slug } of products) {
    const shelf: { variant: string; available: number }[] = value(await ask(`/api/v1/products/${slug}/availability`, {}, shop));
    for (const row of shelf) if (row.available > best.available) best = { product: id, slug, ...row };
    if (best.available >= 40) break;
  }
  return best;
}

async function makeAda(functions: Functions, variant: string, takesTestCards: boolean): Promise<Ada> {
  const ada = (await register(functions, 'ada', DRAFT.name)) as Ada;
  const entry = { ...DRAFT, company: '', street2: '', state: '', phone: '', is_default: true };
  ada.address = value(await ada.rest('POST', '/account/addresses', entry)).id;
  ada.session = sessionOf(value(await ada.call('account/api.rs#load_sessions')));
  ada.user = value(await ada.rest('GET', '/account')).id;
  if (takesTestCards) {
    ada.order = await buy(ada, variant);
    ada.orderId = value(await ada.rest('GET', '/orders')).orders[0].id;
    ada.waiting = await beginChallenge(ada, variant);
  }
  const { email, order, orderId, address, session } = ada;
  ada.secrets = [email, DRAFT.name, STREET, order, orderId, address, session, ada.bearer ?? ''].filter((text) => text !== undefined);
  return ada;
}

const sessionOf = (sessions: { current: string }) => sessions.current;

async function operations(): Promise<World['operations']> {
  const { paths } = value(await ask('/api/v1/openapi.json'));
  const methods = ['get', 'post', 'put', 'patch', 'delete'];
  return Object.entries<object>(paths).flatMap(([path, item]) =>
    Object.keys(item).filter((method) => methods.includes(method)).map((method) => {
      const upper = method.toUpperCase();
      return { name: `${upper} ${path}`, method: upper, path };
    }),
  );
}

async function makeWorld(): Promise<World> {
  const functions = await Functions.of();
  const { product, slug, variant } = await plenty();
  const guest = new Client(functions);
  value(await guest.call('cart/api.rs#add_to_cart', { variant, quantity: 1 }));
  const { gateway } = value(await guest.call('checkout/api.rs#load_checkout')).gateway;
  const ada = await makeAda(functions, variant, gateway === 'test');
  const eve = await register(functions, 'eve');
  return { functions, ada, eve, guest, variant, product, slug, operations: await operations() };
}

/** Everything of a shopper's that an attack might change. */
export async function things(person: Person): Promise<string> {
  const reads = ['/account', '/account/addresses', '/carts/current', '/orders'];
  const answers = [];
  for (const path of reads) answers.push(value(await person.rest('GET', path)));
  answers.push(value(await person.call('account/api.rs#load_sessions')).all.map(({ id }: { id: string }) => id));
  return JSON.stringify(answers);
}

/** Says loudly why something is not tried, and skips the rest of the test. */
export function need(present: unknown, reason: string): asserts present {
  if (present) return;
  console.warn(`NOT TRIED: ${reason}`);
  test.skip(true, reason);
}

/** Says loudly that a part of the test is not tried. */
export function leaveOut(reason: string): void {
  console.warn(`NOT TRIED: ${reason}`);
  test.info().annotations.push({ type: 'not tried', description: reason });
}

/** Settings can be changed, and the process looked at, only of a shop of one's own. */
export function needOwnShop(): void {
  need(!FOREIGN, 'needs a shop with settings of its own; run `make attack` without URL');
}

export const test = base.extend<{ alive: void }, { world: World }>({
  world: [async ({}, use) => use(await makeWorld()), { scope: 'worker', timeout: 120_000 }],
  alive: [
    async ({}, use) => {
      await use();
      expect((await ask('/')).status, 'the shop answers after the attack').toBe(200);
      const internal = process.env.TRADEWIND_INTERNAL_URL;
      if (internal) expect((await ask('/health/ready', {}, internal)).text).toBe('ready');
    },
    { auto: true },
  ],
});

export { expect };
