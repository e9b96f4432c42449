// Finding pages as people do: by their links.
import type { Page } from '@playwright/test';
import { open } from './shop';

/** Pages of the back office that a list's heading leads to: where something new is made, and what is to be picked. */
export const NEW_PAGES = [
  '/admin/products/new', '/admin/product-types/new', '/admin/brands/new', '/admin/collections/new', '/admin/coupons/new', '/admin/gift-cards/new', '/admin/webhooks/new', '/admin/transfers/new',
  '/admin/orders/pick', '/admin/customers/groups', '/admin/views', '/admin/staff/roles', '/admin/security',
];

/** Local addresses of the links on the page that is open. */
export async function links(page: Page, within: string): Promise<string[]> {
  const found = await page.locator(`${within} a[href^="/"]`).evaluateAll((anchors) =>
    anchors.map((anchor) => anchor.getAttribute('href') ?? ''),
  );
  return [...new Set(found)];
}

/** Every page that the navigation of the back office leads to. Somebody of the staff is logged in. */
export async function officeLists(page: Page): Promise<string[]> {
  await open(page, '/admin');
  return links(page, '.office-side nav');
}

/** The first page that the rows of each list lead to. */
export async function detailsOf(page: Page, lists: string[]): Promise<string[]> {
  const details = new Set<string>();
  for (const list of lists) {
    await open(page, list);
    const rows = await links(page, 'main');
    const deeper = rows.find((address) => address.startsWith(`${list}/`) && !address.includes('?') && ![...lists, ...NEW_PAGES].includes(address));
    if (deeper) details.add(deeper);
  }
  return [...details];
}
