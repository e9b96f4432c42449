// The same act fifty times at the same moment.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { freshEmail } from '../support/shop';
import { PASSWORD } from '../support/shopper';
import { burst, callShot, restShot, successes, type Hit, type Shot } from './support/burst';
import { Client, value } from './support/client';
import { ask, FOREIGN, sideBySide } from './support/door';
import { HOST, lines, open } from './support/raw';
import { staff } from './support/staff';
import { beginChallenge, buy, DRAFT, expect, fillCart, leaveOut, linkTo, purchase, register, test, type Person, type World } from './support/world';

const TIMES = 50;

function fifty(make: (index: number) => Shot): Promise<Hit[]> {
  return burst(Array.from({ length: TIMES }, (_, index) => make(index)));
}

/** A burst breaks nothing: what is not done is refused, or told to come back. */
function orderly(hits: Hit[]): void {
  const broken = hits.filter(({ status }) => status === 0 || (status >= 500 && status !== 503));
  expect(broken.map(({ status, text }) => `${status} ${text.slice(0, 200)}`), 'answers that are none').toEqual([]);
}

test('C-37 whatever changes something, fifty times at once, changes it once', async ({ world }) => {
  test.slow();
  await test.step('an account', () => oneAccount(world));
  await test.step('a cart', () => noMoreThanTheMost(world));
  await test.step('the address that is offered first', () => oneDefault(world));
  await test.step('the end of a session', () => oneEnd(world));
  if (!world.ada.order) return leaveOut('the shop takes real cards: nothing is bought');
  await test.step('a purchase that is sent again', () => oneOrder(world, 'the same key'));
  await test.step('a purchase that is made again', () => oneOrder(world, 'other keys'));
  await test.step('the answer to the bank', () => oneAnswer(world));
  await test.step('a refund', () => oneRefund(world));
});

async function oneAccount({ functions }: World): Promise<void> {
  const email = freshEmail('twin');
  value(await new Client(functions).rest('POST', '/customers', { name: 'Twin', email, password: PASSWORD }));
  const token = await linkTo(functions, email);
  const hits = await fifty(() => restShot(new Client(functions), 'POST', '/customers/confirmations', { token, password: PASSWORD }));
  orderly(hits);
  // Where all of them come from one address, none may be looked at.
  if (FOREIGN) expect(successes(hits)).toBeLessThanOrEqual(1);
  else expect(successes(hits)).toBe(1);
}

async function noMoreThanTheMost({ functions, variant }: World): Promise<void> {
  const buyer = await register(functions, 'quick');
  const hits = await fifty(() => restShot(buyer, 'POST', '/carts/current/lines', { variant, quantity: 99 }));
  orderly(hits);
  const { lines, units } = value(await buyer.rest('GET', '/carts/current'));
  expect(lines.length).toBe(1);
  expect(units).toBe(99 * successes(hits));
  expect(units).toBeLessThanOrEqual(999);
}

async function oneDefault({ functions }: World): Promise<void> {
  const shopper = await register(functions, 'mover');
  const entry = { ...DRAFT, company: '', street2: '', state: '', phone: '', is_default: true };
  const hits = await fifty((index) => restShot(shopper, 'POST', '/account/addresses', { ...entry, street: `Street ${index}` }));
  orderly(hits);
  const book: { is_default: boolean }[] = value(await shopper.rest('GET', '/account/addresses'));
  expect(book.length).toBe(successes(hits));
  expect(book.filter(({ is_default }) => is_default).length).toBe(1);
}

async function oneEnd({ functions }: World): Promise<void> {
  const shopper = await register(functions, 'leaving');
  orderly(await fifty(() => callShot(shopper, functions.of('account/api.rs#log_out'), {})));
  expect((await shopper.rest('GET', '/account')).status).toBe(401);
}

async function available({ slug, variant }: World): Promise<number> {
  const shelf: { variant: string; available: number }[] = value(await ask(`/api/v1/products/${slug}/availability`));
  return shelf.find((row) => row.variant === variant)?.available ?? 0;
}

async function oneOrder(world: World, keys: 'the same key' | 'other keys'): Promise<void> {
  const buyer = await register(world.functions, 'eager');
  const total = await fillCart(buyer, world.variant, 2);
  const before = await available(world);
  const same = randomUUID();
  const key = () => (keys === 'the same key' ? same : randomUUID());
  orderly(await fifty(() => restShot(buyer, 'POST', '/checkout', purchase(total), { 'idempotency-key': key() })));
  const { orders } = await settled(buyer);
  expect(orders.length).toBe(1);
  expect(orders[0].payment_status).toMatch(/paid|authorised/);
  expect(before - (await available(world)), 'units that are gone').toBe(2);
}

/** One's orders, once nothing is under way any more. */
async function settled(buyer: Person): Promise<{ orders: { number: string; payment_status: string }[] }> {
  let list = value(await buyer.rest('GET', '/orders'));
  await expect(async () => {
    list = value(await buyer.rest('GET', '/orders'));
    expect(list.orders.map((order: { status: string }) => order.status)).toEqual(['confirmed']);
  }).toPass({ timeout: 20_000 });
  return list;
}

async function oneAnswer({ functions, variant }: World): Promise<void> {
  const buyer = await register(functions, 'asked');
  const { checkout, payment } = await beginChallenge(buyer, variant);
  const [answer, resume] = [functions.of('checkout/api.rs#answer_challenge'), functions.of('checkout/api.rs#resume')];
  orderly(await fifty((index) => (index % 2 ? callShot(buyer, answer, { payment, passed: 'true' }) : callShot(buyer, resume, { checkout }))));
  orderly(await fifty(() => callShot(buyer, resume, { checkout })));
  expect((await settled(buyer)).orders.length).toBe(1);
}

async function oneRefund({ functions, variant }: World): Promise<void> {
  const desk = await staff(functions);
  const refund = functions.find('admin/orders/api.rs#refund_rest');
  const cancel = functions.of('admin/orders/api.rs#end_order');
  const buyer = await register(functions, 'refunded');
  const number = await buy(buyer, variant);
  const order = value(await buyer.rest('GET', '/orders')).orders[0].id;
  if (!refund) return leaveOut('this shop is of a version without refunds of what is left');
  const acts = (index: number) => (index % 2 ? callShot(desk, refund, { order, key: randomUUID() }) : callShot(desk, cancel, { order, reason: 'Too many at once' }));
  orderly(await fifty(acts));
  await expect(async () => {
    const { refunded, total, payment_status } = value(await buyer.rest('GET', `/orders/${number}`));
    expect(refunded).toEqual(total);
    expect(payment_status).toBe('refunded');
  }).toPass({ timeout: 30_000 });
}

/** Sends a whole request and is gone before the answer comes, a little later each time. */
async function hangUp({ path, headers, body }: Shot, after: number): Promise<void> {
  const socket = await open();
  socket.on('error', () => {});
  const head = Object.entries(headers).map(([name, text]) => `${name}: ${text}`);
  socket.write(lines(`POST ${path} HTTP/1.1`, `Host: ${HOST}`, ...head, `Content-Length: ${body.length}`, '', body));
  await pause(after);
  socket.destroy();
}

test('S1 shoppers who hang up in the middle leave no transaction open behind them', async ({ world }) => {
  const { functions, variant } = world;
  const buyer = await register(functions, 'leaver');
  const [add, draft] = [functions.of('cart/api.rs#add_to_cart'), functions.of('checkout/api.rs#save_draft')];
  const shots = Array.from({ length: 300 }, (_, index) => callShot(buyer, index % 2 ? add : draft, { variant, quantity: 1, 'draft[email]': buyer.email }));
  await sideBySide(shots.entries(), ([index, shot]) => hangUp(shot, index % 15), 30);
  await sideBySide(Array.from({ length: 60 }, () => 1), async (quantity) => {
    const other = new Client(functions);
    value(await other.call('cart/api.rs#add_to_cart', { variant, quantity }));
    expect(value(await other.call('visitor.rs#who_is_looking')).units, 'what was answered is kept').toBe(1);
  });
  const units = value(await buyer.rest('GET', '/carts/current')).units;
  expect(units).toBeLessThanOrEqual(150);
});

test('C-37 a password that is proved fifty times at once is changed once', async ({ world }) => {
  const shopper = await register(world.functions, 'changing');
  const next = (index: number) => `the-next-password-${index}`;
  const hits = await fifty((index) => restShot(shopper, 'PUT', '/account/password', { current: PASSWORD, new: next(index) }));
  orderly(hits);
  expect(successes(hits), 'passwords that were set with the former one').toBeLessThanOrEqual(1);
});
