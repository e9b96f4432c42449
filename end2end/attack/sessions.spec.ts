// Carts and sessions that somebody else prepared, and those that should have ended.
import { PASSWORD } from '../support/shopper';
import { Client, value } from './support/client';
import { refused } from './support/refusal';
import { staff } from './support/staff';
import { expect, leaveOut, register, test, things, type Person, type World } from './support/world';

const LINE = { quantity: 1 };

function logIn(client: Client, email: string, password = PASSWORD) {
  return client.call('account/api.rs#log_in', { email, password, next: '' });
}

test('C-17 a cart that was slipped to a shopper is nobody else\'s any more once the shopper logs in', async ({ world }) => {
  const { functions, variant } = world;
  const attacker = new Client(functions);
  value(await attacker.call('cart/api.rs#add_to_cart', { variant, ...LINE }));
  const slipped = attacker.cookies.get(attacker.cookieName('cart')) ?? '';
  const victim = await register(functions, 'slipped');
  const browser = new Client(functions).keep('cart', slipped);
  expect((await logIn(browser, victim.email)).status).toBeLessThan(400);
  await test.step('the token has ended', async () => {
    expect(browser.cookies.get(browser.cookieName('cart'))).not.toBe(slipped);
    expect(value(await attacker.call('visitor.rs#who_is_looking')).units).toBe(0);
  });
  await test.step('what the attacker does with it reaches nobody', async () => {
    const units = value(await victim.rest('GET', '/carts/current')).units;
    const again = new Client(functions).keep('cart', slipped);
    value(await again.call('cart/api.rs#add_to_cart', { variant, quantity: 5 }));
    expect(again.cookies.get(again.cookieName('cart'))).not.toBe(slipped);
    expect(value(await victim.rest('GET', '/carts/current')).units).toBe(units);
  });
  await test.step('no token is accepted that the shop has not made', async () => {
    for (const invented of ['A'.repeat(43), 'chosen-by-me', "' or 1=1 --"]) {
      const client = new Client(functions).keep('cart', invented);
      value(await client.call('cart/api.rs#add_to_cart', { variant, ...LINE }));
      expect(client.cookies.get(client.cookieName('cart'))).toMatch(/^[\w-]{43}$/);
      expect(client.cookies.get(client.cookieName('cart'))).not.toBe(invented);
    }
  });
});

/** Whether somebody is logged in with this token, as a browser and as a machine. */
async function opens(world: World, token: string): Promise<boolean> {
  const browser = new Client(world.functions).keep('sid', token);
  const page = await browser.call('account/api.rs#load_profile');
  const api = await browser.rest('GET', '/account', undefined, { headers: { authorization: `Bearer ${token}` } });
  expect(api.status).toBe(page.status);
  return page.status === 200;
}

const tokenOf = (client: Client) => client.cookies.get(client.cookieName('sid')) ?? '';

test('C-18 a session is new after each log-in, and the old one is dead after a log-out, a new password and a lost role', async ({ world }) => {
  const { functions } = world;
  const victim = await register(functions, 'fixed');
  await test.step('a token that somebody chose opens nothing, and does not become the session', async () => {
    for (const chosen of ['A'.repeat(43), world.eve.bearer ?? '']) {
      const browser = new Client(functions).keep('sid', chosen);
      await logIn(browser, victim.email);
      expect(tokenOf(browser)).not.toBe(chosen);
      expect(tokenOf(browser)).toMatch(/^[\w-]{43}$/);
    }
    expect(await opens(world, 'A'.repeat(43))).toBe(false);
  });
  const [first, second] = [new Client(functions), new Client(functions)];
  await logIn(first, victim.email);
  await logIn(second, victim.email);
  expect(tokenOf(first)).not.toBe(tokenOf(second));
  await test.step('log-out', async () => {
    const left = tokenOf(first);
    await first.call('account/api.rs#log_out');
    expect(await opens(world, left)).toBe(false);
    expect(await opens(world, tokenOf(second))).toBe(true);
  });
  await test.step('a new password ends the other sessions', () => changesPassword(world, victim, second));
  await test.step('a role that is taken away', () => losesRole(world));
});

async function changesPassword(world: World, victim: Person, browser: Client): Promise<void> {
  const others = [victim.bearer ?? '', tokenOf(await loggedIn(world, victim.email))];
  const changed = await browser.call('account/api.rs#change_password', { current: PASSWORD, new: `${PASSWORD}-next` });
  expect(changed.status, changed.text).toBeLessThan(400);
  for (const token of others) expect(await opens(world, token)).toBe(false);
  expect(await opens(world, tokenOf(browser)), 'the browser in which it was changed').toBe(true);
  refused(await logIn(new Client(world.functions), victim.email), 401);
}

async function loggedIn({ functions }: World, email: string): Promise<Client> {
  const client = new Client(functions);
  await logIn(client, email);
  return client;
}

async function losesRole(world: World): Promise<void> {
  const desk = await staff(world.functions);
  const colleague = await register(world.functions, 'colleague');
  const { id } = value(await colleague.rest('GET', '/account'));
  const role = (role: string) => desk.call('admin/staff/api.rs#change_role', { user: id, role });
  if (!world.functions.find('admin/staff/api.rs#change_role')) return leaveOut('this shop is of a version without roles to be changed');
  value(await role('manager'));
  const office = new Client(world.functions);
  expect((await office.call('admin/api.rs#log_in_staff', { email: colleague.email, password: PASSWORD, next: '' })).status).toBeLessThan(400);
  expect((await office.call('admin/api.rs#who_is_staff')).status).toBe(200);
  value(await role(''));
  refused(await office.call('admin/api.rs#who_is_staff'), 401, 403);
  refused(await office.call('admin/orders/api.rs#list_payments', { 'state[search]': '', 'state[sort]': '', 'state[page]': 1, 'state[filters][x]': '' }), 401, 403);
}

test('C-18 the session that a browser had ends when somebody logs in anew', async ({ world }) => {
  const victim = await register(world.functions, 'renewed');
  const browser = await loggedIn(world, victim.email);
  const before = tokenOf(browser);
  await logIn(browser, victim.email);
  expect(tokenOf(browser)).not.toBe(before);
  expect(await opens(world, before)).toBe(false);
});

/** What nobody may do who only looks: each would change something of the customer's, or open their account. */
function deeds({ ada, variant }: World): [string, Record<string, string | number>][] {
  const address = { 'address[name]': 'Eve', 'address[company]': '', 'address[street]': 'Elsewhere 1', 'address[street2]': '', 'address[city]': 'Berlin', 'address[state]': '', 'address[postal_code]': '10119', 'address[country]': 'DE', 'address[phone]': '' };
  return [
    ['cart/api.rs#add_to_cart', { variant, quantity: 1 }],
    ['cart/api.rs#set_cart_line', { variant, quantity: 2 }],
    ['cart/api.rs#apply_coupon', { code: 'NO-SUCH-CODE' }],
    ['checkout/api.rs#load_checkout', {}],
    ['checkout/api.rs#pay', { 'draft[email]': ada.email, saved: ada.address, payment_method: '4242 4242 4242 4242', idempotency_key: 'looks', expected_total: 1 }],
    ['account/api.rs#save_profile', { name: 'Eve', language: 'en' }],
    ['account/api.rs#change_password', { current: PASSWORD, new: `${PASSWORD}-next` }],
    ['account/api.rs#end_session', { session: ada.session }],
    ['account/book.rs#save_address', { id: ada.address, ...address }],
    ['account/book.rs#delete_address', { id: ada.address }],
    ['account/erasure_api.rs#delete_account', { password: PASSWORD }],
    ['account/verification_api.rs#send_verification', {}],
    ['second_factor/api.rs#load_second_factor', { realm: 'shop' }],
    ['second_factor/api.rs#begin_second_factor', { realm: 'shop', password: PASSWORD }],
  ];
}

test('C-18 who looks as a customer buys nothing, changes nothing, and has nothing that opens the account', async ({ world }) => {
  const { ada, functions } = world;
  const desk = await staff(functions);
  const before = await things(ada);
  refused(await world.eve.post('/admin/look', { user: ada.user }), 401);
  expect((await desk.post('/admin/look', { user: ada.user })).status).toBe(303);
  const look = desk.cookies.get(desk.cookieName('look')) ?? '';
  expect(value(await desk.call('account/api.rs#load_profile')).email, 'it reads').toBe(ada.email);
  for (const [key, fields] of deeds(world)) {
    await test.step(key, async () => refused(await desk.call(key, fields, { impatient: true }), 403, 429));
  }
  expect(await things(ada)).toBe(before);
  await test.step('the token is no session, as a cookie or as a bearer', async () => {
    expect(await opens(world, look)).toBe(false);
    refused(await new Client(functions).keep('admin', look).call('admin/api.rs#who_is_staff'), 401);
  });
  await test.step('it ends with the session of the back office', async () => {
    await desk.call('admin/api.rs#log_out_staff');
    refused(await new Client(functions).keep('look', look).call('account/api.rs#load_profile'), 401);
  });
});
