// The lists of the back office.
import { logInStaff } from '../support/office';
import { expect, open, test } from '../support/shop';

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
