// Picking and packing: what is fetched for several orders at once, and what goes with each parcel.
import { logInStaff } from '../support/office';
import { expect, freshEmail, open, test } from '../support/shop';
import { MUG, buy, buyer } from '../support/shopper';

/** An amount of money, e.g. `19.00 €`. */
const PRICE = /[€$£]|\d[.,]\d{2}(?!\d)/;

test('two orders are picked together, packed by slips without prices, and are off the list once sent', async ({ page, browser, watch }) => {
  test.slow();
  const who = buyer(freshEmail('packed'));
  const first = await buy(page, who);
  const context = await browser.newContext();
  watch.follow(context);
  const desk = await context.newPage();
  const second = await buy(desk, who);
  await logInStaff(desk);
  const picked = desk.getByRole('table', { name: 'To pick' }).getByRole('row').filter({ hasText: MUG.name });
  const slip = desk.getByRole('article');

  const pickList = await test.step('the list of orders leads to the units of both together', async () => {
    await expect(async () => {
      await open(desk, `/admin/orders?q=${encodeURIComponent(who.email)}&status=confirmed`);
      await expect(desk.getByRole('link', { name: /^TW-/ })).toHaveCount(2, { timeout: 1000 });
    }).toPass({ timeout: 30_000 });
    await desk.getByRole('link', { name: 'Pick list', exact: true }).click();
    await expect(desk).toHaveURL(/\/admin\/orders\/pick\?q=/);
    await expect(picked).toHaveCount(1);
    await expect(picked.locator('[data-label="Units"]')).toHaveText('2');
    await expect(picked).toContainText(`1 × ${first}`);
    await expect(picked).toContainText(`1 × ${second}`);
    return desk.url();
  });

  await test.step('from there to a packing slip, which tells no price', async () => {
    await desk.getByRole('link', { name: first, exact: true }).click();
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Packing slip ${first}`);
    await expect(slip.getByLabel('Ship to')).toContainText(who.name);
    await expect(slip.getByLabel('Ship to')).toContainText('Germany');
    const line = desk.getByRole('table', { name: 'To pack' }).getByRole('row').filter({ hasText: MUG.name });
    await expect(line.locator('[data-label="To send"]')).toHaveText('1');
    expect(await slip.textContent()).not.toMatch(PRICE);
  });

  await test.step('on paper there is the sheet and nothing around it', async () => {
    await desk.emulateMedia({ media: 'print' });
    await expect(desk.getByRole('table', { name: 'To pack' })).toBeVisible();
    await expect(desk.getByRole('button', { name: 'Print' })).toBeHidden();
    await desk.emulateMedia({ media: 'screen' });
  });

  await test.step('once it is sent nothing is left to be packed, and the other is picked alone', async () => {
    await desk.getByRole('link', { name: first, exact: true }).click();
    await desk.getByRole('button', { name: 'Send parcel' }).click();
    await expect(desk.getByText('Parcel sent off.')).toBeVisible();
    await desk.getByRole('link', { name: 'Packing slip', exact: true }).click();
    await expect(slip.getByText('Nothing is left to be sent.')).toBeVisible();
    await open(desk, pickList);
    await expect(picked.locator('[data-label="Units"]')).toHaveText('1');
    await expect(picked).not.toContainText(first);
  });
  await context.close();
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the pick list keeps what the list of orders was searched for', async ({ page }) => {
    await logInStaff(page);
    await open(page, '/admin/orders?q=nothinglikethis&status=shipped');
    await page.getByRole('link', { name: 'Pick list', exact: true }).click();
    await expect(page).toHaveURL(/\/admin\/orders\/pick\?q=nothinglikethis$/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pick list');
    await expect(page.getByText('Nothing to pick')).toBeVisible();
    await page.getByRole('link', { name: 'Pick for all' }).click();
    await expect(page).toHaveURL(/\/admin\/orders\/pick$/);
  });
});
