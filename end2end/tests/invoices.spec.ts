// Invoices: for the guest who bought, and for the staff.
import { logInStaff, openOrder } from '../support/office';
import { expect, freshEmail, test } from '../support/shop';
import { MUG, buy, buyer } from '../support/shopper';

test('a guest opens the invoice of an order, and the staff find the same one', async ({ page, browser, watch }) => {
  const who = buyer(freshEmail('invoice'));
  const number = await buy(page, who);

  const opened = await test.step('from the page of the order to the sheet', async () => {
    await page.goto(`/orders/${number}`);
    await page.getByRole('link', { name: /^Invoice \d{4}-\d+/ }).click();
    await expect(page).toHaveURL(new RegExp(`/orders/${number}/invoices/`));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Invoice \d{4}-\d{6}/);
    await expect(page.getByRole('row').filter({ hasText: MUG.name })).toBeVisible();
    await expect(page.getByText(who.name)).toBeVisible();
    return (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
  });

  await test.step('on paper there is the sheet and nothing of the shop around it', async () => {
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('table', { name: 'Lines' })).toBeVisible();
    await expect(page.getByRole('banner')).toBeHidden();
    await expect(page.getByRole('contentinfo')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
    await page.emulateMedia({ media: 'screen' });
  });

  await test.step('another browser is led to the look-up instead', async () => {
    const address = page.url();
    const context = await browser.newContext();
    watch.follow(context);
    const stranger = await context.newPage();
    await stranger.goto(address);
    await expect(stranger).toHaveURL(/\/orders\/find/);
    await context.close();
  });

  await test.step('the staff see it in the order and in the list', async () => {
    await logInStaff(page);
    await openOrder(page, number);
    await page.getByRole('link', { name: opened, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(opened);
    await page.goto(`/admin/invoices?q=${number}`);
    await expect(page.getByRole('row').filter({ hasText: number })).toHaveCount(1);
  });
});
