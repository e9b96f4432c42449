// Paying less, or not at all.
import { CARDS } from '../support/shopper';
import { value, type Client } from './support/client';
import { ID } from './support/ownership';
import { refused, refusedSomehow, revealsNothing } from './support/refusal';
import { listing, makeProduct, productBySku, staff } from './support/staff';
import { beginChallenge, DRAFT, expect, fillCart, leaveOut, need, purchase, register, test, things, type Person, type World } from './support/world';

/** What only the shop decides. */
const DECIDED_BY_THE_SHOP = {
  price: 1, unit_price: { minor: 1, currency: 'EUR' }, total: 1, subtotal: 1, discount: 100, tax: 0, tax_exempt: true, tax_rate_bp: 0, shipping: 0,
  currency: 'JPY', stripe_price_id: 'price_1', amount: 1, status: 'paid', payment_status: 'paid', user: '00000000-0000-7000-8000-000000000000', role: 'administrator',
};

test('C-8 a price, total, discount or tax that is sent along is refused by the API and ignored by forms', async ({ world }) => {
  const { functions, variant } = world;
  const buyer = await register(functions, 'haggler');
  const total = await fillCart(buyer, variant);
  const before = await things(buyer);
  await test.step('the API names the property it does not know', async () => {
    for (const [name, worth] of Object.entries(DECIDED_BY_THE_SHOP)) {
      for (const [method, path, body] of bodies(variant, buyer, total)) {
        const answer = await buyer.rest(method, path, { ...body, [name]: worth });
        refused(answer, 422);
        expect(answer.text).toContain(name);
      }
    }
  });
  await test.step('a form is served as if they were not there', async () => {
    const extra = Object.fromEntries(Object.entries(DECIDED_BY_THE_SHOP).map(([name, worth]) => [name, String(worth)]));
    value(await buyer.call('cart/api.rs#set_cart_line', { variant, quantity: 1, ...extra }));
    const [line] = value(await buyer.call('cart/api.rs#load_cart')).lines;
    expect(line.subtotal).toEqual(line.item.price);
    expect(line.item.price.minor).toBeGreaterThan(1);
  });
  await test.step('a total that was never quoted buys nothing', async () => {
    for (const wrong of [0, 1, total - 1, total + 1, Number.MAX_SAFE_INTEGER]) {
      const answer = await buyer.rest('POST', '/checkout', purchase(wrong));
      expect(value(answer).outcome, answer.text).toBe('total_changed');
    }
    refused(await buyer.rest('POST', '/checkout', purchase(-total)), 422);
  });
  expect(await things(buyer)).toBe(before);
});

function bodies(variant: string, buyer: Person, total: number): [string, string, object][] {
  return [
    ['POST', '/carts/current/lines', { variant, quantity: 1 }],
    ['PUT', `/carts/current/lines/${variant}`, { quantity: 1 }],
    ['PUT', '/checkout/draft', { ...DRAFT, email: buyer.email }],
    ['POST', '/checkout', purchase(total)],
  ];
}

/** As they stand in JSON. */
const NO_QUANTITIES = ['0', '-1', '1.5', '1000', '2147483648', '4294967297', '9223372036854775807', '9223372036854775808', '1e9', '1e400', '-0', '"1"', '"１"', 'null', 'true', '[1]', '{}', 'NaN'];
/** As they stand in a form. */
const NO_QUANTITY_TEXTS = ['', '0', '-1', '1.5', '1000', '2147483648', '4294967297', '9223372036854775808', '1e9', 'NaN', '１', '0x1', '1,2'];

test('C-9 no quantity but 1 to 999 is taken, in whatever way it is written', async ({ world }) => {
  const { functions, variant } = world;
  const buyer = await register(functions, 'counter');
  value(await buyer.rest('POST', '/carts/current/lines', { variant, quantity: 3 }));
  const before = await things(buyer);
  for (const quantity of NO_QUANTITIES) {
    await test.step(`JSON ${quantity}`, async () => {
      refused(await buyer.rest('POST', '/carts/current/lines', `{"variant":"${variant}","quantity":${quantity}}`), 400, 422);
      refused(await buyer.rest('PUT', `/carts/current/lines/${variant}`, `{"quantity":${quantity}}`), 400, 422);
    });
  }
  for (const quantity of NO_QUANTITY_TEXTS) {
    await test.step(`a form's ${quantity}`, async () => refused(await buyer.call('cart/api.rs#add_to_cart', { variant, quantity }), 422));
  }
  for (const step of ['1.5', '2147483648', 'x']) {
    refused(await buyer.call('cart/api.rs#set_cart_line', { variant, quantity: 3, step }), 422);
  }
  expect(await things(buyer)).toBe(before);
  await test.step('a step leads to no more than the most, and to no less than none', async () => {
    expect(value(await buyer.call('cart/api.rs#set_cart_line', { variant, quantity: 4294967295, step: 2147483647 }))).toBe(999);
    expect(value(await buyer.call('cart/api.rs#set_cart_line', { variant, quantity: 1, step: -2147483648 }))).toBe(0);
  });
  await test.step('a price times a quantity does not wrap around', () => dearest(world, buyer));
});

/** 999 of what costs as much as a number can hold. */
async function dearest({ functions }: World, buyer: Person): Promise<void> {
  const desk = await staff(functions);
  const { answer, sku } = await makeProduct(desk, { name: 'Koh-i-Noor', price: '92233720368547758.07' });
  if (answer.status >= 400) return refused(answer, 422);
  const product = await productBySku(desk, sku);
  await buyer.rest('POST', '/carts/current/lines', { variant: product.variants[0].id, quantity: 999 });
  const quote = await buyer.rest('PUT', '/checkout/draft', { ...DRAFT, email: buyer.email });
  refused(quote, 409, 422);
  const bought = await buyer.rest('POST', '/checkout', purchase(1));
  refused(bought, 409, 422);
  value(await desk.call('admin/catalog/api.rs#set_product_status', { 'selected[0]': product.id, status: 'archived' }));
}

// There are no gift cards, coupons and store credit: nothing of the kind can be reached.
test('C-10 no code, gift card or credit that is made up lowers what is to be paid', async ({ world }) => {
  const { functions, variant } = world;
  const buyer = await register(functions, 'couponer');
  const total = await fillCart(buyer, variant);
  const madeUp = ['', 'X', 'FREE', '0000-0000-0000-0000', "' or true --", '%', '../..', 'A'.repeat(5_000), -100_000, 1e308, null, {}, ['A', 'A']];
  await test.step('codes that are none', async () => {
    for (const code of madeUp) {
      refused(await buyer.rest('PUT', '/carts/current/coupon', { code }), 400, 422);
      refused(await buyer.rest('PUT', '/carts/current/gift-card', { gift_card: code }), 400, 422);
    }
  });
  await test.step('thirty at once, and what a code would be worth', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, number) => buyer.rest('PUT', '/carts/current/coupon', { code: `SAVE-${number}` })));
    for (const amount of [-1, 0, -100_000, Number.MAX_SAFE_INTEGER]) {
      refused(await buyer.rest('PUT', '/carts/current/coupon', { code: 'FREE', amount }), 422);
      refused(await buyer.rest('PUT', '/carts/current/gift-card', { gift_card: '0000-0000-0000-0000', amount }), 422);
    }
  });
  await test.step('where they do not belong', async () => {
    for (const path of ['/gift-cards', '/coupons', '/checkout/coupons', '/carts/current/coupons', '/checkout/gift-cards', '/account/credit']) {
      refused(await buyer.rest('POST', path, { code: 'X', amount: -100_000 }), 404, 405);
    }
    for (const name of ['coupon', 'coupons', 'gift_card', 'gift_card_amount', 'credit', 'voucher', 'promotion']) {
      refused(await buyer.rest('PUT', '/checkout/draft', { ...DRAFT, email: buyer.email, [name]: -100_000 }), 422);
      refused(await buyer.rest('POST', '/checkout', { ...purchase(total), [name]: 'X' }), 422);
    }
  });
  const quote = value(await buyer.rest('GET', '/checkout/quote'));
  expect([quote.total.minor, quote.due.minor]).toEqual([total, total]);
});

const NO_AMOUNTS = ['', '0', '-1', '-0.01', '0.001', '5000.01', '92233720368547758.07', '92233720368547758.08', '1e3', 'NaN', '１'];

test('C-10 no gift card is issued or changed by an amount that is negative, huge or none', async ({ world }) => {
  const desk = await staff(world.functions);
  const before = value(await desk.call('admin/gift_cards/api.rs#list_gift_cards', listing())).page.total;
  for (const amount of NO_AMOUNTS) {
    const draft = { 'draft[id]': ID, 'draft[amount]': amount, 'draft[currency]': 'EUR' };
    const issued = await desk.call('admin/gift_cards/api.rs#issue_gift_card', draft);
    refused(issued, 422);
    expect(issued.text, amount).toContain('draft[amount]');
    for (const direction of ['add', 'take']) {
      const change = { id: ID, key: ID, direction, amount, currency: 'EUR', reason: 'x' };
      const adjusted = await desk.call('admin/gift_cards/api.rs#adjust_gift_card', change);
      refused(adjusted, 422);
      expect(adjusted.text, amount).toContain('"amount"');
    }
  }
  expect(value(await desk.call('admin/gift_cards/api.rs#list_gift_cards', listing())).page.total).toBe(before);
});

test('C-11 the most of one article holds however its units are added', async ({ world }) => {
  const { functions, variant } = world;
  const buyer = await register(functions, 'hoarder');
  const add = (quantity: number) => buyer.rest('POST', '/carts/current/lines', { variant, quantity });
  value(await add(999));
  refused(await add(1), 422);
  refused(await buyer.call('cart/api.rs#add_to_cart', { variant, quantity: 1 }), 422);
  value(await buyer.rest('PUT', `/carts/current/lines/${variant}`, { quantity: 500 }));
  await Promise.all(Array.from({ length: 20 }, () => add(100)));
  const { lines, units } = value(await buyer.rest('GET', '/carts/current'));
  expect(lines.length).toBe(1);
  expect(units).toBe(900);
  await test.step('a cart that is merged in adds no more', () => merged(world));
});

async function merged({ functions, guest, variant }: World): Promise<void> {
  const shopper = await register(functions, 'merger');
  value(await shopper.rest('POST', '/carts/current/lines', { variant, quantity: 999 }));
  const browser = guest.twin();
  browser.cookies.clear();
  value(await browser.call('cart/api.rs#add_to_cart', { variant, quantity: 999 }));
  value(await browser.call('account/api.rs#log_in', { email: shopper.email, password: 'a-kettle-of-herrings-42', next: '' }));
  expect(value(await shopper.rest('GET', '/carts/current')).units).toBeLessThanOrEqual(999);
}

test('C-12 no step of buying can be left out, and what was agreed is what is paid', async ({ world }) => {
  const { functions, variant } = world;
  const buyer = await register(functions, 'skipper');
  await test.step('without a cart, an address, a way to be sent', () => withoutSteps(buyer, variant));
  await test.step('to where nothing is sent', () => toForbiddenCountries(buyer, variant));
  await test.step('by another country\'s way to be sent', () => byForeignRate(buyer));
  expect(value(await buyer.rest('GET', '/orders')).total).toBe(0);
  if (!world.ada.waiting) return leaveOut('the shop takes real cards: no payment is begun');
  await test.step('a cart that is changed after the payment began', () => changedMeanwhile(world));
});

async function withoutSteps(buyer: Person, variant: string): Promise<void> {
  refused(await buyer.rest('POST', '/checkout', purchase(0)), 404, 409, 422);
  value(await buyer.rest('POST', '/carts/current/lines', { variant, quantity: 1 }));
  const { subtotal } = value(await buyer.rest('GET', '/carts/current'));
  refused(await buyer.rest('POST', '/checkout', purchase(subtotal.minor)), 409);
  for (const missing of ['email', 'name', 'street', 'city', 'postal_code', 'country']) {
    const quote = value(await buyer.rest('PUT', '/checkout/draft', { ...DRAFT, email: buyer.email, [missing]: '' }));
    refused(await buyer.rest('POST', '/checkout', purchase(quote.total.minor)), 409);
  }
}

async function toForbiddenCountries(buyer: Person, variant: string): Promise<void> {
  value(await buyer.rest('PUT', `/carts/current/lines/${variant}`, { quantity: 1 }));
  for (const country of ['KP', 'XX', 'ZZ', 'EU', 'D', 'DEU', "D'", 'de\u0301']) {
    const answer = await buyer.rest('PUT', '/checkout/draft', { ...DRAFT, email: buyer.email, country });
    if (answer.status >= 400) { refused(answer, 422); continue; }
    refused(await buyer.rest('POST', '/checkout', purchase(value(answer).total.minor)), 409);
  }
}

async function byForeignRate(buyer: Person): Promise<void> {
  const quote = async (country: string, shipping_method?: string) =>
    value(await buyer.rest('PUT', '/checkout/draft', { ...DRAFT, email: buyer.email, country, shipping_method }));
  const [home] = (await quote('DE')).rates;
  const abroad = await quote('US', home.method);
  expect(abroad.rates.map((rate: { method: string }) => rate.method)).not.toContain(home.method);
  expect(abroad.shipping).toEqual(abroad.rates[0].price);
}

async function changedMeanwhile({ functions, variant }: World): Promise<void> {
  const buyer = await register(functions, 'changer');
  const waiting = await beginChallenge(buyer, variant);
  const agreed = value(await buyer.rest('GET', '/checkout/quote'));
  await buyer.rest('POST', '/carts/current/lines', { variant, quantity: 7 });
  await buyer.rest('PUT', '/checkout/draft', { ...DRAFT, email: buyer.email, country: 'US' });
  value(await buyer.call('checkout/api.rs#answer_challenge', { payment: waiting.payment, passed: 'true' }));
  await buyer.call('checkout/api.rs#resume', { checkout: waiting.checkout });
  const { orders } = value(await buyer.rest('GET', '/orders'));
  expect(orders.length).toBe(1);
  const order = value(await buyer.rest('GET', `/orders/${orders[0].number}`));
  expect(order.total).toEqual(agreed.total);
  expect(order.address.country).toBe('DE');
  expect(order.items.map((item: { quantity: number }) => item.quantity)).toEqual([1]);
}

const NOT_TAKEN_HERE = ['', 'cash', 'invoice', 'free', 'pm_card_visa', 'tok_visa', 'pi_1', '4111111111111111', '5555555555554444', '0', '4242'];

test('C-13 a shopper cannot capture, refund, send or cancel, nor pay in a way that the shop does not take', async ({ world }) => {
  const { ada, functions, variant } = world;
  await test.step('ways to pay', () => unknownWays(world));
  need(ada.order && ada.orderId, 'the shop takes real cards: there is no order to be tampered with');
  const { orderId } = ada;
  const [before, order] = [await things(ada), await ada.rest('GET', `/orders/${ada.order}`)];
  const key = '00000000-0000-7000-8000-000000000001';
  const acts: [string, Record<string, string>][] = [
    ['capture_payment', { order: orderId }],
    ['send_parcel', { order: orderId, key, carrier: 'x', tracking_number: 'x' }],
    ['mark_delivered', { order: orderId, shipment: key }],
    ['end_order', { order: orderId, reason: 'x' }],
    ['refund_rest', { order: orderId, key }],
    ['refund_lines', { order: orderId, key, extra: '1.00', currency: 'EUR', reason: 'x' }],
  ];
  // Her own session, also where the staff's is looked for.
  const disguised = ada.twin().keep('admin', ada.bearer ?? '');
  for (const [name, fields] of acts) {
    const address = functions.find(`admin/orders/api.rs#${name}`);
    if (!address) continue;
    for (const client of [ada, disguised] as Client[]) refused(await client.post(address, fields), 401, 403, 404);
  }
  for (const path of ['refund', 'cancel', 'capture', 'refunds', 'payments']) refused(await ada.rest('POST', `/orders/${ada.order}/${path}`, {}), 404, 405);
  expect(await things(ada)).toBe(before);
  expect((await ada.rest('GET', `/orders/${ada.order}`)).text).toBe(order.text);
});

async function unknownWays({ functions, variant }: World): Promise<void> {
  const buyer = await register(functions, 'payer');
  const total = await fillCart(buyer, variant);
  for (const method of NOT_TAKEN_HERE) {
    const answer = await buyer.rest('POST', '/checkout', purchase(total, method));
    refused(answer, 422);
    if (method.length > 10) expect(answer.text).not.toContain(method);
  }
  refusedSomehow(await buyer.rest('POST', '/checkout', { ...purchase(total), payment_method: { id: CARDS.succeeds } }));
  const left = await buyer.rest('GET', '/orders');
  revealsNothing(left);
  expect(value(left).total).toBe(0);
}
