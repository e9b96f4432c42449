// Other people's things.
import { Client, type Fields } from './support/client';
import { ask, FOREIGN, type Answer } from './support/door';
import { functionsOfTheSource, markersInTheSource, type Functions } from './support/functions';
import { adasThings, FUNCTIONS, nobodysThings, OPERATIONS, type Named, type Operation, type Row } from './support/ownership';
import { refused, revealsNothing } from './support/refusal';
import { expect, leaveOut, need, register, test, things, type Ada, type World } from './support/world';

/** These end the session of whoever asks, so they come last. */
const ENDS = /#log_out|DELETE \/sessions\/current/;

interface Attacker {
  name: string;
  client: Client;
  hasAccount: boolean;
}

async function attackers(functions: Functions): Promise<Attacker[]> {
  const eve = await register(functions, 'sweeper');
  // A shopper's session is no member of staff's, wherever it is put.
  eve.keep('admin', eve.bearer ?? '');
  const guest = new Client(functions).keep('cart', 'A'.repeat(43)).keep('order', 'TW-ZZZZ-ZZZZ-ZZZZ|eve@example.test');
  return [
    { name: 'nobody', client: new Client(functions), hasAccount: false },
    { name: 'a guest', client: guest, hasAccount: false },
    { name: 'another shopper', client: eve, hasAccount: true },
  ];
}

/** Nothing of Ada's is in it that was not sent. */
function keepsSecret({ secrets }: Ada, answer: Answer, sent: unknown): void {
  const said = answer.text + JSON.stringify(answer.headers);
  for (const secret of secrets.filter((text) => !JSON.stringify(sent ?? '').includes(text))) {
    expect(said.includes(secret), `the answer holds ${secret}`).toBe(false);
  }
  expect(answer.status, answer.text.slice(0, 200)).toBeLessThan(500);
  revealsNothing(answer);
}

/** What the answer comes to, apart from what was named. */
function essence(answer: Answer, ...named: Named[]): string {
  const words = named.flatMap((things) => Object.values(things)).concat(answer.headers['x-request-id'] as string);
  const text = [answer.status, answer.headers.location ?? '', answer.text].join('\n');
  return words.reduce((rest, word) => rest.replaceAll(word, '#'), text);
}

/** The page that says that there is nothing here. */
const isNoFunction = ({ status, headers }: Answer) => status === 404 && !!headers['content-type']?.startsWith('text/html');

async function tryFunction(world: World, { client, hasAccount }: Attacker, key: string, row: Row): Promise<void> {
  // What one may do seldom is refused with 429 as soon: nobody waits for it.
  const impatient = row.rule === 'own' || (row.rule === 'signed in' && hasAccount);
  const ask = (fields?: Fields | string) => (row.byGet ? client.read(key, fields as Fields) : client.call(key, fields, { impatient }));
  const send = (named: Named) => ask(row.fields?.(named));
  const hers = adasThings(world);
  const answer = await send(hers);
  if (FOREIGN && isNoFunction(answer)) return leaveOut(`this shop is of another version: it has no ${key}`);
  keepsSecret(world.ada, answer, row.fields?.(hers));
  if (row.rule === 'staff') refused(answer, 401);
  if (row.rule === 'signed in' && !hasAccount) refused(answer, 401);
  if (row.rule === 'public') expect(answer.status, answer.text.slice(0, 200)).toBe(200);
  if (row.rule === 'owned') expect.soft(essence(answer, hers)).toBe(essence(await send(nobodysThings(world)), nobodysThings(world)));
}

async function tryOperation(world: World, { client, hasAccount }: Attacker, name: string, row: Operation): Promise<void> {
  const [method, path] = name.split(' ');
  const wish = { headers: { 'cart-token': 'A'.repeat(43) }, impatient: row.rule === 'own' };
  const at = (named: Named) => path.replace(/\{\w+\}/, row.part ? named[row.part] : '');
  const send = (named: Named) => client.rest(method, at(named), row.body?.(named), wish);
  const hers = adasThings(world);
  const answer = await send(hers);
  keepsSecret(world.ada, answer, [row.body?.(hers), row.part]);
  if (row.rule === 'signed in' && !hasAccount) refused(answer, 401);
  if (row.rule === 'owned') expect.soft(essence(answer, hers)).toBe(essence(await send(nobodysThings(world)), nobodysThings(world)));
}

/** Pages that name something of somebody's. */
const PAGES = (named: Named) => [
  `/orders/${named.order}`, `/account/orders/${named.order}`, `/checkout/done/${named.order}`, `/orders/find?number=${named.order}`,
  `/checkout/return/${named.checkout}`, `/checkout/challenge/${named.payment}`,
  '/account', '/account/orders', '/account/addresses', '/account/profile', '/account/security', '/account/privacy', '/account/delete', '/checkout', '/cart',
  `/admin/orders/${named.orderId}`, `/admin/customers/${named.user}`, `/admin/orders?q=${named.order}`, '/admin', '/admin/mailbox',
  `/admin/stuck/${named.checkout}`, '/admin/stuck', '/admin/rules', '/admin/reconciliation', '/admin/disputes',
  '/admin/export/audit.csv', '/admin/export/orders.csv', '/admin/export/customers.csv', '/admin/export/stock.csv',
  '/admin/export/reservations.csv', '/admin/export/transfers.csv',
  '/admin/audit', '/admin/system', '/admin/payments', '/admin/customers', '/admin/staff', '/admin/api-keys', '/admin/api-clients', '/admin/webhooks',
  '/admin/carts', '/admin/customers/groups', `/admin/customers/${named.user}/merge`, '/admin/gift-cards', '/admin/gift-cards/new', `/admin/orders/${named.orderId}/slip`, `/admin/orders/pick?q=${named.order}`,
];

async function tryPages(world: World, { client }: Attacker): Promise<void> {
  const [hers, nobodys] = [PAGES(adasThings(world)), PAGES(nobodysThings(world))];
  for (const [index, path] of hers.entries()) {
    const [answer, other] = [await client.send(path), await client.send(nobodys[index])];
    keepsSecret(world.ada, answer, path);
    expect.soft(answer.status, path).toBe(other.status);
  }
}

const inOrder = (names: string[]) => names.sort((one, other) => Number(ENDS.test(one)) - Number(ENDS.test(other)));

test('C-14 another shopper\'s order, cart, address, invoice and payment are answered like ones that do not exist', async ({ world }) => {
  test.slow();
  const { ada, functions, operations } = world;
  await test.step('every server function and every operation has a row', () => {
    expect(functionsOfTheSource().length, 'every #[server] is read').toBe(markersInTheSource());
    expect(Object.keys(FUNCTIONS).sort()).toEqual(functionsOfTheSource());
    expect(operations.map(({ name }) => name).filter((name) => !OPERATIONS[name]), 'operations without a row').toEqual([]);
  });
  if (!ada.order) leaveOut('the shop takes real cards: Ada has no order and no payment to be taken');
  const before = await things(ada);
  const waits = ada.waiting && (await stillWaits(ada));
  for (const attacker of await attackers(functions)) {
    for (const key of inOrder(Object.keys(FUNCTIONS))) {
      if (!functions.find(key)) continue;
      await test.step(`${attacker.name}: ${key}`, () => tryFunction(world, attacker, key, FUNCTIONS[key]));
    }
    await test.step(`${attacker.name}: pages`, () => tryPages(world, attacker));
  }
  for (const attacker of await attackers(functions)) {
    for (const name of inOrder(operations.map((operation) => operation.name))) {
      await test.step(`${attacker.name}: ${name}`, () => tryOperation(world, attacker, name, OPERATIONS[name]));
    }
  }
  expect(await things(ada)).toBe(before);
  if (ada.waiting) expect(await stillWaits(ada)).toBe(waits);
});

/** What her own browser is told of the purchase that waits for the bank. */
async function stillWaits(ada: Ada): Promise<string> {
  const answer = await ada.call('checkout/api.rs#resume', { checkout: ada.waiting?.checkout ?? '' });
  expect(JSON.stringify(answer.headers)).toContain('/checkout/challenge/');
  return answer.text;
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Order numbers near one that is known. */
function neighbours(number: string): string[] {
  const [letters, last] = [number.slice(0, -1), number.slice(-1)];
  return [...ALPHABET].filter((letter) => letter !== last).map((letter) => letters + letter);
}

test('C-15 an order is not found by counting its number on, nor by guessing, and guessing is slowed down', async ({ world }) => {
  const { ada, eve, functions } = world;
  need(ada.order, 'the shop takes real cards: there is no order to be guessed');
  const number = ada.order;
  await test.step('numbers tell nothing about the next', async () => {
    expect(number).toMatch(/^TW(-[0-9A-HJKMNP-TV-Z]{4}){3,}$/);
    const page = await eve.rest('GET', `/orders/${number}`);
    refused(page, 404);
  });
  await test.step('a wrong address is answered like a wrong number', async () => {
    const [wrongAddress, wrongNumber] = [await find(number, eve.email), await find('TW-ZZZZ-ZZZZ-ZZZZ', ada.email)];
    refused(wrongAddress, 404);
    expect(essence(wrongAddress)).toBe(essence(wrongNumber));
    for (const email of ['%', '*', "' or 1=1 --", `${ada.email.slice(0, -1)}_`]) refused(await find(number, email), 404, 422);
    for (const other of ['%', 'TW-____-____-____', `${number} `.repeat(3), "' or ''='"]) refused(await find(other, ada.email), 404, 422);
  });
  await test.step('guesses from one address are stopped', async () => {
    const statuses: number[] = [];
    for (const guess of neighbours(number)) statuses.push((await find(guess, ada.email, true)).status);
    expect(statuses.filter((status) => ![404, 429].includes(status))).toEqual([]);
    expect(statuses.filter((status) => status === 429).length, 'of 31 guesses').toBeGreaterThan(5);
  });
  await test.step('a browser that claims to know an order has to know its address too', async () => {
    const forged = new Client(functions).keep('order', `${number}|${eve.email}`);
    refused(await forged.call('orders/api.rs#load_order', { number }), 404);
  });
});

function find(number: string, email: string, impatient = false): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(impatient && { 'x-forwarded-for': '10.0.15.15' }) };
  return ask('/api/v1/orders/find', { method: 'POST', headers, body: JSON.stringify({ number, email }), impatient });
}
