// What axe-core can find, light and dark. It has to be injected, so the page's own policy is lifted here.
import { violations } from '../support/axe';
import { expect, open, test } from '../support/shop';
import { logInStaff } from '../support/office';
import { MUG, addToCart } from '../support/shopper';

const SHOP = ['/', '/shop', `/p/${MUG.slug}`, '/search?q=mug', '/cart', '/login', '/register', '/forgot', '/orders/find'];
const OFFICE = [
  '/admin', '/admin/products', '/admin/products/new', '/admin/orders', '/admin/invoices', '/admin/stock', '/admin/mailbox',
  '/admin/gift-cards', '/admin/gift-cards/new', '/admin/orders/pick', '/admin/mentions', '/admin/views',
  '/admin/rules', '/admin/stuck', '/admin/reconciliation', '/admin/disputes', '/admin/audit',
];

test.use({ bypassCSP: true });

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const address of SHOP) {
      test(`${address} is accessible`, async ({ page }) => {
        await open(page, address);
        expect(await violations(page)).toEqual([]);
      });
    }

    test('the checkout is accessible', async ({ page }) => {
      await addToCart(page);
      await page.waitForLoadState('networkidle');
      expect(await violations(page)).toEqual([]);
    });

    test('the back office is accessible', async ({ page }) => {
      test.setTimeout(120_000);
      await logInStaff(page);
      for (const address of OFFICE) {
        await open(page, address);
        expect(await violations(page), address).toEqual([]);
      }
    });
  });
}
