// Getting into the back office, or further in it than one may.
import { PASSWORD } from '../support/shopper';
import { Client, value } from './support/client';
import { ask, BASE, type Answer } from './support/door';
import { refused } from './support/refusal';
import { listing, staff } from './support/staff';
import { expect, needOwnShop, register, test, type Person, type World } from './support/world';

const ORDERS = 'admin/orders/api.rs#list_orders';
const WAREHOUSES = 'admin/stock/warehouses_api.rs#list_warehouses';
const COUPON = { 'coupon[id]': '00000000-0000-7000-8000-000000000001', 'coupon[code]': 'FREE-FOR-EVE', 'coupon[value]': '100' };

async function idOf(desk: Client, email: string): Promise<string> {
  const { list } = value(await desk.call('admin/customers/api.rs#list_customers', listing(email)));
  return list.page.items.find((one: { email: string }) => one.email === email).id;
}

const enter = async ({ functions }: World, { email }: Person): Promise<Client> => {
  const office = new Client(functions);
  expect((await office.call('admin/api.rs#log_in_staff', { email, password: PASSWORD, next: '' })).status).toBeLessThan(400);
  return office;
};

/** Somebody with a role, and what takes it away again. */
async function colleague(world: World, desk: Client, role: string): Promise<{ person: Person; id: string }> {
  const person = await register(world.functions, role);
  const id = value(await person.rest('GET', '/account')).id;
  value(await desk.call('admin/staff/api.rs#change_role', { user: id, role }));
  return { person, id };
}

test('C-40 a shopper\'s cookie opens no office, and the office\'s opens no shop', async ({ world }) => {
  const desk = await staff(world.functions);
  const token = desk.cookies.get(desk.cookieName('admin')) ?? '';
  const shopper = world.eve.bearer ?? '';
  for (const name of ['admin', 'staff', 'sid', 'session']) {
    refused(await new Client(world.functions).keep(name, shopper).call(ORDERS, listing()), 401);
  }
  refused(await new Client(world.functions).keep('sid', token).call('account/api.rs#load_profile'), 401);
  const bearer = { authorization: `Bearer ${token}` };
  refused(await ask('/api/v1/account', { headers: bearer }), 401);
  refused(await ask('/api/v1/orders', { headers: bearer }), 401);
});

test('C-40 the back office is in no frame, and no other site acts in it', async ({ world }) => {
  const desk = await staff(world.functions);
  for (const page of ['/admin', '/admin/login', '/admin/orders', '/admin/staff', '/admin/security']) {
    const { headers, status } = await desk.send(page);
    expect(status, page).toBeLessThan(400);
    expect(headers['x-frame-options'], page).toBe('DENY');
    expect(String(headers['content-security-policy']), page).toContain("frame-ancestors 'none'");
    expect(headers['cache-control'], page).toMatch(/no-store/);
  }
  const id = await idOf(desk, world.eve.email);
  for (const origin of ['https://evil.example', 'null', `${BASE}.evil.example`, '']) {
    const headers = { origin };
    refused(await desk.call('admin/staff/api.rs#set_blocked', { user: id, blocked: 'true' }, { headers }), 403);
    refused(await desk.call('admin/staff/api.rs#change_role', { user: id, role: 'administrator' }, { headers }), 403);
  }
  expect((await world.eve.rest('GET', '/account')).status, 'she is not locked out').toBe(200);
});

test('C-40 a role that is taken or made smaller counts from the next request on', async ({ world }) => {
  needOwnShop();
  const desk = await staff(world.functions);
  const { person, id } = await colleague(world, desk, 'manager');
  const office = await enter(world, person);
  value(await office.call(WAREHOUSES));
  value(await desk.call('admin/staff/api.rs#change_role', { user: id, role: 'support' }));
  await test.step('the open session has ended', async () => refused(await office.call(WAREHOUSES), 401, 403));
  const smaller = await enter(world, person);
  await test.step('a new one may what the smaller role may', async () => {
    value(await smaller.call(ORDERS, listing()));
    const beyond: [string, Record<string, string>][] = [
      ['admin/coupons/api.rs#save_coupon', COUPON], ['admin/staff/api.rs#change_role', { user: id, role: 'administrator' }],
      ['admin/staff/api.rs#invite_colleague', { name: 'Eve', email: 'eve-too@example.test', role: 'administrator' }],
      ['admin/system/keys_api.rs#make_api_key', { name: 'x', read: '1' }], ['admin/staff/api.rs#save_role_policies', {}],
    ];
    for (const [key, fields] of beyond) refused(await smaller.call(key, fields), 403);
    refused(await smaller.send('/admin/export/audit.csv'), 403);
  });
  await test.step('a blocked one is out at once', async () => {
    value(await desk.call('admin/staff/api.rs#set_blocked', { user: id, blocked: 'true' }));
    refused(await smaller.call(ORDERS, listing()), 401);
    refused(await new Client(world.functions).call('admin/api.rs#log_in_staff', { email: person.email, password: PASSWORD, next: '' }), 401);
  });
  value(await desk.call('admin/staff/api.rs#change_role', { user: id, role: '' }));
});

test('C-40 whoever lacks the second factor that a role needs may nothing but set it up', async ({ world }) => {
  needOwnShop();
  const desk = await staff(world.functions);
  const { person, id } = await colleague(world, desk, 'support');
  const office = await enter(world, person);
  value(await office.call(ORDERS, listing()));
  value(await desk.call('admin/staff/api.rs#save_role_policies', { 'required[0]': 'support' }));
  try {
    const later = await enter(world, person);
    for (const client of [office, later]) {
      for (const key of [ORDERS, 'admin/customers/api.rs#list_customers', 'admin/notifications/api.rs#list_messages']) {
        refused(await client.call(key, listing()), 401, 403);
      }
      const found: Answer = await client.call('admin/api.rs#palette', { text: world.ada.email });
      for (const secret of world.ada.secrets) expect(found.text).not.toContain(secret);
    }
  } finally {
    value(await desk.call('admin/staff/api.rs#save_role_policies', {}));
    value(await desk.call('admin/staff/api.rs#change_role', { user: id, role: '' }));
  }
});

test('C-40 the last administrator cannot be removed, not even by themselves', async ({ world }) => {
  needOwnShop();
  const desk = await staff(world.functions);
  const { email, roles } = value(await desk.call('admin/api.rs#who_is_staff'));
  expect(roles).toContain('administrator');
  const id = await idOf(desk, email);
  for (const role of ['', 'support', 'manager']) refused(await desk.call('admin/staff/api.rs#change_role', { user: id, role }), 409);
  refused(await desk.call('admin/staff/api.rs#set_blocked', { user: id, blocked: 'true' }), 409);
  value(await desk.call('admin/staff/api.rs#list_staff', listing()));
});
