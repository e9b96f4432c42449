// The back office, for attacks that need somebody inside.
import { Client, value } from './client';
import { BASE } from './door';
import type { Functions } from './functions';
import { need } from './world';

/** Somebody of the staff, as scripts/attack's shop has it; where nobody can log in, the test is skipped loudly. */
export async function staff(functions: Functions, shop = BASE): Promise<Client> {
  const desk = new Client(functions, shop);
  const email = process.env.TRADEWIND_ADMIN_EMAIL ?? 'admin@tradewind.test';
  const password = process.env.TRADEWIND_ADMIN_PASSWORD ?? 'correct-horse-battery-staple';
  const answer = await desk.call('admin/api.rs#log_in_staff', { email, password, next: '' });
  need(answer.status < 400, 'needs the staff: set TRADEWIND_ADMIN_EMAIL and TRADEWIND_ADMIN_PASSWORD');
  return desk;
}

/** What the lists of the back office take. */
export function listing(search = '', filter = 'none', chosen = ''): Record<string, string | number> {
  return { 'state[search]': search, 'state[sort]': '', 'state[page]': 1, [`state[filters][${filter}]`]: chosen };
}

/** A product with one variant, on sale; the ids of both. */
export async function makeProduct(desk: Client, fields: { name: string; price: string; description?: string; sku?: string }) {
  const sku = fields.sku ?? `ATTACK-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`.toUpperCase();
  const form = {
    'form[name]': fields.name, 'form[description]': fields.description ?? 'A thing to be attacked.', 'form[status]': 'active',
    'form[currency]': 'EUR', 'form[variants][0][sku]': sku, 'form[variants][0][price]': fields.price,
  };
  const answer = await desk.call('admin/catalog/api.rs#save_product', form);
  return { answer, sku };
}

/** A product as the back office has it, found by its SKU. */
export async function productBySku(desk: Client, sku: string) {
  const { list } = value(await desk.call('admin/catalog/api.rs#list_products', listing(sku)));
  const id = list.page?.items?.[0]?.id ?? list.items?.[0]?.id;
  return value(await desk.call('admin/catalog/api.rs#load_product', { id })).product;
}
