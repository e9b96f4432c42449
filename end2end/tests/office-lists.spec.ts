// The lists of the back office, on a desk and in a hand.
import { logInStaff } from '../support/office';
import { expect, open, test } from '../support/shop';

const LISTS = ['/admin/audit', '/admin/orders', '/admin/customers', '/admin/stock', '/admin/products', '/admin/notifications', '/admin/events'];

test('an entry of the audit log is one line, and opens to what was changed and to the whole ids', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await logInStaff(page);
  await open(page, '/admin/audit?action=staff.logged_in');
  const entry = page.getByRole('table', { name: 'Audit log' }).locator('tbody tr').first();
  expect((await entry.boundingBox())?.height).toBeLessThan(48);
  await expect(entry).toContainText(/user …[0-9a-f]{8}/);
  await entry.locator('summary').first().click();
  await expect(entry.getByText(/what: user [0-9a-f]{8}-[0-9a-f-]{27}/)).toBeVisible();

  const id = (await entry.getByText(/what: user/).textContent())?.split(' ').pop() ?? '';
  await open(page, `/admin/audit?subject=${id}`);
  await expect(page.getByRole('table', { name: 'Audit log' }).locator('tbody tr').first()).toContainText(id.slice(-8));
});

test('no list has to be scrolled sideways on a phone, and every value says what it is', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await logInStaff(page);
  for (const address of LISTS) {
    await open(page, address);
    const frames = page.locator('.table-frame');
    const tooWide = await frames.evaluateAll((all) => all.filter((frame) => frame.scrollWidth > frame.clientWidth).length);
    expect(tooWide, address).toBe(0);
    const unnamed = await page.locator('.table-stacked tbody td:visible:not([data-label], .select-cell)').count();
    expect(unnamed, address).toBe(0);
  }
});
